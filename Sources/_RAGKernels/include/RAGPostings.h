// SPDX-License-Identifier: Apache-2.0
//
// Kernels of the inverted index: blocks of at most 128 postings, and BM25 over them.
//
// Rows are the documents of one segment, counted from 0. Scores are whole numbers: a contribution is rounded once, and
// sums of whole numbers do not depend on their order, so that every way to evaluate a query gives the same score to the bit.
//
// No function trusts the bytes of a block: each takes how many there are, reads RAG_BLOCK_SLACK bytes beyond its block at
// most, and reports a block that contradicts itself. Whatever the bytes are, no row of `row_count` or above comes out.
#ifndef RAG_POSTINGS_H
#define RAG_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    // Postings in a full block.
    RAG_BLOCK_POSTINGS = 128,
    // Bytes behind the last block that must be readable.
    RAG_BLOCK_SLACK = 64,
    // The most bytes that a block of rows, or of frequencies, takes.
    RAG_BLOCK_BYTES = 2 + 2 * RAG_BLOCK_POSTINGS + 4 * RAG_BLOCK_POSTINGS,
    // The pairs of frequency and length that bound a block.
    RAG_BLOCK_BOUNDS = 4,
    // The classes of length that bounds distinguish.
    RAG_LENGTH_CLASSES = 256,
    // The rows whose sums are cleared together.
    RAG_CHUNK_ROWS = 16,
};

// ---- Blocks ---------------------------------------------------------------------------------------------------------

// Writes 1...128 ascending rows, the first of them at least `base`. Returns the bytes written, at most RAG_BLOCK_BYTES.
size_t rag_block_encode_rows(const uint32_t *rows, size_t count, uint32_t base, uint8_t *bytes);

// Writes 1...128 frequencies of 1 ... 2^31 - 1. Returns the bytes written, at most RAG_BLOCK_BYTES.
size_t rag_block_encode_frequencies(const uint32_t *frequencies, size_t count, uint8_t *bytes);

// Reads rows below `row_count` into 128 places. Returns the bytes read, or 0 for a block that is cut short or damaged.
size_t rag_block_decode_rows(const uint8_t *bytes, size_t available, size_t count, uint32_t base, uint32_t row_count,
                             uint32_t *rows);

// Reads frequencies of 1 ... 2^31 - 1 into 128 places. Returns the bytes read, or 0 for a block that is cut short or
// damaged.
size_t rag_block_decode_frequencies(const uint8_t *bytes, size_t available, size_t count, uint32_t *frequencies);

// ---- Lists ----------------------------------------------------------------------------------------------------------

// All postings of a term in one segment: blocks of 128, the last of them shorter.
struct rag_posting_list {
    // Each block is its rows, then its frequencies. RAG_BLOCK_SLACK bytes behind `byte_count` are readable.
    const uint8_t *bytes;
    size_t byte_count;
    // Of each block its last row and where it starts; not used by a list of one block.
    const uint32_t *_Nullable last_rows;
    const uint32_t *_Nullable starts;
    size_t posting_count;
    // The rows of the segment.
    uint32_t row_count;
};

// Reads one block into 128 places each; `frequencies` may be left out. Returns the number of postings, 0 for a damaged
// block.
size_t rag_list_decode(const struct rag_posting_list *list, size_t block, uint32_t *rows,
                       uint32_t *_Nullable frequencies);

// ---- BM25 -----------------------------------------------------------------------------------------------------------

// How postings of one term score: round(weight * tf / (tf + norms[codes[row]])).
struct rag_bm25 {
    float weight;
    // k1 (1 - b + b length / average length), for each code of a length.
    const float *norms;
    // The code of each row's length; 2 or 4 bytes each. 4 bytes behind the last are readable.
    const void *codes;
    size_t code_bytes;
};

// Contributions of postings, whose rows a function of this file decoded.
void rag_bm25_contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies,
                            size_t count, int32_t *contributions);

// The highest contribution that each of `block_count` blocks can hold. A block is bounded by RAG_BLOCK_BOUNDS pairs of a
// frequency (0xFF for any, 0 for an unused pair) and a class of lengths; every posting has at most the frequency and at
// least the length of one of them. `norms` holds the least norm of each of the 256 classes.
void rag_bm25_block_bounds(float weight, const float *norms, const uint8_t *pairs, size_t block_count, int32_t *bounds);

// ---- Windows --------------------------------------------------------------------------------------------------------

// A stretch of rows. Places count from its start. Arrays of places and scores have room for `width + 16`; sums come in
// chunks of RAG_CHUNK_ROWS, the last of them whole, and beside each chunk stands a byte that says whether it was touched.
struct rag_window {
    uint32_t start;
    uint32_t width;
    // The first block of a list, or the first posting of decoded ones, that may reach into the window.
    size_t first;
};

// Adds the contributions of the window's rows to `sums`. Returns false for a damaged block.
bool rag_window_accumulate(const struct rag_posting_list *list, const struct rag_bm25 *scorer, struct rag_window window,
                           int32_t *sums, uint8_t *touched);

// Takes the places whose sum is at least `least` (> 0), with their sums, and clears all sums. Returns how many were taken.
size_t rag_window_collect(int32_t *sums, uint8_t *touched, size_t width, int32_t least, uint32_t *places,
                          int32_t *scores);

// Takes the rows of one term alone that contribute at least `least` (> 0). `bounds` are the bounds of its blocks. Returns
// how many, or SIZE_MAX for a damaged block.
size_t rag_window_single(const struct rag_posting_list *list, const struct rag_bm25 *scorer, const int32_t *bounds,
                         struct rag_window window, int32_t least, uint32_t *places, int32_t *scores);

// Adds a term's contributions to candidates, which ascend, and keeps those that reach `least`. A candidate that the bound of
// the block which might hold it cannot lift so far is dropped, and the block not read. Returns how many are left, or SIZE_MAX
// for a damaged block.
size_t rag_window_probe(const struct rag_posting_list *list, const struct rag_bm25 *scorer, const int32_t *bounds,
                        struct rag_window window, size_t count, int32_t least, uint32_t *places, int32_t *scores);

// The same three for postings that were decoded and scored before: rows, ascending, and contributions side by side, of
// which those of the window are `first ..< last`.
void rag_decoded_accumulate(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                            int32_t *sums, uint8_t *touched);
size_t rag_decoded_single(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                          int32_t least, uint32_t *places, int32_t *scores);
size_t rag_decoded_probe(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                         size_t count, int32_t least, uint32_t *places, int32_t *scores);

// Drops the candidates whose bit is clear. The lowest bit of `kept[0]` stands for row 0. Returns how many are left.
size_t rag_window_filter(const uint64_t *kept, uint32_t start, size_t count, uint32_t *places, int32_t *scores);

// ---- Queries --------------------------------------------------------------------------------------------------------

// A term of a query, whose postings either stay in their blocks or were decoded and scored beforehand. The rows of the
// segment are cut into windows of two to the power of `shift` rows.
struct rag_term {
    struct rag_posting_list list;
    struct rag_bm25 scorer;
    // The decoded rows, ascending; null for postings that stay in their blocks.
    const uint32_t *_Nullable rows;
    // The contribution of each decoded row, or the bound of each block.
    const int32_t *values;
    size_t value_count;
    // For each window the most that the term adds to one of its rows.
    int32_t *bounds;
    // For each window, and one behind the last, the first decoded row or block that reaches into it or lies beyond it.
    uint32_t *firsts;
};

// Memory for a window: room for `width + 16` places, scores and sums, the sums and what was touched of them zero.
struct rag_window_memory {
    int32_t *sums;
    uint8_t *touched;
    uint32_t *places;
    int32_t *scores;
};

// Reads and scores all postings; there is room for those of whole blocks. Returns how many, 0 for a damaged list.
size_t rag_list_score(const struct rag_posting_list *list, const struct rag_bm25 *scorer, uint32_t *rows,
                      int32_t *contributions);

// Fills the bounds and the firsts of a term. Returns false for a damaged list.
bool rag_term_bound(const struct rag_term *term, unsigned shift, size_t window_count, uint32_t row_count);

// Adds up the bounds of all terms in each window.
void rag_terms_bound(const struct rag_term *terms, size_t term_count, size_t window_count, int32_t *sums);

// A score that at least `rank` rows reach by one term alone: one of those that were decoded; 0 where none is known.
int32_t rag_reached_score(const struct rag_term *terms, size_t term_count, size_t rank);

// The window of the highest sum; `window_count` is at least 1.
size_t rag_highest_window(const int32_t *sums, size_t window_count);

// Finds the rows of a window whose score is at least `least` (> 0), with their scores (MaxScore: Turtle and Flood 1995,
// doi:10.1016/0306-4573(95)00020-H, with the bounds of the window). `order` holds the numbers of the terms, and is sorted by
// their bounds. Where `kept` is given, only rows whose bit is set are found. Returns how many, or SIZE_MAX for a damaged list.
size_t rag_window_search(const struct rag_term *terms, uint32_t *order, size_t term_count, size_t number,
                         uint32_t start, uint32_t width, int32_t least, const uint64_t *_Nullable kept,
                         struct rag_window_memory memory);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
