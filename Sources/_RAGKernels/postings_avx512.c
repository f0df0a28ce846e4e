// SPDX-License-Identifier: Apache-2.0
//
// Posting lists with AVX-512 and its byte permutations (VBMI).
#include <string.h>

#include "postings.h"

#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_VBMI __attribute__((target(AVX512_BASE ",avx512vbmi")))

#define IOTA _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

// Sixteen numbers start at a byte. Each is brought into its lane with the 4 bytes around it and shifted down.
AVX512_VBMI static void unpack(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values) {
    const __m512i starts = _mm512_mullo_epi32(IOTA, _mm512_set1_epi32((int)bits));
    const __m512i bytes =
        _mm512_add_epi32(_mm512_mullo_epi32(_mm512_srli_epi32(starts, 3), _mm512_set1_epi32(0x01010101)),
                         _mm512_set1_epi32(0x03020100));
    const __m512i shifts = _mm512_and_si512(starts, _mm512_set1_epi32(7));
    const __m512i mask = _mm512_set1_epi32((int)((1u << bits) - 1));
    for (size_t index = 0; index < count; index += 16, stream += 2 * bits) {
        const __m512i words = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(stream));
        _mm512_storeu_si512(values + index, _mm512_and_si512(_mm512_srlv_epi32(words, shifts), mask));
    }
}

AVX512 static bool sum_gaps(uint32_t *values, size_t count, uint32_t base, uint32_t row_count) {
    const __m512i zero = _mm512_setzero_si512(), limit = _mm512_set1_epi32((int)row_count);
    __m512i carry = _mm512_set1_epi32((int)base);
    __mmask16 bad = 0;
    for (size_t index = 0; index < count; index += 16) {
        __m512i sum = _mm512_loadu_si512(values + index);
        sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 15));
        sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 14));
        sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 12));
        sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 8));
        // Each number before adds one: the rows are distinct.
        const __m512i rows = _mm512_add_epi32(_mm512_add_epi32(sum, IOTA), carry);
        const __mmask16 counts = count - index >= 16 ? 0xFFFF : (__mmask16)((1u << (count - index)) - 1);
        bad |= _mm512_mask_cmpge_epu32_mask(counts, rows, limit);
        _mm512_storeu_si512(values + index, rows);
        const __m512i last = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), sum);
        carry = _mm512_add_epi32(_mm512_add_epi32(carry, last), _mm512_set1_epi32(16));
    }
    return bad == 0;
}

AVX512 static size_t list_bits(const uint8_t *bitmap, size_t byte_count, uint32_t base, uint32_t *values) {
    size_t count = 0;
    __m512i rows = _mm512_add_epi32(IOTA, _mm512_set1_epi32((int)base));
    for (size_t byte = 0; byte < byte_count; byte += 2) {
        unsigned bits = bitmap[byte];
        if (byte + 1 < byte_count) bits |= (unsigned)bitmap[byte + 1] << 8;
        if (count <= RAG_BLOCK_POSTINGS)
            _mm512_storeu_si512(values + count, _mm512_maskz_compress_epi32((__mmask16)bits, rows));
        count += (size_t)__builtin_popcount(bits);
        rows = _mm512_add_epi32(rows, _mm512_set1_epi32(16));
    }
    return count;
}

AVX512 RAG_INLINE __m512i codes_of(const struct rag_bm25 *scorer, __m512i rows, __mmask16 lanes) {
    const __m512i zero = _mm512_setzero_si512();
    if (scorer->code_bytes == 2)
        return _mm512_and_si512(_mm512_mask_i32gather_epi32(zero, lanes, rows, scorer->codes, 2),
                                _mm512_set1_epi32(0xFFFF));
    return _mm512_mask_i32gather_epi32(zero, lanes, rows, scorer->codes, 4);
}

AVX512 static void contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies,
                                 size_t count, int32_t *values) {
    const __m512 weight = _mm512_set1_ps(scorer->weight);
    for (size_t index = 0; index < count; index += 16) {
        const __mmask16 lanes = count - index >= 16 ? 0xFFFF : (__mmask16)((1u << (count - index)) - 1);
        const __m512i codes = codes_of(scorer, _mm512_maskz_loadu_epi32(lanes, rows + index), lanes);
        const __m512 norm = _mm512_mask_i32gather_ps(_mm512_setzero_ps(), lanes, codes, scorer->norms, 4);
        const __m512 frequency = _mm512_cvtepu32_ps(_mm512_maskz_loadu_epi32(lanes, frequencies + index));
        const __m512 share = _mm512_div_ps(frequency, _mm512_add_ps(frequency, norm));
        _mm512_mask_storeu_epi32(values + index, lanes, _mm512_cvtps_epi32(_mm512_mul_ps(weight, share)));
    }
}

AVX512 static void block_bounds(float weight, const float *norms, const uint8_t *pairs, size_t block_count,
                                int32_t *bounds) {
    const __m512 weights = _mm512_set1_ps(weight);
    const __m512i low_byte = _mm512_set1_epi32(0xFF);
    for (size_t block = 0; block < block_count; block += 16) {
        const size_t left = block_count - block;
        const __mmask16 lanes = left >= 16 ? 0xFFFF : (__mmask16)((1u << left) - 1);
        // Of each block two words of two pairs each.
        const __m512i places = _mm512_slli_epi32(IOTA, 3);
        __m512i highest = _mm512_setzero_si512();
        RAG_UNROLL for (int word = 0; word < 2; word++) {
            const __m512i both = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, places,
                                                             pairs + 8 * block + 4 * word, 1);
            RAG_UNROLL for (int pair = 0; pair < 2; pair++) {
                const __m512i bits = _mm512_srli_epi32(both, (unsigned)(16 * pair));
                const __m512i tf = _mm512_and_si512(bits, low_byte);
                const __m512i length_class = _mm512_and_si512(_mm512_srli_epi32(bits, 8), low_byte);
                const __mmask16 used = _mm512_test_epi32_mask(tf, tf);
                const __mmask16 any = _mm512_cmpeq_epi32_mask(tf, low_byte);
                const __m512 frequency = _mm512_cvtepu32_ps(tf);
                const __m512 norm = _mm512_i32gather_ps(length_class, norms, 4);
                const __m512 share = _mm512_div_ps(frequency, _mm512_add_ps(frequency, norm));
                const __m512 bound = _mm512_mask_mov_ps(_mm512_mul_ps(weights, share), any, weights);
                highest = _mm512_max_epi32(highest, _mm512_maskz_cvtps_epi32(used, bound));
            }
        }
        _mm512_mask_storeu_epi32(bounds + block, lanes, highest);
    }
}

AVX512 static size_t collect(int32_t *sums, uint8_t *touched, size_t chunk_count, int32_t least, uint32_t *places,
                             int32_t *scores) {
    size_t count = 0;
    const __m512i bar = _mm512_set1_epi32(least);
    for (size_t first = 0; first < chunk_count; first += 64) {
        const __mmask64 lanes = chunk_count - first >= 64 ? ~0ull : (1ull << (chunk_count - first)) - 1;
        const __m512i flags = _mm512_maskz_loadu_epi8(lanes, touched + first);
        uint64_t rest = _mm512_test_epi8_mask(flags, flags);
        if (rest == 0) continue;
        _mm512_mask_storeu_epi8(touched + first, lanes, _mm512_setzero_si512());
        for (; rest != 0; rest &= rest - 1) {
            const size_t place = (first + (size_t)__builtin_ctzll(rest)) * RAG_CHUNK_ROWS;
            const __m512i sum = _mm512_loadu_si512(sums + place);
            _mm512_storeu_si512(sums + place, _mm512_setzero_si512());
            const __mmask16 good = _mm512_cmpge_epi32_mask(sum, bar);
            if (good == 0) continue;
            const __m512i numbers = _mm512_add_epi32(IOTA, _mm512_set1_epi32((int)place));
            _mm512_storeu_si512(places + count, _mm512_maskz_compress_epi32(good, numbers));
            _mm512_storeu_si512(scores + count, _mm512_maskz_compress_epi32(good, sum));
            count += (size_t)__builtin_popcount(good);
        }
    }
    return count;
}

const struct rag_posting_kernels rag_postings_avx512 = {
    unpack, sum_gaps, list_bits, contributions, block_bounds, collect,
};
#endif
