// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes with AVX2: the bytes of 32 rows are gathered by their place in a word, so that VPSHUFB can look
// 32 half bytes up in one table, and entries are added in 16 bits, even and odd rows apart.
#include "vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma,f16c")))

// Turns the words of 16 rows, two registers, into one register for each half of their bytes:
// bytes[0] holds the bytes 0 of all rows in its low lane and the bytes 1 in its high lane, bytes[1] the bytes 2 and 3.
TARGET RAG_INLINE void gather_bytes(const uint8_t *words, __m256i *bytes) {
    const __m256i by_place = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9,
                                              13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m256i low = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)words), by_place);
    const __m256i high = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(words + 32)), by_place);
    // Each lane: four rows' bytes 0, 1, 2, 3. The rows of the four lanes side by side, place by place.
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i first = _mm256_permutevar8x32_epi32(low, order), second = _mm256_permutevar8x32_epi32(high, order);
    const __m256i even = _mm256_unpacklo_epi64(first, second), odd = _mm256_unpackhi_epi64(first, second);
    bytes[0] = _mm256_permute2x128_si256(even, odd, 0x20);
    bytes[1] = _mm256_permute2x128_si256(even, odd, 0x31);
}

// Adds entries, bytes of 16 rows in each lane, to the sums of even and of odd rows.
TARGET RAG_INLINE void add_entries(__m256i entries, __m256i *sums) {
    sums[0] = _mm256_add_epi16(sums[0], _mm256_and_si256(entries, _mm256_set1_epi16(0xFF)));
    sums[1] = _mm256_add_epi16(sums[1], _mm256_srli_epi16(entries, 8));
}

TARGET RAG_INLINE void add_words(const uint8_t *words, const uint8_t *tables, size_t count, uint32_t *totals) {
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i sums[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (size_t word = 0; word < count; word++, words += 64, tables += RAG_WORD_TABLE) {
        __m256i bytes[2];
        gather_bytes(words, bytes);
        RAG_UNROLL for (size_t pair = 0; pair < 2; pair++) {
            const __m256i low_table = _mm256_loadu_si256((const __m256i *)(tables + 32 * pair));
            const __m256i high_table = _mm256_loadu_si256((const __m256i *)(tables + 64 + 32 * pair));
            const __m256i low = _mm256_and_si256(bytes[pair], nibble);
            const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes[pair], 4), nibble);
            add_entries(_mm256_shuffle_epi8(low_table, low), sums);
            add_entries(_mm256_shuffle_epi8(high_table, high), sums);
        }
    }
    uint16_t lanes[2][16];
    _mm256_storeu_si256((__m256i *)lanes[0], sums[0]);
    _mm256_storeu_si256((__m256i *)lanes[1], sums[1]);
    for (size_t row = 0; row < RAG_CODE_LANES; row++)
        totals[row] += (uint32_t)lanes[row % 2][row / 2] + lanes[row % 2][8 + row / 2];
}

#include "binary_codes_blocks.h"

const struct rag_binary_kernels rag_binary_avx2 = {estimates, NULL};
#endif
