// SPDX-License-Identifier: Apache-2.0
//
// Scans of rows with NEON, four rows side by side.
#include "vectors.h"

#if defined(__aarch64__)
#include <arm_neon.h>

enum { ROWS = 4 };

struct group {
    const char *at[ROWS];
    const char *ahead[ROWS];
};

// Past the last row, the last one stands for what is not there.
RAG_INLINE struct group group_at(const struct rag_scan_rows *rows, size_t index, size_t count, size_t stride) {
    struct group group;
    RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
        const size_t here = rag_least(index + row, count - 1), next = rag_least(index + row + ROWS, count - 1);
        group.at[row] = (const char *)rows->rows + rag_scan_number(rows, here) * stride;
        group.ahead[row] = (const char *)rows->rows + rag_scan_number(rows, next) * stride;
    }
    return group;
}

RAG_INLINE float32x4_t load_f32(const char *row, size_t k) {
    return vreinterpretq_f32_u8(vld1q_u8((const uint8_t *)row + 4 * k));
}

RAG_INLINE float32x4_t load_f16(const char *row, size_t k) {
    return vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8((const uint8_t *)row + 2 * k)));
}

// The last values of a row, followed by zeros.
RAG_INLINE float32x4_t load_tail_f32(const char *row, size_t k, size_t count) {
    _Alignas(16) char copy[16] = {0};
    __builtin_memcpy(copy, row + 4 * k, 4 * count);
    return load_f32(copy, 0);
}

RAG_INLINE float32x4_t load_tail_f16(const char *row, size_t k, size_t count) {
    _Alignas(8) char copy[8] = {0};
    __builtin_memcpy(copy, row + 2 * k, 2 * count);
    return load_f16(copy, 0);
}

#define DEFINE_SCAN(name, bytes, load, load_tail)                                                                     \
    static void name(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,              \
                     float *products) {                                                                               \
        const float *values = rag_scan_values(query);                                                                 \
        const size_t dimension = query->dimension, stride = (bytes) * dimension;                                      \
        for (size_t index = 0; index < count; index += ROWS) {                                                        \
            const struct group group = group_at(rows, index, count, stride);                                          \
            float32x4_t sums[2][ROWS];                                                                                \
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) sums[0][row] = sums[1][row] = vdupq_n_f32(0);          \
            size_t k = 0;                                                                                             \
            for (; k + 8 <= dimension; k += 8) {                                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {                                                  \
                    __builtin_prefetch(group.ahead[row] + (bytes) * k);                                               \
                    sums[0][row] = vfmaq_f32(sums[0][row], vld1q_f32(values + k), load(group.at[row], k));            \
                    sums[1][row] = vfmaq_f32(sums[1][row], vld1q_f32(values + k + 4), load(group.at[row], k + 4));    \
                }                                                                                                     \
            }                                                                                                         \
            for (; k < dimension; k += 4) {                                                                           \
                const float32x4_t value = vld1q_f32(values + k);                                                      \
                const size_t left = rag_least(4, dimension - k);                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    sums[0][row] = vfmaq_f32(sums[0][row], value, load_tail(group.at[row], k, left));                 \
            }                                                                                                         \
            for (size_t row = 0; row < ROWS && index + row < count; row++)                                            \
                products[index + row] = vaddvq_f32(vaddq_f32(sums[0][row], sums[1][row]));                            \
        }                                                                                                             \
    }

DEFINE_SCAN(scan_f32, 4, load_f32, load_tail_f32)
DEFINE_SCAN(scan_f16, 2, load_f16, load_tail_f16)

// Codes of rows are widened to 16 bits and multiplied by those of the query; a lane's sum of 512 products fits.
static void scan_i8(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,
                    float *products) {
    const int16_t *wide = rag_scan_wide(query);
    const size_t dimension = query->dimension;
    for (size_t index = 0; index < count; index += ROWS) {
        const struct group group = group_at(rows, index, count, dimension);
        int32x4_t sums[2][ROWS];
        RAG_UNROLL for (size_t row = 0; row < ROWS; row++) sums[0][row] = sums[1][row] = vdupq_n_s32(0);
        size_t k = 0;
        for (; k + 8 <= dimension; k += 8) {
            const int16x8_t value = vld1q_s16(wide + k);
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
                __builtin_prefetch(group.ahead[row] + k);
                const int16x8_t codes = vmovl_s8(vld1_s8((const int8_t *)group.at[row] + k));
                sums[0][row] = vmlal_s16(sums[0][row], vget_low_s16(codes), vget_low_s16(value));
                sums[1][row] = vmlal_high_s16(sums[1][row], codes, value);
            }
        }
        for (size_t row = 0; row < ROWS && index + row < count; row++) {
            int64_t sum = vaddlvq_s32(sums[0][row]) + vaddlvq_s32(sums[1][row]);
            const int8_t *codes = (const int8_t *)group.at[row];
            for (size_t rest = k; rest < dimension; rest++) sum += (int32_t)codes[rest] * wide[rest];
            products[index + row] = rag_scan_scaled(query, rows, index + row, sum);
        }
    }
}

static size_t choose(const float *values, size_t count, float least, uint32_t *places, float *chosen) {
    const float32x4_t bar = vdupq_n_f32(least);
    size_t found = 0, index = 0;
    for (; index + 4 <= count; index += 4) {
        if (vmaxvq_u32(vcgeq_f32(vld1q_f32(values + index), bar)) == 0) continue;
        for (size_t lane = index; lane < index + 4; lane++) {
            places[found] = (uint32_t)lane;
            chosen[found] = values[lane];
            found += values[lane] >= least;
        }
    }
    for (; index < count; index++) {
        places[found] = (uint32_t)index;
        chosen[found] = values[index];
        found += values[index] >= least;
    }
    return found;
}

const struct rag_vector_kernels rag_vectors_neon = {scan_f32, scan_f16, scan_i8, choose};
#endif
