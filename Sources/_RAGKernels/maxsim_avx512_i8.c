// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 VNNI. VPDPBUSD multiplies unsigned by signed bytes: the codes of a document are stored raised by 128, and the sums
// begin at -128 times the sum of the query row, so that they end exact.
//
// The maximum needs dot x scale in fp32. Up to 256 dimensions the sums begin at the bits of 1.5 * 2^23 as well: read as
// fp32, a sum is then 1.5 * 2^23 + dot exactly, and one fused multiply-add with scale and -1.5 * 2^23 * scale converts
// and scales at once. That product is exact because the scale is first rounded to 22 significant bits.
#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_VNNI __attribute__((target(AVX512_BASE ",avx512vnni")))

enum {
    MAGIC_BITS = 0x4B400000, // 1.5 * 2^23 as fp32
};

// How a tile of integer sums becomes maxima.
enum fold {
    FOLD_INTEGERS,  // no scales: the maximum of integers
    FOLD_MAGIC,     // see above
    FOLD_CONVERTED, // by a conversion and a multiplication
};

// The scales of the rows of a tile.
struct tile_scales {
    _Alignas(64) float scale[16];
    _Alignas(64) float offset[16];
};

AVX512_VNNI RAG_INLINE void prepare_scales(const float *scales, size_t height, enum fold fold, struct tile_scales *out) {
    __m512i scale = _mm512_maskz_loadu_epi32((__mmask16)((1u << height) - 1), scales);
    if (fold == FOLD_MAGIC)
        scale = _mm512_and_si512(_mm512_add_epi32(scale, _mm512_set1_epi32(2)), _mm512_set1_epi32(~3));
    _mm512_store_si512(out->scale, scale);
    _mm512_store_ps(out->offset, _mm512_mul_ps(_mm512_castsi512_ps(scale), _mm512_set1_ps(-12582912.0f)));
}

// Raises the maxima by the scaled sums of a tile: row by row, so that a scale is read once for both columns; in two chains,
// so that the latencies overlap.
AVX512_VNNI RAG_INLINE void raise_maxima(const size_t HEIGHT, const size_t WIDTH, const bool MAGIC,
                                         __m512i sum[HEIGHT][WIDTH], const struct tile_scales *scales, float *best) {
    __m512 even[2], odd[2];
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
        even[column] = _mm512_loadu_ps(best + column * RAG_PANEL_ROWS);
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        const __m512 scale = _mm512_set1_ps(scales->scale[row]), offset = _mm512_set1_ps(scales->offset[row]);
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
            const __m512i dot = sum[row][column];
            const __m512 score = MAGIC ? _mm512_fmadd_ps(_mm512_castsi512_ps(dot), scale, offset)
                                       : _mm512_mul_ps(_mm512_cvtepi32_ps(dot), scale);
            if (row % 2 == 0) even[column] = _mm512_max_ps(even[column], score);
            else odd[column] = row == 1 ? score : _mm512_max_ps(odd[column], score);
        }
    }
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        const __m512 greatest = HEIGHT > 1 ? _mm512_max_ps(even[column], odd[column]) : even[column];
        _mm512_storeu_ps(best + column * RAG_PANEL_ROWS, greatest);
    }
}

AVX512_VNNI RAG_INLINE __m512i broadcast_codes(const bool FEW, const char *codes) {
    if (FEW) return broadcast_bits(codes);
    int32_t four;
    __builtin_memcpy(&four, codes, sizeof four);
    return _mm512_set1_epi32(four);
}

AVX512_VNNI RAG_INLINE __m512i add_products_i8(const bool NARROW, __m512i sum, __m512i value, __m512i panel) {
    if (!NARROW) return _mm512_dpbusd_epi32(sum, value, panel);
    return _mm512_zextsi256_si512(_mm256_dpbusd_epi32(_mm512_castsi512_si256(sum), _mm512_castsi512_si256(value),
                                                      _mm512_castsi512_si256(panel)));
}

AVX512_VNNI RAG_INLINE void tile_i8(const size_t HEIGHT, const size_t WIDTH, const bool NARROW, const char *rows,
                                    size_t stride, const char *panels, size_t quads, enum fold fold,
                                    const struct tile_scales *scales, struct rag_ahead ahead, float *best) {
    __m512i sum[HEIGHT][WIDTH];
    const char *first = panels, *second = panels + 64 * (1 + quads);
    const __m512i magic = _mm512_set1_epi32(fold == FOLD_MAGIC ? MAGIC_BITS : 0);
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        sum[row][0] = _mm512_add_epi32(_mm512_load_si512(first), magic);
        if (WIDTH > 1) sum[row][1] = _mm512_add_epi32(_mm512_load_si512(second), magic);
    }
    first += 64;
    second += 64;
    POINTERS_TO_ROWS(char, rows, stride)
#define STEP(k)                                                                                        \
    {                                                                                                  \
        const __m512i left = _mm512_load_si512(first + (k) * 64);                                      \
        const __m512i right = WIDTH > 1 ? _mm512_load_si512(second + (k) * 64) : left;                 \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                         \
            const __m512i value = broadcast_codes(NARROW || WIDTH == 1, at[row / 3] + row % 3 * stride + (k) * 4); \
            sum[row][0] = add_products_i8(NARROW && WIDTH == 1, sum[row][0], value, left);             \
            if (WIDTH > 1) sum[row][1] = add_products_i8(NARROW, sum[row][1], value, right);           \
            PIN_ROW(sum[row])                                                                          \
        }                                                                                              \
    }
#define ADVANCE(steps)                                                                                 \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {                          \
        at[triple] += (steps) * 4;                                                                     \
        PIN_POINTER(at[triple])                                                                        \
    }                                                                                                  \
    first += (steps) * 64;                                                                             \
    second += (steps) * 64;
    RUN_STEPS(quads, ahead, LINES_OF_FOUR_STEPS, STEP, ADVANCE)
#undef STEP
#undef ADVANCE
    if (fold == FOLD_INTEGERS) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
            float *target = best + column * RAG_PANEL_ROWS;
            FOLD_COLUMN(sum, column, _mm512_max_epi32)
            _mm512_storeu_ps(target, _mm512_max_ps(_mm512_loadu_ps(target), _mm512_cvtepi32_ps(sum[0][column])));
        }
        return;
    }
    if (fold == FOLD_MAGIC) raise_maxima(HEIGHT, WIDTH, true, sum, scales, best);
    else raise_maxima(HEIGHT, WIDTH, false, sum, scales, best);
}

TILE_FORMS(AVX512_VNNI, tile_i8,
           (size_t height, const char *rows, size_t stride, const char *panels, size_t quads, enum fold fold,
            const struct tile_scales *scales, struct rag_ahead ahead, float *best),
           rows, stride, panels, quads, fold, scales, ahead, best)

AVX512_VNNI static void panels_i8(const struct rag_query *query, const char *rows, size_t stride, size_t height,
                                  enum fold fold, const struct tile_scales *scales, struct rag_ahead ahead, float *best) {
    const size_t quads = rag_ceiling(query->dimension, 4), panel_bytes = 64 * (1 + quads);
    const char *panels = query->panels;
    for (size_t row = 0; row < query->rows; row += 2 * RAG_PANEL_ROWS, panels += 2 * panel_bytes) {
        CALL_TILE_FORM(query->rows - row, tile_i8, height, rows, stride, panels, quads, fold, scales, ahead, best + row)
    }
}

AVX512_VNNI void rag_document_i8_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                        size_t row_count, float *best) {
    uint8_t stage[RAG_STAGE_BYTES];
    struct tile_scales prepared;
    const size_t dimension = query->dimension;
    const enum fold fold = scales == NULL                     ? FOLD_INTEGERS
                           : dimension <= RAG_MAGIC_DIMENSION ? FOLD_MAGIC
                                                              : FOLD_CONVERTED;
    const uint8_t *row = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, RAG_TILE_ROWS), stride = rag_ceiling(dimension, 4) * 4;
        const uint8_t *next = row + height * dimension;
        if (scales != NULL) {
            prepare_scales(scales, height, fold, &prepared);
            scales += height;
        }
        const char *tile = (const char *)rag_whole_quads(row, height, dimension, stage);
        panels_i8(query, tile, stride, height, fold, &prepared, rag_ahead_of(query, next), best);
        row = next;
        row_count -= height;
    }
}
#endif
