// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes with AVX-512, its byte permutations (VBMI) and byte products (VNNI).
//
// A register holds a word of 32 signs of each of the 16 rows of a block. VPERMB looks 64 half bytes up at once, in a table of
// 4 x 16 entries: which of the four depends on the byte's place in its word, which is put into the index above the half byte.
// VPDPBUSD with ones then adds up the four entries of each row.
#include "vectors.h"

#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_CODES __attribute__((target(AVX512_BASE ",avx512vbmi,avx512vnni")))

enum {
    // Blocks that meet a table one after the other, so that the latencies of their sums overlap.
    BLOCKS = 4,
    // Bytes ahead of the blocks in hand that memory is asked for.
    AHEAD = 4096,
};

// Adds the entries of one word of each of `count` blocks to their sums.
#define ADD_WORD(count)                                                                                            \
    {                                                                                                              \
        const __m512i low_table = _mm512_loadu_si512(tables), high_table = _mm512_loadu_si512(tables + 64);        \
        RAG_UNROLL for (size_t block = 0; block < (count); block++) {                                              \
            const __m512i signs = _mm512_loadu_si512(at + block * stride);                                         \
            /* Of each byte the half byte, or its table's number: (signs & 15) | which. */                         \
            const __m512i low = _mm512_ternarylogic_epi32(signs, nibble, which, 0xEA);                             \
            const __m512i high = _mm512_ternarylogic_epi32(_mm512_srli_epi32(signs, 4), nibble, which, 0xEA);      \
            sums[block] = _mm512_dpbusd_epi32(sums[block], _mm512_permutexvar_epi8(low, low_table), ones);         \
            more[block] = _mm512_dpbusd_epi32(more[block], _mm512_permutexvar_epi8(high, high_table), ones);       \
        }                                                                                                          \
    }

AVX512_CODES RAG_INLINE void estimate(const struct rag_code_query *query, const char *blocks, size_t count,
                                      struct rag_code_terms terms, __m512 *values) {
    const size_t stride = rag_code_block_bytes(query->words);
    const __m512i nibble = _mm512_set1_epi8(15), ones = _mm512_set1_epi8(1), which = _mm512_set1_epi32(0x30201000);
    const uint8_t *tables = rag_code_tables(query);
    const char *at = blocks, *ahead = blocks + count * stride + AHEAD;
    __m512i sums[BLOCKS], more[BLOCKS];
    RAG_UNROLL for (size_t block = 0; block < count; block++) sums[block] = more[block] = _mm512_setzero_si512();
    for (size_t word = 0; word < query->words; word++, tables += RAG_WORD_TABLE, at += 64) {
        RAG_UNROLL for (size_t block = 0; block < count; block++, ahead += 64) _mm_prefetch(ahead, _MM_HINT_T0);
        ADD_WORD(count)
    }
    const __m512 step = _mm512_set1_ps(query->step), start = _mm512_set1_ps(query->start);
    const __m512 base = _mm512_set1_ps(terms.base), weight = _mm512_set1_ps(terms.error_weight);
    RAG_UNROLL for (size_t block = 0; block < count; block++) {
        const char *factors = at + block * stride;
        const __m512 scale = _mm512_loadu_ps(factors), offset = _mm512_loadu_ps(factors + 64);
        const __m512 error = _mm512_loadu_ps(factors + 128);
        const __m512 sum = _mm512_cvtepi32_ps(_mm512_add_epi32(sums[block], more[block]));
        const __m512 product = _mm512_fmadd_ps(sum, step, start);
        const __m512 raised = _mm512_fmadd_ps(error, weight, _mm512_add_ps(offset, base));
        values[block] = _mm512_fmadd_ps(scale, product, raised);
    }
}

AVX512_CODES static void estimates(const struct rag_code_query *query, const void *blocks, size_t block_count,
                                   struct rag_code_terms terms, float *results) {
    const char *at = blocks;
    const size_t stride = rag_code_block_bytes(query->words);
    __m512 values[BLOCKS];
    for (; block_count >= BLOCKS; block_count -= BLOCKS, at += BLOCKS * stride) {
        estimate(query, at, BLOCKS, terms, values);
        RAG_UNROLL for (size_t block = 0; block < BLOCKS; block++, results += 16) _mm512_storeu_ps(results, values[block]);
    }
    for (; block_count > 0; block_count--, at += stride, results += 16) {
        estimate(query, at, 1, terms, values);
        _mm512_storeu_ps(results, values[0]);
    }
}

// Takes those of 16 rows that reach the least value.
AVX512_CODES RAG_INLINE void take(__m512 values, uint32_t first, struct rag_best *best) {
    const __mmask16 good = _mm512_cmp_ps_mask(values, _mm512_set1_ps(best->least), _CMP_GE_OQ);
    if (__builtin_expect(good == 0, 1)) return;
    const __m512i iota = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    rag_best_make_room(best, 2 * best->wanted + RAG_BEST_SLACK, 16);
    const __m512i rows = _mm512_add_epi32(iota, _mm512_set1_epi32((int)first));
    _mm512_storeu_ps(best->values + best->count, _mm512_maskz_compress_ps(good, values));
    _mm512_storeu_si512(best->rows + best->count, _mm512_maskz_compress_epi32(good, rows));
    best->count += (size_t)__builtin_popcount(good);
}

AVX512_CODES static void offer(const struct rag_code_query *query, const void *blocks, size_t block_count,
                               struct rag_code_terms terms, uint32_t first, struct rag_best *best) {
    const char *at = blocks;
    const size_t stride = rag_code_block_bytes(query->words);
    __m512 values[BLOCKS];
    for (; block_count >= BLOCKS; block_count -= BLOCKS, at += BLOCKS * stride) {
        estimate(query, at, BLOCKS, terms, values);
        RAG_UNROLL for (size_t block = 0; block < BLOCKS; block++, first += 16) take(values[block], first, best);
    }
    for (; block_count > 0; block_count--, at += stride, first += 16) {
        estimate(query, at, 1, terms, values);
        take(values[0], first, best);
    }
}

const struct rag_binary_kernels rag_binary_avx512 = {estimates, offer};
#endif
