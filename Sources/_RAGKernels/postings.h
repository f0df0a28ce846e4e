// SPDX-License-Identifier: Apache-2.0
//
// What the files about posting lists share. A block of numbers is bit-packed with exceptions (PFOR: Zukowski and others
// 2006, doi:10.1109/ICDE.2006.150): every number has its low `bits` bits in one stream, the lowest bits first; the few
// that need more have their 8 higher bits in front of it. The rows of a dense block are a bitmap instead.
//
// | byte | what |
// |---|---|
// | 0 | `bits`, 0...32; or RAG_BITMAP |
// | 1 | the number of exceptions; or of the bytes of the bitmap |
// | 2 ... | of each exception its place in the block and its bits above the low ones |
// | ... | the stream: ceil(count * bits / 8) bytes; or the bitmap, whose lowest bit stands for the row `base` |
//
// Rows are stored as gaps less one: gap = row - (row before + 1), the first against `base`.
#ifndef RAG_POSTINGS_INTERNAL_H
#define RAG_POSTINGS_INTERNAL_H

#include "kernels.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    RAG_BITMAP = 0x40,
    // Rows that a bitmap can cover: its length in bytes is one byte.
    RAG_BITMAP_ROWS = 255 * 8,
    // Up to so many bits, a number lies within 4 bytes wherever it starts.
    RAG_NARROW_BITS = 25,
};

// Loops over the numbers of a block, one set per instruction set. All counts are multiples of 16, up to 128; arrays have
// room for 128.
struct rag_posting_kernels {
    // Unpacks numbers of 1...25 bits; reads up to RAG_BLOCK_SLACK bytes beyond the stream.
    void (*unpack)(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values);
    // Turns gaps into rows. Returns whether the first `count` rows are below `row_count`.
    bool (*sum_gaps)(uint32_t *values, size_t count, uint32_t base, uint32_t row_count);
    // Lists the places of the set bits of a bitmap, plus `base`. Writes up to 16 places beyond the last; stops at 128.
    // Returns how many bits are set.
    size_t (*list_bits)(const uint8_t *bitmap, size_t byte_count, uint32_t base, uint32_t *values);
    void (*contributions)(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies, size_t count,
                          int32_t *contributions);
    void (*block_bounds)(float weight, const float *norms, const uint8_t *pairs, size_t block_count, int32_t *bounds);
    size_t (*collect)(int32_t *sums, uint8_t *touched, size_t chunk_count, int32_t least, uint32_t *places,
                      int32_t *scores);
};

// Those of the level in use.
const struct rag_posting_kernels *rag_posting_kernels(void);

extern const struct rag_posting_kernels rag_postings_portable;
#if defined(__x86_64__)
extern const struct rag_posting_kernels rag_postings_avx2;
extern const struct rag_posting_kernels rag_postings_avx512;
#elif defined(__aarch64__)
extern const struct rag_posting_kernels rag_postings_neon;
#endif

// The portable loops, which levels without better ones use too.
bool rag_portable_sum_gaps(uint32_t *values, size_t count, uint32_t base, uint32_t row_count);
size_t rag_portable_list_bits(const uint8_t *bitmap, size_t byte_count, uint32_t base, uint32_t *values);
void rag_portable_contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies,
                                size_t count, int32_t *contributions);
void rag_portable_block_bounds(float weight, const float *norms, const uint8_t *pairs, size_t block_count,
                               int32_t *bounds);
size_t rag_portable_collect(int32_t *sums, uint8_t *touched, size_t chunk_count, int32_t least, uint32_t *places,
                            int32_t *scores);

// The bytes of a block of rows, or 0 where it is cut short.
size_t rag_block_rows_size(const uint8_t *bytes, size_t available, size_t count);

// One frequency of a block, of 1 ... 2^31 - 1; 0 for a block that is cut short, or a frequency that is none.
uint32_t rag_block_frequency(const uint8_t *bytes, size_t available, size_t count, size_t place);

// The code of a row's length.
RAG_INLINE uint32_t rag_length_code(const struct rag_bm25 *scorer, uint32_t row) {
    return scorer->code_bytes == 2 ? ((const uint16_t *)scorer->codes)[row] : ((const uint32_t *)scorer->codes)[row];
}

// The contribution of one posting. Every level computes it by the same operations in the same order.
RAG_INLINE int32_t rag_contribution(float weight, float frequency, float norm) {
    return (int32_t)__builtin_rintf(weight * (frequency / (frequency + norm)));
}

// The bound of one pair; a frequency of 0 is an unused pair, 0xFF stands for any.
RAG_INLINE int32_t rag_pair_bound(float weight, const float *norms, const uint8_t *pair) {
    if (pair[0] == 0) return 0;
    if (pair[0] == 0xFF) return (int32_t)__builtin_rintf(weight);
    return rag_contribution(weight, pair[0], norms[pair[1]]);
}

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
