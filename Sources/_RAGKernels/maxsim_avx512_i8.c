// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 VNNI. VPDPBUSD multiplies unsigned by signed bytes: the codes of a document are raised by 128 on the stack,
// and the sums begin at -128 times the sum of the query row, so that they end exact.
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

AVX512_VNNI RAG_INLINE int32_t four_codes(const uint8_t *codes) {
    int32_t four;
    __builtin_memcpy(&four, codes, sizeof four);
    return four;
}

AVX512_VNNI RAG_INLINE void tile_i8(const size_t HEIGHT, const size_t WIDTH, const uint8_t *rows, size_t stride,
                                    const char *panels, size_t quads, enum fold fold, const struct tile_scales *scales,
                                    const char *ahead, float *best) {
    __m512i sum[HEIGHT][WIDTH];
    const char *first = panels, *second = panels + 64 * (1 + quads);
    const __m512i magic = _mm512_set1_epi32(fold == FOLD_MAGIC ? MAGIC_BITS : 0);
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        sum[row][0] = _mm512_add_epi32(_mm512_load_si512(first), magic);
        if (WIDTH > 1) sum[row][1] = _mm512_add_epi32(_mm512_load_si512(second), magic);
    }
    first += 64;
    second += 64;
    POINTERS_TO_ROWS(uint8_t, rows, stride)
#define STEP(k)                                                                                        \
    {                                                                                                  \
        const __m512i left = _mm512_load_si512(first + (k) * 64);                                      \
        const __m512i right = WIDTH > 1 ? _mm512_load_si512(second + (k) * 64) : left;                 \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                         \
            const __m512i value = _mm512_set1_epi32(four_codes(at[row / 3] + row % 3 * stride + (k) * 4)); \
            sum[row][0] = _mm512_dpbusd_epi32(sum[row][0], value, left);                               \
            if (WIDTH > 1) sum[row][1] = _mm512_dpbusd_epi32(sum[row][1], value, right);               \
            PIN_ROW(sum[row])                                                                          \
        }                                                                                              \
    }
#define ADVANCE(steps)                                                                                 \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += (steps) * 4; \
    first += (steps) * 64;                                                                             \
    second += (steps) * 64;
    RUN_STEPS(quads, ahead, STEP, ADVANCE)
#undef STEP
#undef ADVANCE
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        float *target = best + column * RAG_PANEL_ROWS;
        __m512 greatest = _mm512_loadu_ps(target);
        if (fold == FOLD_INTEGERS) {
            FOLD_COLUMN(sum, column, _mm512_max_epi32)
            greatest = _mm512_max_ps(greatest, _mm512_cvtepi32_ps(sum[0][column]));
        } else {
            __m512 score[HEIGHT][1];
            RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
                const __m512 scale = _mm512_set1_ps(scales->scale[row]), offset = _mm512_set1_ps(scales->offset[row]);
                score[row][0] = fold == FOLD_MAGIC
                                    ? _mm512_fmadd_ps(_mm512_castsi512_ps(sum[row][column]), scale, offset)
                                    : _mm512_mul_ps(_mm512_cvtepi32_ps(sum[row][column]), scale);
            }
            FOLD_COLUMN(score, 0, _mm512_max_ps)
            greatest = _mm512_max_ps(greatest, score[0][0]);
        }
        _mm512_storeu_ps(target, greatest);
    }
}

AVX512_VNNI RAG_INLINE void bias_codes(const int8_t *source, uint8_t *target, size_t dimension) {
    const __m512i raise = _mm512_set1_epi8(-128);
    size_t k = 0;
    for (; k + 256 <= dimension; k += 256) {
        RAG_UNROLL for (size_t part = k; part < k + 256; part += 64)
            _mm512_store_si512(target + part, _mm512_xor_si512(_mm512_loadu_si512(source + part), raise));
    }
    for (; k + 64 <= dimension; k += 64)
        _mm512_store_si512(target + k, _mm512_xor_si512(_mm512_loadu_si512(source + k), raise));
    if (k == dimension) return;
    const __m512i last = _mm512_maskz_loadu_epi8(((__mmask64)1 << (dimension - k)) - 1, source + k);
    _mm512_store_si512(target + k, _mm512_xor_si512(last, raise));
}

AVX512_VNNI static void panels_i8(const struct rag_query *query, const uint8_t *rows, size_t stride, size_t height,
                                  enum fold fold, const struct tile_scales *scales, const char *ahead, float *best) {
    const size_t quads = rag_ceiling(query->dimension, 4), panel_bytes = 64 * (1 + quads);
    const char *panels = query->panels;
    size_t panels_left = query->panel_count;
    for (; panels_left >= 2; panels_left -= 2, panels += 2 * panel_bytes, best += 2 * RAG_PANEL_ROWS) {
        RAG_TILE_OF_HEIGHT(height, tile_i8, 2, rows, stride, panels, quads, fold, scales, ahead, best)
    }
    if (panels_left > 0) {
        RAG_TILE_OF_HEIGHT(height, tile_i8, 1, rows, stride, panels, quads, fold, scales, ahead, best)
    }
}

AVX512_VNNI RAG_INLINE const int8_t *bias_rows(const int8_t *codes, size_t height, size_t dimension, size_t stride,
                                               uint8_t *stage) {
    if (stride == dimension) {
        bias_codes(codes, stage, height * dimension);
        return codes + height * dimension;
    }
    for (size_t row = 0; row < height; row++, codes += dimension) bias_codes(codes, stage + row * stride, dimension);
    return codes;
}

AVX512_VNNI void rag_document_i8_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                        size_t row_count, float *best) {
    _Alignas(64) uint8_t stages[2][RAG_STAGE_BYTES / 2];
    struct tile_scales prepared;
    const size_t dimension = query->dimension, stride = rag_ceiling(dimension, 64) * 64;
    const size_t tallest = rag_least(RAG_TILE_ROWS, sizeof stages[0] / stride);
    const enum fold fold = scales == NULL                     ? FOLD_INTEGERS
                           : dimension <= RAG_MAGIC_DIMENSION ? FOLD_MAGIC
                                                              : FOLD_CONVERTED;
    size_t height = rag_tile_height(row_count, tallest), turn = 0;
    const int8_t *codes = bias_rows(rows, height, dimension, stride, stages[0]);
    while (row_count > 0) {
        row_count -= height;
        // The next tile is prepared first, so that this one does not wait for its own bytes to be stored.
        const size_t next_height = rag_tile_height(row_count, tallest);
        codes = bias_rows(codes, next_height, dimension, stride, stages[1 - turn]);
        if (scales != NULL) {
            prepare_scales(scales, height, fold, &prepared);
            scales += height;
        }
        panels_i8(query, stages[turn], stride, height, fold, &prepared, (const char *)codes + RAG_AHEAD, best);
        height = next_height;
        turn = 1 - turn;
    }
}
#endif
