// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 BF16: pairs of bf16 products, for processors on which VDPBF16PS outruns two fused multiply-adds.
#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_BF16 __attribute__((target(AVX512_BASE ",avx512bf16")))

AVX512_BF16 RAG_INLINE __m512bh broadcast_pair(const uint16_t *pair) {
    int32_t both;
    __builtin_memcpy(&both, pair, sizeof both);
    return (__m512bh)_mm512_set1_epi32(both);
}

AVX512_BF16 RAG_INLINE void tile_bf16(const size_t HEIGHT, const size_t WIDTH, const uint16_t *rows, size_t dimension,
                                      const char *panels, const char *ahead, float *best) {
    __m512 sum[HEIGHT][WIDTH];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) sum[row][column] = _mm512_setzero_ps();
    }
    const size_t pairs = dimension / 2, stride = dimension;
    POINTERS_TO_ROWS(uint16_t, rows, stride)
    const char *first = panels, *second = panels + rag_ceiling(dimension, 2) * 64;
#define STEP_WITH(k, VALUE)                                                                             \
    {                                                                                                   \
        const __m512bh left = (__m512bh)_mm512_load_si512(first + (k) * 64);                            \
        const __m512bh right = WIDTH > 1 ? (__m512bh)_mm512_load_si512(second + (k) * 64) : left;       \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                          \
            const __m512bh value = VALUE(at[row / 3] + row % 3 * stride + (k) * 2);                     \
            sum[row][0] = _mm512_dpbf16_ps(sum[row][0], value, left);                                   \
            if (WIDTH > 1) sum[row][1] = _mm512_dpbf16_ps(sum[row][1], value, right);                   \
            PIN_ROW(sum[row])                                                                           \
        }                                                                                               \
    }
#define STEP(k) STEP_WITH(k, broadcast_pair)
// The last value of an odd dimension, beside a zero.
#define BROADCAST_LAST(value) (__m512bh) _mm512_set1_epi32(*(value))
#define ADVANCE(steps)                                                                                  \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += (steps) * 2;  \
    first += (steps) * 64;                                                                              \
    second += (steps) * 64;
    RUN_STEPS(pairs, ahead, STEP, ADVANCE)
    if (dimension % 2 != 0) STEP_WITH(0, BROADCAST_LAST)
#undef STEP
#undef ADVANCE
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        FOLD_COLUMN(sum, column, _mm512_max_ps)
        float *target = best + column * RAG_PANEL_ROWS;
        _mm512_storeu_ps(target, _mm512_max_ps(_mm512_loadu_ps(target), sum[0][column]));
    }
}

AVX512_BF16 void rag_document_bf16_avx512dot(const struct rag_query *query, const void *rows, const float *scales,
                                             size_t row_count, float *best) {
    (void)scales;
    const size_t dimension = query->dimension, panel_bytes = rag_ceiling(dimension, 2) * 64;
    const uint16_t *row = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, RAG_TILE_ROWS);
        const uint16_t *next = row + height * dimension;
        const char *panels = query->panels, *ahead = (const char *)next + RAG_AHEAD;
        float *target = best;
        size_t panels_left = query->panel_count;
        for (; panels_left >= 2; panels_left -= 2, panels += 2 * panel_bytes, target += 2 * RAG_PANEL_ROWS) {
            RAG_TILE_OF_HEIGHT(height, tile_bf16, 2, row, dimension, panels, ahead, target)
        }
        if (panels_left > 0) {
            RAG_TILE_OF_HEIGHT(height, tile_bf16, 1, row, dimension, panels, ahead, target)
        }
        row = next;
        row_count -= height;
    }
}
#endif
