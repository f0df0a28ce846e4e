// SPDX-License-Identifier: Apache-2.0
//
// Posting lists with AVX2.
#include <string.h>

#include "postings.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma,f16c")))

// Eight numbers start at a byte; the last four of them at the byte that holds their first bit. Each is brought into its
// lane with the 4 bytes around it and shifted down.
AVX2 static void unpack(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values) {
    const unsigned odd = 4 * bits % 8;
    const __m256i places = _mm256_setr_epi32(0, 1, 2, 3, 0, 1, 2, 3);
    const __m256i starts =
        _mm256_add_epi32(_mm256_mullo_epi32(places, _mm256_set1_epi32((int)bits)),
                         _mm256_setr_epi32(0, 0, 0, 0, (int)odd, (int)odd, (int)odd, (int)odd));
    const __m256i bytes =
        _mm256_add_epi32(_mm256_mullo_epi32(_mm256_srli_epi32(starts, 3), _mm256_set1_epi32(0x01010101)),
                         _mm256_set1_epi32(0x03020100));
    const __m256i shifts = _mm256_and_si256(starts, _mm256_set1_epi32(7));
    const __m256i mask = _mm256_set1_epi32((int)((1u << bits) - 1));
    for (size_t index = 0; index < count; index += 8, stream += bits) {
        const __m128i low = _mm_loadu_si128((const __m128i *)stream);
        const __m128i high = _mm_loadu_si128((const __m128i *)(stream + 4 * bits / 8));
        const __m256i words = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), bytes);
        _mm256_storeu_si256((__m256i *)(values + index), _mm256_and_si256(_mm256_srlv_epi32(words, shifts), mask));
    }
}

AVX2 RAG_INLINE __m256i codes_of(const struct rag_bm25 *scorer, __m256i rows) {
    if (scorer->code_bytes == 2)
        return _mm256_and_si256(_mm256_i32gather_epi32(scorer->codes, rows, 2), _mm256_set1_epi32(0xFFFF));
    return _mm256_i32gather_epi32(scorer->codes, rows, 4);
}

AVX2 static void contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies,
                               size_t count, int32_t *values) {
    const __m256 weight = _mm256_set1_ps(scorer->weight);
    size_t index = 0;
    for (; index + 8 <= count; index += 8) {
        const __m256i row = _mm256_loadu_si256((const __m256i *)(rows + index));
        const __m256 norm = _mm256_i32gather_ps(scorer->norms, codes_of(scorer, row), 4);
        const __m256 frequency = _mm256_cvtepi32_ps(_mm256_loadu_si256((const __m256i *)(frequencies + index)));
        const __m256 share = _mm256_div_ps(frequency, _mm256_add_ps(frequency, norm));
        _mm256_storeu_si256((__m256i *)(values + index), _mm256_cvtps_epi32(_mm256_mul_ps(weight, share)));
    }
    rag_portable_contributions(scorer, rows + index, frequencies + index, count - index, values + index);
}

AVX2 static size_t collect(int32_t *sums, uint8_t *touched, size_t chunk_count, int32_t least, uint32_t *places,
                           int32_t *scores) {
    size_t count = 0;
    const __m256i below = _mm256_set1_epi32(least - 1);
    for (size_t chunk = 0; chunk < chunk_count; chunk++) {
        if (!touched[chunk]) continue;
        touched[chunk] = 0;
        for (size_t place = chunk * RAG_CHUNK_ROWS; place < (chunk + 1) * RAG_CHUNK_ROWS; place += 8) {
            const __m256i sum = _mm256_loadu_si256((const __m256i *)(sums + place));
            unsigned good = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(sum, below)));
            for (; good != 0; good &= good - 1) {
                const unsigned lane = (unsigned)__builtin_ctz(good);
                places[count] = (uint32_t)place + lane;
                scores[count++] = sums[place + lane];
            }
            _mm256_storeu_si256((__m256i *)(sums + place), _mm256_setzero_si256());
        }
    }
    return count;
}

const struct rag_posting_kernels rag_postings_avx2 = {
    unpack, rag_portable_sum_gaps, rag_portable_list_bits, contributions, rag_portable_block_bounds, collect,
};
#endif
