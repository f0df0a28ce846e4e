// SPDX-License-Identifier: Apache-2.0
//
// Conversions between precisions, and passes over score tiles. The loops are free of branches, so that compilers turn
// them into vectors; each is compiled once for the base instruction set and once for AVX2.
#include <math.h>
#include <string.h>

#include "kernels.h"

RAG_INLINE uint32_t bits_of(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

RAG_INLINE float float_of(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

// Compiles NAME_loop for the base instruction set and for AVX2 and defines NAME, which takes the better one.
#if defined(__x86_64__)
#define BEST_OF_TWO(type, name, parameters, ...)                                                    \
    __attribute__((target("avx2"))) static type name##_avx2 parameters { return name##_loop(__VA_ARGS__); } \
    type name parameters {                                                                          \
        if (rag_cpu_level() >= RAG_LEVEL_AVX2) return name##_avx2(__VA_ARGS__);                     \
        return name##_loop(__VA_ARGS__);                                                            \
    }
#else
#define BEST_OF_TWO(type, name, parameters, ...) \
    type name parameters { return name##_loop(__VA_ARGS__); }
#endif

RAG_INLINE bool rag_all_finite_f32_loop(const float *values, size_t count) {
    // An exponent of ones is an infinity or a NaN.
    uint32_t found = 0;
    for (size_t index = 0; index < count; index++)
        found |= (uint32_t)((bits_of(values[index]) & 0x7FFFFFFF) >= 0x7F800000);
    return found == 0;
}
BEST_OF_TWO(bool, rag_all_finite_f32, (const float *values, size_t count), values, count)

RAG_INLINE void rag_max_columns_f32_loop(const float *scores, size_t rows, size_t columns, float *column_maxima) {
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            const float score = scores[row * columns + column];
            column_maxima[column] = score > column_maxima[column] ? score : column_maxima[column];
        }
}
BEST_OF_TWO(void, rag_max_columns_f32, (const float *scores, size_t rows, size_t columns, float *column_maxima), scores,
            rows, columns, column_maxima)

RAG_INLINE void rag_argmax_columns_f32_loop(const float *scores, size_t rows, size_t columns, int32_t first_row,
                                            float *restrict column_maxima, int32_t *restrict column_rows) {
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            const float score = scores[row * columns + column];
            const bool better = score > column_maxima[column];
            column_maxima[column] = better ? score : column_maxima[column];
            column_rows[column] = better ? first_row + (int32_t)row : column_rows[column];
        }
}
BEST_OF_TWO(void, rag_argmax_columns_f32,
            (const float *scores, size_t rows, size_t columns, int32_t first_row, float *column_maxima,
             int32_t *column_rows),
            scores, rows, columns, first_row, column_maxima, column_rows)

RAG_INLINE void rag_convert_f32_to_bf16_loop(const float *source, size_t count, uint16_t *target) {
    for (size_t index = 0; index < count; index++) {
        const uint32_t bits = bits_of(source[index]);
        const uint32_t rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
        const bool not_a_number = (bits & 0x7FFFFFFF) > 0x7F800000;
        target[index] = (uint16_t)(not_a_number ? (bits >> 16 | 0x40) : rounded);
    }
}
BEST_OF_TWO(void, rag_convert_f32_to_bf16, (const float *source, size_t count, uint16_t *target), source, count, target)

RAG_INLINE void rag_convert_bf16_to_f32_loop(const uint16_t *source, size_t count, float *target) {
    for (size_t index = 0; index < count; index++) target[index] = float_of((uint32_t)source[index] << 16);
}
BEST_OF_TWO(void, rag_convert_bf16_to_f32, (const uint16_t *source, size_t count, float *target), source, count, target)

RAG_INLINE void rag_convert_f32_to_f16_loop(const float *source, size_t count, uint16_t *target) {
    for (size_t index = 0; index < count; index++) {
        const uint32_t bits = bits_of(source[index]), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
        // A normal result: the exponent moves from bias 127 to bias 15, and 13 bits of the fraction are rounded away.
        const uint32_t normal = (magnitude - (112u << 23) + 0xFFF + (magnitude >> 13 & 1)) >> 13;
        // A denormal result: adding 0.5 aligns the fraction to steps of 2^-24, and rounds it on the way.
        const uint32_t denormal = bits_of(float_of(magnitude) + 0.5f) - bits_of(0.5f);
        const uint32_t large = magnitude > 0x7F800000 ? 0x7E00 : 0x7C00;
        const uint32_t small = magnitude < (113u << 23) ? denormal : normal;
        target[index] = (uint16_t)(sign | (magnitude >= (143u << 23) ? large : small));
    }
}
BEST_OF_TWO(void, rag_convert_f32_to_f16, (const float *source, size_t count, uint16_t *target), source, count, target)

RAG_INLINE void rag_convert_f16_to_f32_loop(const uint16_t *source, size_t count, float *target) {
    for (size_t index = 0; index < count; index++) {
        const uint32_t sign = (uint32_t)(source[index] & 0x8000) << 16, magnitude = source[index] & 0x7FFF;
        const uint32_t normal = (magnitude << 13) + (112u << 23), special = normal + (112u << 23);
        // A denormal is a count of steps of 2^-24.
        const uint32_t denormal = bits_of((float)(int32_t)magnitude * 0x1p-24f);
        const uint32_t widened = magnitude >= 0x7C00 ? special : magnitude < 0x0400 ? denormal : normal;
        target[index] = float_of(sign | widened);
    }
}
BEST_OF_TWO(void, rag_convert_f16_to_f32, (const uint16_t *source, size_t count, float *target), source, count, target)

RAG_INLINE void rag_quantize_f32_to_i8_loop(const float *source, size_t rows, size_t dimension, int8_t *codes,
                                            float *scales) {
    for (size_t row = 0; row < rows; row++, source += dimension, codes += dimension) {
        // Of values without a sign, the order of the bits is the order of the values.
        uint32_t greatest = 0;
        for (size_t k = 0; k < dimension; k++) {
            const uint32_t magnitude = bits_of(source[k]) & 0x7FFFFFFF;
            greatest = magnitude > greatest ? magnitude : greatest;
        }
        scales[row] = float_of(greatest) / 127;
        // Through the factor 127 / max rather than 1 / scale, which overflows for the smallest of rows.
        const float factor = greatest == 0 ? 0 : 127 / float_of(greatest);
        const bool tiny = !(factor < INFINITY);
        for (size_t k = 0; k < dimension; k++) {
            const float scaled = tiny ? 0 : source[k] * factor;
            // Adding 1.5 * 2^23 rounds to the nearest integer, which is then the low bits.
            codes[k] = (int8_t)(bits_of(scaled + 12582912.0f) - bits_of(12582912.0f));
        }
        if (tiny) scales[row] = 0;
    }
}
BEST_OF_TWO(void, rag_quantize_f32_to_i8,
            (const float *source, size_t rows, size_t dimension, int8_t *codes, float *scales), source, rows, dimension,
            codes, scales)

RAG_INLINE void rag_quantize_f32_to_bits_loop(const float *source, size_t rows, size_t dimension, uint8_t *bits) {
    for (size_t row = 0; row < rows; row++, source += dimension) {
        size_t k = 0;
        for (; k + 8 <= dimension; k += 8) {
            uint32_t byte = 0;
            for (size_t bit = 0; bit < 8; bit++) byte |= (uint32_t)(source[k + bit] > 0) << (7 - bit);
            *bits++ = (uint8_t)byte;
        }
        if (k == dimension) continue;
        uint32_t byte = 0;
        for (; k < dimension; k++) byte |= (uint32_t)(source[k] > 0) << (7 - k % 8);
        *bits++ = (uint8_t)byte;
    }
}
BEST_OF_TWO(void, rag_quantize_f32_to_bits, (const float *source, size_t rows, size_t dimension, uint8_t *bits), source,
            rows, dimension, bits)
