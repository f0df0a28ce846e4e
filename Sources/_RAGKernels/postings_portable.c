// SPDX-License-Identifier: Apache-2.0
//
// Posting lists in portable C. Simple loops: compilers vectorise what they can, on AArch64 with NEON.
#include <string.h>

#include "postings.h"

static void unpack(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values) {
    const uint32_t mask = (1u << bits) - 1;
    for (size_t index = 0; index < count; index++) {
        uint32_t word;
        memcpy(&word, stream + index * bits / 8, sizeof word);
        values[index] = word >> index * bits % 8 & mask;
    }
}

bool rag_portable_sum_gaps(uint32_t *values, size_t count, uint32_t base, uint32_t row_count) {
    bool good = true;
    uint32_t next = base;
    for (size_t index = 0; index < count; index++) {
        values[index] += next;
        next = values[index] + 1;
        good &= values[index] < row_count;
    }
    return good;
}

size_t rag_portable_list_bits(const uint8_t *bitmap, size_t byte_count, uint32_t base, uint32_t *values) {
    size_t count = 0;
    for (size_t byte = 0; byte < byte_count; byte++)
        for (unsigned rest = bitmap[byte]; rest != 0; rest &= rest - 1, count++)
            if (count < RAG_BLOCK_POSTINGS) values[count] = base + (uint32_t)(8 * byte) + (uint32_t)__builtin_ctz(rest);
    return count;
}

void rag_portable_contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies, size_t count,
                          int32_t *values) {
    for (size_t index = 0; index < count; index++)
        values[index] = rag_contribution(scorer->weight, (float)frequencies[index],
                                         scorer->norms[rag_length_code(scorer, rows[index])]);
}

void rag_portable_block_bounds(float weight, const float *norms, const uint8_t *pairs, size_t block_count, int32_t *bounds) {
    for (size_t block = 0; block < block_count; block++) {
        int32_t highest = 0;
        for (size_t pair = 0; pair < RAG_BLOCK_BOUNDS; pair++) {
            const int32_t bound = rag_pair_bound(weight, norms, pairs + 2 * (block * RAG_BLOCK_BOUNDS + pair));
            if (bound > highest) highest = bound;
        }
        bounds[block] = highest;
    }
}

size_t rag_portable_collect(int32_t *sums, uint8_t *touched, size_t chunk_count, int32_t least, uint32_t *places,
                            int32_t *scores) {
    size_t count = 0;
    for (size_t chunk = 0; chunk < chunk_count; chunk++) {
        if (!touched[chunk]) continue;
        touched[chunk] = 0;
        for (size_t place = chunk * RAG_CHUNK_ROWS; place < (chunk + 1) * RAG_CHUNK_ROWS; place++) {
            const int32_t sum = sums[place];
            sums[place] = 0;
            places[count] = (uint32_t)place;
            scores[count] = sum;
            count += sum >= least;
        }
    }
    return count;
}

const struct rag_posting_kernels rag_postings_portable = {
    unpack,
    rag_portable_sum_gaps,
    rag_portable_list_bits,
    rag_portable_contributions,
    rag_portable_block_bounds,
    rag_portable_collect,
};
