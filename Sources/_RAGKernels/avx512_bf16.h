// SPDX-License-Identifier: Apache-2.0
//
// What the kernels around VDPBF16PS share.
#ifndef RAG_AVX512_BF16_H
#define RAG_AVX512_BF16_H

#include "avx512.h"

#define AVX512_BF16 __attribute__((target(AVX512_BASE ",avx512bf16")))

AVX512_BF16 RAG_INLINE __m512bh broadcast_pair(const bool FEW, const uint16_t *pair) {
    if (FEW) return (__m512bh)broadcast_bits(pair);
    int32_t both;
    __builtin_memcpy(&both, pair, sizeof both);
    return (__m512bh)_mm512_set1_epi32(both);
}

AVX512_BF16 RAG_INLINE __m512 add_products_bf16(const bool NARROW, __m512 sum, __m512bh value, __m512bh panel) {
    if (!NARROW) return _mm512_dpbf16_ps(sum, value, panel);
    const __m512i wide_value = (__m512i)value, wide_panel = (__m512i)panel;
    return _mm512_zextps256_ps512(_mm256_dpbf16_ps(_mm512_castps512_ps256(sum),
                                                   (__m256bh)_mm512_castsi512_si256(wide_value),
                                                   (__m256bh)_mm512_castsi512_si256(wide_panel)));
}

// Declares `sum`, [HEIGHT][WIDTH], the dot products of a tile of bf16 rows and one panel or two, and asks for so many lines
// every four steps; takes `rows`, `stride`, `panels`, `dimension` and `ahead` from the function around it.
#define SUMS_OF_TILE_BF16(lines)                                                                        \
    __m512 sum[HEIGHT][WIDTH];                                                                          \
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                              \
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)                                    \
            sum[row][column] = _mm512_setzero_ps();                                                     \
    }                                                                                                   \
    POINTERS_TO_ROWS(uint16_t, rows, stride)                                                            \
    const char *first = panels, *second = panels + rag_ceiling(dimension, 2) * 64;                      \
    RUN_STEPS((dimension) / 2, ahead, lines, STEP_BF16, ADVANCE_BF16)                                          \
    if ((dimension) % 2 != 0) STEP_BF16_WITH(0, BROADCAST_LAST)

#define STEP_BF16_WITH(k, VALUE)                                                                        \
    {                                                                                                   \
        const __m512bh left = (__m512bh)_mm512_load_si512(first + (k) * 64);                            \
        const __m512bh right = WIDTH > 1 ? (__m512bh)_mm512_load_si512(second + (k) * 64) : left;       \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                          \
            const __m512bh value = VALUE(NARROW || WIDTH == 1, at[row / 3] + row % 3 * stride + (k) * 2); \
            sum[row][0] = add_products_bf16(NARROW && WIDTH == 1, sum[row][0], value, left);            \
            if (WIDTH > 1) sum[row][1] = add_products_bf16(NARROW, sum[row][1], value, right);          \
            PIN_ROW(sum[row])                                                                           \
        }                                                                                               \
    }
#define STEP_BF16(k) STEP_BF16_WITH(k, broadcast_pair)
// The last value of an odd dimension, beside a zero.
#define BROADCAST_LAST(FEW, value) (__m512bh) _mm512_set1_epi32(*(value))
#define ADVANCE_BF16(steps)                                                                             \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {                           \
        at[triple] += (steps) * 2;                                                                      \
        PIN_POINTER(at[triple])                                                                         \
    }                                                                                                   \
    first += (steps) * 64;                                                                              \
    second += (steps) * 64;

#endif
