// SPDX-License-Identifier: Apache-2.0
//
// Scans of rows with AVX-512.
//
// One row after the other is a single stream, which one core's prefetcher keeps fewer lines in flight for than memory could
// deliver. So ROWS rows are read side by side, each asks for the memory of the row that follows ROWS further on, and their
// sums are folded together.
#include "vectors.h"

#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_VNNI __attribute__((target(AVX512_BASE ",avx512vnni")))

#ifndef ROWS
enum { ROWS = 8 };
#endif
enum {
    // How many groups of rows ahead memory is asked for.
    GROUPS_AHEAD = 1,
};

// The rows of a group, and what is to be read soon.
struct group {
    const char *at[ROWS];
    const char *ahead[ROWS];
};

// Past the last row, the last one stands for what is not there.
AVX512 RAG_INLINE struct group group_at(const struct rag_scan_rows *rows, size_t index, size_t count, size_t stride) {
    struct group group;
    RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
        const size_t here = rag_least(index + row, count - 1), next = rag_least(index + row + GROUPS_AHEAD * ROWS, count - 1);
        group.at[row] = (const char *)rows->rows + rag_scan_number(rows, here) * stride;
        group.ahead[row] = (const char *)rows->rows + rag_scan_number(rows, next) * stride;
    }
    return group;
}

// The sums of the lanes of eight registers, one in each lane.
AVX512 RAG_INLINE __m256 fold_eight(const __m512 *sums) {
    __m256 halves[8];
    RAG_UNROLL for (size_t row = 0; row < 8; row++)
        halves[row] = _mm256_add_ps(_mm512_castps512_ps256(sums[row]), _mm512_extractf32x8_ps(sums[row], 1));
    const __m256 a = _mm256_hadd_ps(_mm256_hadd_ps(halves[0], halves[1]), _mm256_hadd_ps(halves[2], halves[3]));
    const __m256 b = _mm256_hadd_ps(_mm256_hadd_ps(halves[4], halves[5]), _mm256_hadd_ps(halves[6], halves[7]));
    return _mm256_add_ps(_mm256_permute2f128_ps(a, b, 0x20), _mm256_permute2f128_ps(a, b, 0x31));
}

AVX512 RAG_INLINE __m512 load_f32(const char *row, size_t k) { return _mm512_loadu_ps(row + 4 * k); }

AVX512 RAG_INLINE __m512 load_tail_f32(const char *row, size_t k, __mmask16 lanes) {
    return _mm512_maskz_loadu_ps(lanes, row + 4 * k);
}

AVX512 RAG_INLINE __m512 load_f16(const char *row, size_t k) {
    return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(row + 2 * k)));
}

AVX512 RAG_INLINE __m512 load_tail_f16(const char *row, size_t k, __mmask16 lanes) {
    return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(lanes, row + 2 * k));
}

#define DEFINE_SCAN(name, bytes, load, load_tail)                                                                     \
    AVX512 static void name(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,       \
                            float *products) {                                                                        \
        const float *values = rag_scan_values(query);                                                                 \
        const size_t dimension = query->dimension, stride = (bytes) * dimension;                                      \
        const __mmask16 tail = (__mmask16)((1u << dimension % 16) - 1);                                               \
        for (size_t index = 0; index < count; index += ROWS) {                                                        \
            const struct group group = group_at(rows, index, count, stride);                                          \
            __m512 sums[ROWS];                                                                                        \
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) sums[row] = _mm512_setzero_ps();                       \
            size_t k = 0;                                                                                             \
            for (; k + 64 / (bytes) <= dimension; k += 64 / (bytes)) {                                                \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    _mm_prefetch(group.ahead[row] + (bytes) * k, _MM_HINT_T0);                                        \
                RAG_UNROLL for (size_t step = 0; step < 64 / (bytes); step += 16) {                                   \
                    const __m512 value = _mm512_load_ps(values + k + step);                                           \
                    RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                \
                        sums[row] = _mm512_fmadd_ps(value, load(group.at[row], k + step), sums[row]);                 \
                }                                                                                                     \
            }                                                                                                         \
            for (; k + 16 <= dimension; k += 16) {                                                                    \
                const __m512 value = _mm512_load_ps(values + k);                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    sums[row] = _mm512_fmadd_ps(value, load(group.at[row], k), sums[row]);                            \
            }                                                                                                         \
            if (tail) {                                                                                               \
                const __m512 value = _mm512_load_ps(values + k);                                                      \
                RAG_UNROLL for (size_t row = 0; row < ROWS; row++)                                                    \
                    sums[row] = _mm512_fmadd_ps(value, load_tail(group.at[row], k, tail), sums[row]);                 \
            }                                                                                                         \
            const __mmask8 there = (__mmask8)((1u << rag_least(count - index, ROWS)) - 1);                            \
            _mm256_mask_storeu_ps(products + index, there, fold_eight(sums));                                         \
        }                                                                                                             \
    }

DEFINE_SCAN(scan_f32, 4, load_f32, load_tail_f32)
DEFINE_SCAN(scan_f16, 2, load_f16, load_tail_f16)

// The sum of the lanes: 16 lanes fold to 8 within 32 bits, see RAG_WIDE_LIMIT and the longest row.
AVX512 RAG_INLINE int64_t fold_codes(__m512i sum) {
    const __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64(sum, 1));
    return _mm512_reduce_add_epi64(_mm512_cvtepi32_epi64(half));
}

// VPDPBUSD wants unsigned bytes: codes of rows are raised by 128, and the sums begin at what that adds too much.
AVX512_VNNI void rag_scan_i8_avx512(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,
                                    float *products) {
    const int8_t *high = rag_scan_high(query), *low = rag_scan_low(query);
    const size_t dimension = query->dimension;
    const __mmask64 tail = (1ull << dimension % 64) - 1;
    const __m512i raise = _mm512_set1_epi8((char)0x80);
    const __m512i high_start = _mm512_load_si512(query->high_start), low_start = _mm512_load_si512(query->low_start);
    for (size_t index = 0; index < count; index += ROWS) {
        const struct group group = group_at(rows, index, count, dimension);
        __m512i high_sums[ROWS], low_sums[ROWS];
        RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
            high_sums[row] = high_start;
            low_sums[row] = low_start;
        }
        size_t k = 0;
        for (; k + 64 <= dimension; k += 64) {
            const __m512i high_codes = _mm512_load_si512(high + k), low_codes = _mm512_load_si512(low + k);
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
                _mm_prefetch(group.ahead[row] + k, _MM_HINT_T0);
                const __m512i codes = _mm512_xor_si512(_mm512_loadu_si512(group.at[row] + k), raise);
                high_sums[row] = _mm512_dpbusd_epi32(high_sums[row], codes, high_codes);
                low_sums[row] = _mm512_dpbusd_epi32(low_sums[row], codes, low_codes);
            }
        }
        if (tail) {
            // Beyond the query its codes are zero.
            const __m512i high_codes = _mm512_load_si512(high + k), low_codes = _mm512_load_si512(low + k);
            RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
                const __m512i codes = _mm512_xor_si512(_mm512_maskz_loadu_epi8(tail, group.at[row] + k), raise);
                high_sums[row] = _mm512_dpbusd_epi32(high_sums[row], codes, high_codes);
                low_sums[row] = _mm512_dpbusd_epi32(low_sums[row], codes, low_codes);
            }
        }
        RAG_UNROLL for (size_t row = 0; row < ROWS; row++) {
            if (index + row >= count) break;
            const __m512i sum = _mm512_add_epi32(_mm512_slli_epi32(high_sums[row], 8), low_sums[row]);
            products[index + row] = rag_scan_scaled(query, rows, index + row, fold_codes(sum));
        }
    }
}

AVX512 static size_t choose(const float *values, size_t count, float least, uint32_t *places, float *chosen) {
    const __m512 bar = _mm512_set1_ps(least);
    __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t found = 0;
    for (size_t index = 0; index < count; index += 16) {
        const __mmask16 lanes = count - index >= 16 ? 0xFFFF : (__mmask16)((1u << (count - index)) - 1);
        const __m512 value = _mm512_maskz_loadu_ps(lanes, values + index);
        const __mmask16 good = _mm512_mask_cmp_ps_mask(lanes, value, bar, _CMP_GE_OQ);
        if (good) {
            _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(good, place));
            _mm512_storeu_ps(chosen + found, _mm512_maskz_compress_ps(good, value));
            found += (size_t)__builtin_popcount(good);
        }
        place = _mm512_add_epi32(place, _mm512_set1_epi32(16));
    }
    return found;
}

const struct rag_vector_kernels rag_vectors_avx512 = {scan_f32, scan_f16, rag_scan_i8_avx512, choose};
#endif
