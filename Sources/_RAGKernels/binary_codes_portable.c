// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes in plain C.
#include "vectors.h"

static void estimates(const struct rag_code_query *query, const void *blocks, size_t block_count,
                      struct rag_code_terms terms, float *results) {
    const uint8_t *tables = rag_code_tables(query);
    for (size_t block = 0; block < block_count; block++) {
        const uint8_t *bytes = (const uint8_t *)blocks + block * rag_code_block_bytes(query->words);
        uint32_t sums[RAG_CODE_LANES] = {0};
        for (size_t word = 0; word < query->words; word++, bytes += 4 * RAG_CODE_LANES)
            for (size_t lane = 0; lane < RAG_CODE_LANES; lane++)
                for (size_t byte = 0; byte < 4; byte++) {
                    const uint8_t signs = bytes[4 * lane + byte];
                    const uint8_t *table = tables + word * RAG_WORD_TABLE + byte * RAG_TABLE_ENTRIES;
                    sums[lane] += (uint32_t)table[signs & 15] + table[RAG_WORD_TABLE / 2 + (signs >> 4)];
                }
        float factors[3 * RAG_CODE_LANES];
        __builtin_memcpy(factors, bytes, sizeof factors);
        for (size_t lane = 0; lane < RAG_CODE_LANES; lane++)
            results[block * RAG_CODE_LANES + lane] = rag_code_estimate(query, terms, factors, lane, sums[lane]);
    }
}

const struct rag_binary_kernels rag_binary_portable = {estimates, NULL};
