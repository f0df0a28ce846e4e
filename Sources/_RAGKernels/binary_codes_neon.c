// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes with NEON: a structured load parts the bytes of 16 rows by their place in a word, TBL looks 16
// half bytes up in one table, and entries are added in 16 bits.
#include "vectors.h"

#if defined(__aarch64__)
#include <arm_neon.h>

enum {
    // Words whose entries fit 16 bits: 8 of at most 255 each.
    WORDS_AT_ONCE = 32,
};

RAG_INLINE void add_words(const uint8_t *words, const uint8_t *tables, size_t count, uint32_t *totals) {
    uint16x8_t sums[2] = {vdupq_n_u16(0), vdupq_n_u16(0)};
    for (size_t word = 0; word < count; word++, words += 64, tables += RAG_WORD_TABLE) {
        const uint8x16x4_t bytes = vld4q_u8(words);
        RAG_UNROLL for (size_t byte = 0; byte < 4; byte++) {
            const uint8x16_t low_table = vld1q_u8(tables + RAG_TABLE_ENTRIES * byte);
            const uint8x16_t high_table = vld1q_u8(tables + RAG_WORD_TABLE / 2 + RAG_TABLE_ENTRIES * byte);
            const uint8x16_t low = vqtbl1q_u8(low_table, vandq_u8(bytes.val[byte], vdupq_n_u8(15)));
            const uint8x16_t high = vqtbl1q_u8(high_table, vshrq_n_u8(bytes.val[byte], 4));
            sums[0] = vaddq_u16(sums[0], vaddl_u8(vget_low_u8(low), vget_low_u8(high)));
            sums[1] = vaddq_u16(sums[1], vaddl_high_u8(low, high));
        }
    }
    uint16_t lanes[RAG_CODE_LANES];
    vst1q_u16(lanes, sums[0]);
    vst1q_u16(lanes + 8, sums[1]);
    for (size_t row = 0; row < RAG_CODE_LANES; row++) totals[row] += lanes[row];
}

static void estimates(const struct rag_code_query *query, const void *blocks, size_t block_count,
                      struct rag_code_terms terms, float *results) {
    const uint8_t *at = blocks;
    for (size_t block = 0; block < block_count; block++, results += RAG_CODE_LANES) {
        uint32_t totals[RAG_CODE_LANES] = {0};
        for (size_t word = 0; word < query->words; word += WORDS_AT_ONCE) {
            const size_t count = rag_least(WORDS_AT_ONCE, query->words - word);
            add_words(at, rag_code_tables(query) + word * RAG_WORD_TABLE, count, totals);
            at += 64 * count;
        }
        float factors[3 * RAG_CODE_LANES];
        __builtin_memcpy(factors, at, sizeof factors);
        at += sizeof factors;
        for (size_t row = 0; row < RAG_CODE_LANES; row++)
            results[row] = rag_code_estimate(query, terms, factors, row, totals[row]);
    }
}

const struct rag_binary_kernels rag_binary_neon = {estimates, NULL};
#endif
