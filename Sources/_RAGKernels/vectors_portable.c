// SPDX-License-Identifier: Apache-2.0
//
// Scans of rows in plain C, with enough independent sums for any compiler to make vectors of them.
#include "vectors.h"

enum { SUMS = 16 };

RAG_INLINE float fold(const float *sums) {
    float total[4] = {0};
    for (size_t lane = 0; lane < SUMS; lane++) total[lane % 4] += sums[lane];
    return (total[0] + total[2]) + (total[1] + total[3]);
}

RAG_INLINE float half_value(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16, magnitude = half & 0x7FFF;
    uint32_t bits = (magnitude << 13) + (112u << 23);
    if (magnitude >= 0x7C00) bits += 112u << 23;
    float value;
    if (magnitude < 0x0400) {
        // A denormal is a count of steps of 2^-24.
        value = (float)magnitude * 0x1p-24f;
        return sign ? -value : value;
    }
    bits |= sign;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

#define DEFINE_SCAN(name, type, value_of)                                                                  \
    static void name(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,   \
                     float *products) {                                                                    \
        const float *values = rag_scan_values(query);                                                      \
        for (size_t index = 0; index < count; index++) {                                                   \
            const char *row = (const char *)rows->rows +                                                   \
                              rag_scan_number(rows, index) * query->dimension * sizeof(type);              \
            float sums[SUMS] = {0};                                                                        \
            size_t k = 0;                                                                                  \
            for (; k + SUMS <= query->dimension; k += SUMS) {                                              \
                type block[SUMS];                                                                          \
                __builtin_memcpy(block, row + k * sizeof(type), sizeof block);                             \
                for (size_t lane = 0; lane < SUMS; lane++) sums[lane] += values[k + lane] * value_of(block[lane]); \
            }                                                                                              \
            for (; k < query->dimension; k++) {                                                            \
                type single;                                                                               \
                __builtin_memcpy(&single, row + k * sizeof(type), sizeof single);                          \
                sums[k % SUMS] += values[k] * value_of(single);                                            \
            }                                                                                              \
            products[index] = fold(sums);                                                                  \
        }                                                                                                  \
    }

DEFINE_SCAN(scan_f32, float, )
DEFINE_SCAN(scan_f16, uint16_t, half_value)

void rag_scan_i8_portable(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,
                          float *products) {
    const int16_t *wide = rag_scan_wide(query);
    for (size_t index = 0; index < count; index++) {
        const int8_t *row = (const int8_t *)rows->rows + rag_scan_number(rows, index) * query->dimension;
        int64_t total = 0;
        // 256 products of 8 and 16 bits fit 32 bits.
        for (size_t start = 0; start < query->dimension; start += 256) {
            const size_t end = rag_least(start + 256, query->dimension);
            int32_t sum = 0;
            for (size_t k = start; k < end; k++) sum += (int32_t)row[k] * wide[k];
            total += sum;
        }
        products[index] = rag_scan_scaled(query, rows, index, total);
    }
}

static size_t choose(const float *values, size_t count, float least, uint32_t *places, float *chosen) {
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        places[found] = (uint32_t)index;
        chosen[found] = values[index];
        found += values[index] >= least;
    }
    return found;
}

const struct rag_vector_kernels rag_vectors_portable = {scan_f32, scan_f16, rag_scan_i8_portable, choose};
