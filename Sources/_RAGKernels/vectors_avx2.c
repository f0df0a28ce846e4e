// SPDX-License-Identifier: Apache-2.0
//
// Scans of rows with AVX2, four rows side by side.
#include "vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma,f16c")))

enum { ROWS = 4 };

struct group {
    const char *at[ROWS];
    const char *ahead[ROWS];
};

// Past the last row, the last one stands for what is not there.
AVX2 RAG_INLINE struct group group_at(const struct rag_scan_rows *rows, size_t index, size_t count, size_t stride) {
    struct group group;
    RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
        const size_t here = rag_least(index + row, count - 1), next = rag_least(index + row + ROWS, count - 1);
        group.at[row] = (const char *)rows->rows + rag_scan_number(rows, here) * stride;
        group.ahead[row] = (const char *)rows->rows + rag_scan_number(rows, next) * stride;
    }
    return group;
}

AVX2 RAG_INLINE __m128 fold_four(const __m256 *sums) {
    const __m256 pairs = _mm256_hadd_ps(_mm256_hadd_ps(sums[0], sums[1]), _mm256_hadd_ps(sums[2], sums[3]));
    return _mm_add_ps(_mm256_castps256_ps128(pairs), _mm256_extractf128_ps(pairs, 1));
}

AVX2 RAG_INLINE __m256 load_f32(const char *row, size_t k) { return _mm256_loadu_ps((const float *)(row + 4 * k)); }

AVX2 RAG_INLINE __m256 load_f16(const char *row, size_t k) {
    return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(row + 2 * k)));
}

// The last values of a row, followed by zeros.
AVX2 RAG_INLINE __m256 load_tail_f32(const char *row, size_t k, size_t count) {
    _Alignas(32) char copy[32] = {0};
    __builtin_memcpy(copy, row + 4 * k, 4 * count);
    return _mm256_load_ps((const float *)copy);
}

AVX2 RAG_INLINE __m256 load_tail_f16(const char *row, size_t k, size_t count) {
    _Alignas(16) char copy[16] = {0};
    __builtin_memcpy(copy, row + 2 * k, 2 * count);
    return _mm256_cvtph_ps(_mm_load_si128((const __m128i *)copy));
}

#define DEFINE_SCAN(name, bytes, load, load_tail)                                                                     \
    AVX2 static void name(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,         \
                          float *products) {                                                                          \
        const float *values = rag_scan_values(query);                                                                 \
        const size_t dimension = query->dimension, stride = (bytes) * dimension;                                      \
        for (size_t index = 0; index < count; index += ROWS) {                                                        \
            const struct group group = group_at(rows, index, count, stride);                                          \
            __m256 sums[ROWS];                                                                                        \
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) sums[row] = _mm256_setzero_ps();                       \
            size_t k = 0;                                                                                             \
            for (; k + 64 / (bytes) <= dimension; k += 64 / (bytes)) {                                                \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    _mm_prefetch(group.ahead[row] + (bytes) * k, _MM_HINT_T0);                                        \
                RAG_UNROLL for (size_t step = 0; step < 64 / (bytes); step += 8) {                                    \
                    const __m256 value = _mm256_load_ps(values + k + step);                                           \
                    RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                \
                        sums[row] = _mm256_fmadd_ps(value, load(group.at[row], k + step), sums[row]);                 \
                }                                                                                                     \
            }                                                                                                         \
            for (; k + 8 <= dimension; k += 8) {                                                                      \
                const __m256 value = _mm256_load_ps(values + k);                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    sums[row] = _mm256_fmadd_ps(value, load(group.at[row], k), sums[row]);                            \
            }                                                                                                         \
            if (k < dimension) {                                                                                      \
                const __m256 value = _mm256_load_ps(values + k);                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    sums[row] = _mm256_fmadd_ps(value, load_tail(group.at[row], k, dimension - k), sums[row]);        \
            }                                                                                                         \
            float folded[ROWS];                                                                                       \
            _mm_storeu_ps(folded, fold_four(sums));                                                                   \
            for (size_t row = 0; row < ROWS && index + row < count; row++) products[index + row] = folded[row];       \
        }                                                                                                             \
    }

DEFINE_SCAN(scan_f32, 4, load_f32, load_tail_f32)
DEFINE_SCAN(scan_f16, 2, load_f16, load_tail_f16)

AVX2 RAG_INLINE int64_t fold_codes(__m256i sum) {
    const __m256i low = _mm256_cvtepi32_epi64(_mm256_castsi256_si128(sum));
    const __m256i wide = _mm256_add_epi64(low, _mm256_cvtepi32_epi64(_mm256_extracti128_si256(sum, 1)));
    int64_t lanes[4];
    _mm256_storeu_si256((__m256i *)lanes, wide);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3];
}

// Codes of rows are widened to 16 bits and multiplied by those of the query; a lane's sum of 512 products fits.
AVX2 void rag_scan_i8_avx2(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,
                           float *products) {
    const int16_t *wide = rag_scan_wide(query);
    const size_t dimension = query->dimension;
    for (size_t index = 0; index < count; index += ROWS) {
        const struct group group = group_at(rows, index, count, dimension);
        __m256i sums[ROWS];
        RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
            sums[row] = _mm256_setzero_si256();
            for (size_t k = 0; k < dimension; k += 64) _mm_prefetch(group.ahead[row] + k, _MM_HINT_T0);
        }
        size_t k = 0;
        for (; k + 16 <= dimension; k += 16) {
            const __m256i value = _mm256_load_si256((const __m256i *)(wide + k));
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
                const __m256i codes = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(group.at[row] + k)));
                sums[row] = _mm256_add_epi32(sums[row], _mm256_madd_epi16(codes, value));
            }
        }
        for (size_t row = 0; row < ROWS && index + row < count; row++) {
            int64_t sum = fold_codes(sums[row]);
            const int8_t *codes = (const int8_t *)group.at[row];
            for (size_t rest = k; rest < dimension; rest++) sum += (int32_t)codes[rest] * wide[rest];
            products[index + row] = rag_scan_scaled(query, rows, index + row, sum);
        }
    }
}

AVX2 static size_t choose(const float *values, size_t count, float least, uint32_t *places, float *chosen) {
    const __m256 bar = _mm256_set1_ps(least);
    size_t found = 0, index = 0;
    for (; index + 8 <= count; index += 8) {
        const __m256 value = _mm256_loadu_ps(values + index);
        unsigned good = (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(value, bar, _CMP_GE_OQ));
        for (; good != 0; good &= good - 1) {
            places[found] = (uint32_t)index + (uint32_t)__builtin_ctz(good);
            chosen[found] = values[places[found]];
            found++;
        }
    }
    for (; index < count; index++) {
        places[found] = (uint32_t)index;
        chosen[found] = values[index];
        found += values[index] >= least;
    }
    return found;
}

const struct rag_vector_kernels rag_vectors_avx2 = {scan_f32, scan_f16, rag_scan_i8_avx2, choose};
#endif
