// SPDX-License-Identifier: Apache-2.0
//
// Rotations of signs and Walsh-Hadamard transforms: one body, compiled for every instruction set. No product meets a sum, so
// that all levels agree to the last bit.
#include <math.h>
#include <string.h>

#include "vectors.h"

enum { LANES = 16 };

typedef float floats __attribute__((vector_size(LANES * 4)));
typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef float loose_floats __attribute__((vector_size(LANES * 4), aligned(4)));

// The longest power of two that fits.
static size_t window_of(size_t dimension) {
    size_t window = 1;
    while (2 * window <= dimension) window *= 2;
    return window;
}

size_t rag_rotation_size(size_t dimension) { return RAG_ROTATION_ROUNDS * dimension; }

void rag_rotation_make(const uint64_t *signs, size_t dimension, float *factors) {
    const size_t window = window_of(dimension);
    const float scale = (float)(1 / sqrt((double)window));
    for (size_t round = 0; round < RAG_ROTATION_ROUNDS; round++) {
        const size_t start = round % 2 == 0 ? 0 : dimension - window;
        for (size_t k = 0; k < dimension; k++) {
            const size_t bit = round * dimension + k;
            const float size = k >= start && k < start + window ? scale : 1;
            factors[bit] = signs[bit / 64] >> bit % 64 & 1 ? -size : size;
        }
    }
}

// The butterflies between neighbours at a distance of 1, 2, 4 or 8: the sum where the bit is clear, else the difference.
#define NEIGHBOURS(value, distance)                                                                                  \
    do {                                                                                                             \
        const integers lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};                               \
        const integers minus = ((lane & (distance)) != 0) & INT32_MIN;                                               \
        const floats other = EXCHANGED(value, distance);                                                             \
        (value) = other + (floats)((integers)(value) ^ minus);                                                       \
    } while (0)

#ifdef __clang__
#define EXCHANGED(value, d)                                                                                          \
    __builtin_shufflevector(value, value, 0 ^ (d), 1 ^ (d), 2 ^ (d), 3 ^ (d), 4 ^ (d), 5 ^ (d), 6 ^ (d), 7 ^ (d),    \
                            8 ^ (d), 9 ^ (d), 10 ^ (d), 11 ^ (d), 12 ^ (d), 13 ^ (d), 14 ^ (d), 15 ^ (d))
#else
#define EXCHANGED(value, d)                                                                                          \
    __builtin_shuffle(value, (integers){0 ^ (d), 1 ^ (d), 2 ^ (d), 3 ^ (d), 4 ^ (d), 5 ^ (d), 6 ^ (d), 7 ^ (d),      \
                                        8 ^ (d), 9 ^ (d), 10 ^ (d), 11 ^ (d), 12 ^ (d), 13 ^ (d), 14 ^ (d), 15 ^ (d)})
#endif

#define AT(place) (*(loose_floats *)(values + (place)))

RAG_INLINE void transform_short(float *values, size_t window) {
    for (size_t distance = 1; distance < window; distance *= 2)
        for (size_t k = 0; k < window; k++) {
            if (k & distance) continue;
            const float left = values[k], right = values[k + distance];
            values[k] = left + right;
            values[k + distance] = left - right;
        }
}

// Replaces 2^n values by their products with a Hadamard matrix.
RAG_INLINE void transform(float *values, size_t window) {
    if (window < LANES) {
        transform_short(values, window);
        return;
    }
    for (size_t k = 0; k < window; k += LANES) {
        floats value = AT(k);
        NEIGHBOURS(value, 1);
        NEIGHBOURS(value, 2);
        NEIGHBOURS(value, 4);
        NEIGHBOURS(value, 8);
        AT(k) = value;
    }
    size_t distance = LANES;
    // Two steps at a time, which halves the passes over the values.
    for (; 4 * distance <= window; distance *= 4)
        for (size_t start = 0; start < window; start += 4 * distance)
            for (size_t k = start; k < start + distance; k += LANES) {
                const floats a = AT(k), b = AT(k + distance), c = AT(k + 2 * distance), d = AT(k + 3 * distance);
                const floats ab = a + b, cd = c + d, a_b = a - b, c_d = c - d;
                AT(k) = ab + cd;
                AT(k + distance) = a_b + c_d;
                AT(k + 2 * distance) = ab - cd;
                AT(k + 3 * distance) = a_b - c_d;
            }
    for (; distance < window; distance *= 2)
        for (size_t k = 0; k < distance; k += LANES) {
            const floats left = AT(k), right = AT(k + distance);
            AT(k) = left + right;
            AT(k + distance) = left - right;
        }
}

// Turns each value of the front half and its partner in the back half by 45 degrees; of an odd number the middle one stays.
RAG_INLINE void mix_halves(float *values, size_t dimension) {
    const float scale = 0x1.6a09e6p-1f;
    float *back = values + (dimension + 1) / 2;
    const size_t count = dimension / 2;
    size_t k = 0;
    for (; k + LANES <= count; k += LANES) {
        const floats left = *(loose_floats *)(values + k), right = *(loose_floats *)(back + k);
        *(loose_floats *)(values + k) = (left + right) * scale;
        *(loose_floats *)(back + k) = (left - right) * scale;
    }
    for (; k < count; k++) {
        const float left = values[k], right = back[k];
        values[k] = (left + right) * scale;
        back[k] = (left - right) * scale;
    }
}

RAG_INLINE void turn(const float *factors, const float *rows, size_t count, size_t dimension, float *turned) {
    const size_t window = window_of(dimension);
    for (size_t row = 0; row < count; row++) {
        float *values = turned + row * dimension;
        const float *from = rows + row * dimension;
        for (size_t round = 0; round < RAG_ROTATION_ROUNDS; round++) {
            const float *factor = factors + round * dimension;
            for (size_t k = 0; k < dimension; k++) values[k] = from[k] * factor[k];
            transform(round % 2 == 0 ? values : values + dimension - window, window);
            if (window < dimension) mix_halves(values, dimension);
            from = values;
        }
    }
}

typedef void turn_kernel(const float *factors, const float *rows, size_t count, size_t dimension, float *turned);

static void turn_portable(const float *factors, const float *rows, size_t count, size_t dimension, float *turned) {
    turn(factors, rows, count, dimension, turned);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void turn_avx2(const float *factors, const float *rows, size_t count,
                                                      size_t dimension, float *turned) {
    turn(factors, rows, count, dimension, turned);
}

__attribute__((target("avx2,avx512f"))) static void turn_avx512(const float *factors, const float *rows, size_t count,
                                                                size_t dimension, float *turned) {
    turn(factors, rows, count, dimension, turned);
}
#endif

// On AArch64 the portable body is in NEON's instructions.
static turn_kernel *kernel(void) {
#if defined(__x86_64__)
    if (rag_cpu_level() == RAG_LEVEL_AVX512) return turn_avx512;
    if (rag_cpu_level() == RAG_LEVEL_AVX2) return turn_avx2;
#endif
    return turn_portable;
}

void rag_rotation_turn(const float *factors, const float *rows, size_t count, size_t dimension, float *turned) {
    kernel()(factors, rows, count, dimension, turned);
}
