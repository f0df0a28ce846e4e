// SPDX-License-Identifier: Apache-2.0
//
// fp32 and fp16 rows at the speed of bf16, to the bit: rows are rounded to bf16 and screened by VDPBF16PS, twice as fast as
// fp32 multiply-adds where `rag_cpu_multiplies_bf16_fast` says so; only rows that may hold a maximum are scored in fp32.
//
// With s' the screened and s the fp32 dot product, and u = 2^-8 the unit roundoff of bf16, |s' - s| <= E for all rows d so
// far, where E = (|q - q'| + u |q'|) max |d| by Cauchy and Schwarz, plus the rounding of both sums. So the row with the
// greatest s has an s' of at least max(s') - 2 E, and one that exceeds a maximum found before has at least that less E.
//
// The sum of max(s') + E is no less than the score. Where it is below what a score must reach, nothing is scored in fp32.
#if defined(__x86_64__)
#include "avx512_bf16.h"

enum {
    WIDTH_OF_PAIR = 2 * RAG_PANEL_ROWS,
    // Rows of a block, whose screened products are kept: 64 KiB for two panels.
    BLOCK_ROWS = 512,
    // Documents of fewer rows are scored in fp32 at once: nearly every row would hold a maximum of some query row.
    LEAST_ROWS = 96,
};

// Rows that wait to be scored in fp32.
struct chosen_rows {
    uint32_t number[2 * BLOCK_ROWS];
    size_t count;
};

// What a document is worked on with: two panels at a time.
struct screen {
    _Alignas(64) float products[BLOCK_ROWS * WIDTH_OF_PAIR];
    // A tile of rows: rounded to bf16, or decoded to fp32.
    _Alignas(64) char stage[RAG_STAGE_BYTES];
    struct chosen_rows chosen[2];
    __m512 greatest[2];
    // The square of the length of the longest rounded row.
    float longest;
};

// Stored rows: fp32, or fp16 where HALF.
struct stored_rows {
    const char *rows;
    size_t dimension;
};

RAG_INLINE const char *row_at(const bool HALF, const struct stored_rows *stored, size_t row) {
    return stored->rows + row * stored->dimension * (HALF ? sizeof(uint16_t) : sizeof(float));
}

AVX512_BF16 RAG_INLINE __m512 load_16(const bool HALF, const char *row, size_t k, __mmask16 inside) {
    return HALF ? _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(inside, (const uint16_t *)row + k))
                : _mm512_maskz_loadu_ps(inside, (const float *)row + k);
}

// Rounds 32 values of a row to bf16 and adds their squares to a sum.
AVX512_BF16 RAG_INLINE void round_32(const bool HALF, const char *row, size_t k, uint32_t inside, uint16_t *rounded,
                                     __m512 *sum) {
    const __m512 low = load_16(HALF, row, k, (__mmask16)inside);
    const __m512 high = load_16(HALF, row, k + 16, (__mmask16)(inside >> 16));
    const __m512bh both = _mm512_cvtne2ps_pbh(high, low);
    *sum = _mm512_dpbf16_ps(*sum, both, both);
    _mm512_store_si512(rounded + k, (__m512i)both);
}

// Rounds a tile of rows to bf16, zeros behind the dimension. Returns the square of the length of the longest rounded row.
AVX512_BF16 RAG_INLINE float round_rows(const bool HALF, const struct stored_rows *stored, size_t first, size_t height,
                                        uint16_t *rounded, size_t stride) {
    const size_t dimension = stored->dimension;
    float longest = 0;
    for (size_t index = 0; index < height; index++, rounded += stride) {
        const char *row = row_at(HALF, stored, first + index);
        __m512 sum = _mm512_setzero_ps();
        size_t k = 0;
        for (; k + 32 <= dimension; k += 32) round_32(HALF, row, k, UINT32_MAX, rounded, &sum);
        if (k < dimension) round_32(HALF, row, k, (1u << (dimension - k)) - 1, rounded, &sum);
        const float square = _mm512_reduce_add_ps(sum);
        // What is no number stays.
        longest = square <= longest ? longest : square;
    }
    return longest;
}

// Writes the products of a tile and raises the greatest of each query row.
AVX512_BF16 RAG_INLINE void screen_tile(const size_t HEIGHT, const size_t WIDTH, const bool NARROW, const size_t LINES,
                                        const uint16_t *rows, size_t stride, const char *panels, size_t dimension,
                                        struct rag_ahead ahead, float *products, __m512 *greatest) {
    SUMS_OF_TILE_BF16(LINES * LINES_OF_FOUR_STEPS)
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
            _mm512_store_ps(products + row * WIDTH_OF_PAIR + column * RAG_PANEL_ROWS, sum[row][column]);
    }
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        FOLD_COLUMN(sum, column, _mm512_max_ps)
        greatest[column] = _mm512_max_ps(greatest[column], sum[0][column]);
    }
}

// Rows come in four bytes a value or in two, the steps use up two.
#define screen_tile_f32(HEIGHT, WIDTH, NARROW, ...) screen_tile(HEIGHT, WIDTH, NARROW, 2, __VA_ARGS__)
#define screen_tile_f16(HEIGHT, WIDTH, NARROW, ...) screen_tile(HEIGHT, WIDTH, NARROW, 1, __VA_ARGS__)
#define SCREEN_TILE_PARAMETERS                                                                                      \
    (size_t height, const uint16_t *rows, size_t stride, const char *panels, size_t dimension, struct rag_ahead ahead, \
     float *products, __m512 *greatest)
TILE_FORMS(AVX512_BF16, screen_tile_f32, SCREEN_TILE_PARAMETERS, rows, stride, panels, dimension, ahead, products, greatest)
TILE_FORMS(AVX512_BF16, screen_tile_f16, SCREEN_TILE_PARAMETERS, rows, stride, panels, dimension, ahead, products, greatest)
TILE_FORM(AVX512_BF16, tile_f32, one, 1, false,
          (size_t height, const float *rows, size_t stride, const float *panel, size_t dimension, struct rag_ahead ahead,
           float *best),
          rows, stride, panel, dimension, ahead, best)

// Screens a block of rows with two panels or what is left of a query's rows.
AVX512_BF16 RAG_INLINE void screen_block(const bool HALF, const struct rag_query *query, size_t query_rows,
                                         const char *panels, const struct stored_rows *stored, size_t start,
                                         size_t row_count, struct screen *screen) {
    const size_t dimension = query->dimension, stride = rag_ceiling(dimension, 32) * 32;
    const size_t tallest = rag_staged_height(stride * sizeof(uint16_t), RAG_TILE_ROWS);
    uint16_t *rounded = (uint16_t *)screen->stage;
    float *products = screen->products;
    for (const size_t end = start + row_count; start < end;) {
        const size_t height = rag_tile_height(end - start, tallest);
        const float square = round_rows(HALF, stored, start, height, rounded, stride);
        screen->longest = square <= screen->longest ? screen->longest : square;
        start += height;
        const struct rag_ahead ahead = rag_ahead_of(query, row_at(HALF, stored, start));
        if (HALF) {
            CALL_TILE_FORM(query_rows, screen_tile_f16, height, rounded, stride, panels, dimension, ahead, products,
                           screen->greatest)
        } else {
            CALL_TILE_FORM(query_rows, screen_tile_f32, height, rounded, stride, panels, dimension, ahead, products,
                           screen->greatest)
        }
        products += height * WIDTH_OF_PAIR;
    }
}

// What the products of a panel may differ from those in fp32. Rounding takes 2^-8 of a row's length at most, and values
// whose squares vanish add less than the last term.
AVX512_BF16 RAG_INLINE __m512 error_bound(const struct screen *screen, const float *errors) {
    const float length = __builtin_sqrtf(screen->longest) * (1 + 0x1p-6f) + 0x1p-50f;
    return _mm512_mul_ps(_mm512_load_ps(errors), _mm512_set1_ps(length));
}

// Notes the rows of a block that may hold the maximum of a query row of a panel; zeros need none.
AVX512_BF16 static void choose_rows(struct screen *screen, size_t column, size_t start, size_t row_count,
                                    const float *errors, const float *best) {
    const __m512 error = error_bound(screen, errors), before = _mm512_loadu_ps(best);
    const __m512 least_of_block = _mm512_sub_ps(screen->greatest[column], _mm512_add_ps(error, error));
    __m512 least = _mm512_max_ps(least_of_block, _mm512_sub_ps(before, error));
    // Where sums might overflow, every row is chosen.
    const __mmask16 bounded = _mm512_cmp_ps_mask(error, _mm512_set1_ps(0x1p100f), _CMP_LT_OQ);
    least = _mm512_mask_mov_ps(_mm512_set1_ps(-__builtin_inff()), bounded, least);
    const __mmask16 asked = _mm512_cmp_ps_mask(_mm512_load_ps(errors), _mm512_setzero_ps(), _CMP_GT_OQ);
    const float *products = screen->products + column * RAG_PANEL_ROWS;
    struct chosen_rows *chosen = &screen->chosen[column];
    size_t count = chosen->count;
    for (size_t row = 0; row < row_count; row++, products += WIDTH_OF_PAIR) {
        chosen->number[count] = (uint32_t)(start + row);
        count += _mm512_mask_cmp_ps_mask(asked, _mm512_load_ps(products), least, _CMP_NLT_UQ) != 0;
    }
    chosen->count = count;
}

AVX512_BF16 RAG_INLINE void score_chosen(const bool HALF, const struct stored_rows *stored, struct screen *screen,
                                         struct chosen_rows *chosen, const float *panel, float *best) {
    const size_t dimension = stored->dimension, stride = rag_staged_stride(dimension);
    const size_t tallest = rag_staged_height(stride * sizeof(float), RAG_TILE_ROWS);
    const struct rag_ahead nowhere = {screen->stage, 0};
    float *stage = (float *)screen->stage;
    const uint32_t *number = chosen->number;
    for (size_t left = chosen->count; left > 0;) {
        const size_t height = rag_tile_height(left, tallest);
        for (size_t index = 0; index < height; index++) {
            const char *row = row_at(HALF, stored, number[index]);
            float *decoded = stage + index * stride;
            size_t k = 0;
            for (; k + 16 <= dimension; k += 16) _mm512_store_ps(decoded + k, load_16(HALF, row, k, 0xFFFF));
            const __mmask16 inside = (__mmask16)((1u << (dimension - k)) - 1);
            if (k < dimension) _mm512_store_ps(decoded + k, load_16(HALF, row, k, inside));
        }
        tile_f32_one(height, stage, stride, panel, dimension, nowhere, best);
        number += height;
        left -= height;
    }
    chosen->count = 0;
}

// Whether a document is certain to score less than is asked for; its maxima are then no less than the true ones.
AVX512_BF16 RAG_INLINE bool rules_out(size_t width, const struct rag_query *query, const struct screen *screen,
                                      const float *errors, float *best) {
    _Alignas(64) float bounds[WIDTH_OF_PAIR];
    for (size_t column = 0; column < width; column++) {
        const __m512 error = error_bound(screen, errors + column * RAG_PANEL_ROWS);
        _mm512_store_ps(bounds + column * RAG_PANEL_ROWS, _mm512_add_ps(screen->greatest[column], error));
    }
    if (!(rag_weighted_sum(query, bounds) < query->least)) return false;
    __builtin_memcpy(best, bounds, width * RAG_PANEL_ROWS * sizeof(float));
    return true;
}

// Scores a document against two panels or the last.
AVX512_BF16 RAG_INLINE void screen_document(const bool HALF, const struct rag_query *query, size_t panel,
                                            const struct stored_rows *stored, size_t row_count, struct screen *screen,
                                            float *best) {
    const size_t width = rag_least(query->panel_count - panel, 2);
    const struct rag_screened_panels panels = rag_screened_panels(query, panel);
    const size_t panel_values = query->dimension * RAG_PANEL_ROWS;
    best += panel * RAG_PANEL_ROWS;
    screen->greatest[0] = screen->greatest[1] = _mm512_set1_ps(-__builtin_inff());
    screen->chosen[0].count = screen->chosen[1].count = 0;
    screen->longest = 0;
    for (size_t start = 0; start < row_count;) {
        const size_t count = rag_tile_height(row_count - start, BLOCK_ROWS);
        screen_block(HALF, query, query->rows - panel * RAG_PANEL_ROWS, panels.rounded, stored, start, count, screen);
        for (size_t column = 0; column < width; column++) {
            struct chosen_rows *chosen = &screen->chosen[column];
            float *maxima = best + column * RAG_PANEL_ROWS;
            if (chosen->count > BLOCK_ROWS)
                score_chosen(HALF, stored, screen, chosen, panels.exact + column * panel_values, maxima);
            choose_rows(screen, column, start, count, panels.errors + column * RAG_PANEL_ROWS, maxima);
        }
        start += count;
    }
    // With more panels, the others might make up for what these lack.
    if (query->panel_count == width && rules_out(width, query, screen, panels.errors, best)) return;
    for (size_t column = 0; column < width; column++) {
        struct chosen_rows *chosen = &screen->chosen[column];
        float *maxima = best + column * RAG_PANEL_ROWS;
        // Any row has the maximum of a query row of zeros.
        if (chosen->count == 0 && maxima[0] == -__builtin_inff()) chosen->number[chosen->count++] = 0;
        score_chosen(HALF, stored, screen, chosen, panels.exact + column * panel_values, maxima);
    }
}

AVX512_BF16 RAG_INLINE void screen_panels(const bool HALF, const struct rag_query *query, const void *rows, size_t row_count,
                                          float *best) {
    struct screen screen;
    const struct stored_rows stored = {rows, query->dimension};
    for (size_t panel = 0; panel < query->panel_count; panel += 2)
        screen_document(HALF, query, panel, &stored, row_count, &screen, best);
}

AVX512_BF16 void rag_document_f32_avx512screened(const struct rag_query *query, const void *rows, const float *scales,
                                                 size_t row_count, float *best) {
    if (row_count < LEAST_ROWS) rag_document_f32_avx512(query, rows, scales, row_count, best);
    else screen_panels(false, query, rows, row_count, best);
}

AVX512_BF16 void rag_document_f16_avx512screened(const struct rag_query *query, const void *rows, const float *scales,
                                                 size_t row_count, float *best) {
    if (row_count < LEAST_ROWS) rag_document_f16_avx512(query, rows, scales, row_count, best);
    else screen_panels(true, query, rows, row_count, best);
}
#endif
