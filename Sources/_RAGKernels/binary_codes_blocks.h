// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes, block by block, around one instruction set's sums of table entries. The file that includes this
// one defines:
//
//   TARGET                                   the attribute that every function carries
//   add_words(words, tables, count, totals)  adds the entries of at most WORDS_AT_ONCE words of a block's rows to the rows'
//                                            totals
#include "vectors.h"

enum {
    // Words whose entries fit 16 bits: 8 of at most 255 each.
    WORDS_AT_ONCE = 32,
};

TARGET static void estimates(const struct rag_code_query *query, const void *blocks, size_t block_count,
                             struct rag_code_terms terms, float *results) {
    const uint8_t *at = blocks;
    for (size_t block = 0; block < block_count; block++, results += RAG_CODE_LANES) {
        uint32_t totals[RAG_CODE_LANES] = {0};
        for (size_t word = 0; word < query->words; word += WORDS_AT_ONCE) {
            const size_t count = rag_least(WORDS_AT_ONCE, query->words - word);
            add_words(at, rag_code_tables(query) + word * RAG_WORD_TABLE, count, totals);
            at += 4 * RAG_CODE_LANES * count;
        }
        float factors[3 * RAG_CODE_LANES];
        __builtin_memcpy(factors, at, sizeof factors);
        at += sizeof factors;
        for (size_t row = 0; row < RAG_CODE_LANES; row++)
            results[row] = rag_code_estimate(query, terms, factors, row, totals[row]);
    }
}
