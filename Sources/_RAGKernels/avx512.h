// SPDX-License-Identifier: Apache-2.0
//
// What the AVX-512 kernels share.
#ifndef RAG_AVX512_H
#define RAG_AVX512_H

#include <immintrin.h>

#include "kernels.h"

#define AVX512_BASE "avx512f,avx512bw,avx512vl,avx512dq,avx512cd,fma,f16c"
#define AVX512 __attribute__((target(AVX512_BASE)))

// Asks for the lines that follow the tile, in as many streams: a tile reads 12 rows at once, which no hardware prefetcher
// follows.
#define PREFETCH_AHEAD(ahead, lines)                                      \
    RAG_UNROLL for (size_t line = 0; line < (lines); line++)              \
        _mm_prefetch((ahead).next + line * (ahead).apart, _MM_HINT_T0);   \
    (ahead).next += (lines) * 64;

// Lines that four steps of 4 bytes use up: 16 bytes of each row.
#define LINES_OF_FOUR_STEPS ((HEIGHT + 3) / 4)

// Ends the work on one row of a tile: keeps the compiler from loading the values of later rows early, which would cost
// more registers than there are.
#define PIN_ROW(sums)                                                                     \
    if (WIDTH == 1) __asm__ volatile("" : "+v"((sums)[0])::"memory");                     \
    else __asm__ volatile("" : "+v"((sums)[0]), "+v"((sums)[WIDTH - 1])::"memory");

// Keeps a pointer in its own register, where the compiler would derive it from its neighbours at every step.
#define PIN_POINTER(pointer) __asm__ volatile("" : "+r"(pointer));

// Declares `at`, pointers to every third row; the rows between are one and two strides away.
#define POINTERS_TO_ROWS(type, rows, stride)                                  \
    const type *at[RAG_TILE_ROWS / 3];                                        \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) { \
        at[triple] = (rows) + triple * 3 * (stride);                          \
        PIN_POINTER(at[triple])                                               \
    }

// Folds one column of a tile into its first row by a tree, so that the latencies overlap.
#define FOLD_COLUMN(sum, column, operation)                                                     \
    RAG_UNROLL for (size_t row = HEIGHT - 1; row >= 1; row--) {                                 \
        (sum)[row / 2][column] = operation((sum)[row / 2][column], (sum)[row][column]);         \
    }

// Defines tile_form(height, parameters), which calls tile(HEIGHT, WIDTH, NARROW, arguments) with constants.
#define TILE_FORM(target, tile, form, WIDTH, NARROW, PARAMETERS, ...)   \
    target static void tile##_##form PARAMETERS {                       \
        RAG_TILE_OF_HEIGHT(height, tile, WIDTH, NARROW, __VA_ARGS__)    \
    }

// The forms of a tile for what is left of a query's rows: two panels or one, the last of them NARROW where it has no more
// rows than half a register; it is then computed in 256 bits, at half the cost on processors that compute 512 bits in two
// passes. Each form is a function: the optimizer's time grows faster than their length.
#define TILE_FORMS(target, tile, PARAMETERS, ...)                          \
    TILE_FORM(target, tile, two, 2, false, PARAMETERS, __VA_ARGS__)        \
    TILE_FORM(target, tile, two_narrow, 2, true, PARAMETERS, __VA_ARGS__)  \
    TILE_FORM(target, tile, one, 1, false, PARAMETERS, __VA_ARGS__)        \
    TILE_FORM(target, tile, one_narrow, 1, true, PARAMETERS, __VA_ARGS__)

#define CALL_TILE_FORM(query_rows, tile, ...)                                               \
    if ((query_rows) > RAG_PANEL_ROWS + RAG_HALF_PANEL_ROWS) tile##_two(__VA_ARGS__);       \
    else if ((query_rows) > RAG_PANEL_ROWS) tile##_two_narrow(__VA_ARGS__);                 \
    else if ((query_rows) > RAG_HALF_PANEL_ROWS) tile##_one(__VA_ARGS__);                   \
    else tile##_one_narrow(__VA_ARGS__);

// Runs four steps of a tile at a time and asks for so many lines meanwhile, then runs the rest one by one. STEP(k) works k
// steps ahead of the pointers.
#define RUN_STEPS(count, ahead, lines, STEP, ADVANCE) \
    size_t steps_left = (count);                     \
    for (; steps_left >= 4; steps_left -= 4) {       \
        PREFETCH_AHEAD(ahead, lines)                 \
        STEP(0) STEP(1) STEP(2) STEP(3)              \
        ADVANCE(4)                                   \
    }                                                \
    for (; steps_left > 0; steps_left--) {           \
        STEP(0)                                      \
        ADVANCE(1)                                   \
    }

// Broadcasts four bytes to be multiplied FEW times, less than twice in 512 bits. Clang would read them into a general register
// first, or by VBROADCASTSS, which is slow on Zen 4: a row and step then take 1.34 cycles instead of 1.01 in a tile of one
// column, 1.68 instead of 1.51 in one and a half (measured).
AVX512 RAG_INLINE __m512i broadcast_bits(const void *bytes) {
    struct four { char byte[4]; };
    __m512i value;
    __asm__("vpbroadcastd %1, %0" : "=v"(value) : "m"(*(const struct four *)bytes));
    return value;
}

AVX512 RAG_INLINE __m512 broadcast_f32(const bool FEW, const float *value) {
    return FEW ? _mm512_castsi512_ps(broadcast_bits(value)) : _mm512_set1_ps(*value);
}

// Adds products to a sum. The upper half of a NARROW one becomes zero, which costs nothing; were it undefined, clang would
// write something there.
AVX512 RAG_INLINE __m512 add_products_f32(const bool NARROW, __m512 sum, __m512 value, __m512 panel) {
    if (!NARROW) return _mm512_fmadd_ps(value, panel, sum);
    return _mm512_zextps256_ps512(_mm256_fmadd_ps(_mm512_castps512_ps256(value), _mm512_castps512_ps256(panel),
                                                  _mm512_castps512_ps256(sum)));
}

// RUN_STEPS of fp32 values: each meets a register of one panel or, where WIDTH is 2, of two, from `first` and `second` on.
#define STEP_F32(k)                                                                            \
    {                                                                                          \
        const __m512 left = _mm512_load_ps(first + (k) * RAG_PANEL_ROWS);                      \
        const __m512 right = WIDTH > 1 ? _mm512_load_ps(second + (k) * RAG_PANEL_ROWS) : left; \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                 \
            const __m512 value = broadcast_f32(NARROW || WIDTH == 1, &at[row / 3][row % 3 * stride + (k)]); \
            sum[row][0] = add_products_f32(NARROW && WIDTH == 1, sum[row][0], value, left);    \
            if (WIDTH > 1) sum[row][1] = add_products_f32(NARROW, sum[row][1], value, right);  \
            PIN_ROW(sum[row])                                                                  \
        }                                                                                      \
    }
#define ADVANCE_F32(steps)                                                                         \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {                      \
        at[triple] += (steps);                                                                     \
        PIN_POINTER(at[triple])                                                                    \
    }                                                                                              \
    first += (steps) * RAG_PANEL_ROWS;                                                             \
    second += (steps) * RAG_PANEL_ROWS;

// Raises the maxima of one panel or two by a tile of fp32 rows, `stride` floats apart.
AVX512 RAG_INLINE void tile_f32(const size_t HEIGHT, const size_t WIDTH, const bool NARROW, const float *rows,
                                size_t stride, const float *panels, size_t dimension, struct rag_ahead ahead,
                                float *best) {
    __m512 sum[HEIGHT][WIDTH];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) sum[row][column] = _mm512_setzero_ps();
    }
    POINTERS_TO_ROWS(float, rows, stride)
    const float *first = panels, *second = panels + dimension * RAG_PANEL_ROWS;
    RUN_STEPS(dimension, ahead, LINES_OF_FOUR_STEPS, STEP_F32, ADVANCE_F32)
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        FOLD_COLUMN(sum, column, _mm512_max_ps)
        float *target = best + column * RAG_PANEL_ROWS;
        _mm512_storeu_ps(target, _mm512_max_ps(_mm512_loadu_ps(target), sum[0][column]));
    }
}

#endif
