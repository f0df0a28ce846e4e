// SPDX-License-Identifier: Apache-2.0
//
// Search among single vectors: products of one query with many rows, 1-bit codes that estimate such products, and the
// selection of the best of them.
//
// What holds for every function here:
// - Matrices are row-major and contiguous at any alignment; packed queries start at a multiple of 64 bytes.
// - No byte outside a buffer is read, no memory is allocated, no function blocks.
// - The caller has checked shapes and row numbers: 1...4096 dimensions, fewer than 2^32 rows.
// - A value that is not a number is never selected.
#ifndef RAG_VECTORS_H
#define RAG_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef __clang__
#define _Nonnull
#define _Nullable
#endif

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// ---- Rows -----------------------------------------------------------------------------------------------------------

// How the values of rows are stored.
enum rag_row_format {
    RAG_ROWS_F32 = 0, // float
    RAG_ROWS_F16 = 1, // IEEE 754 binary16 bits, widened exactly
    RAG_ROWS_I8 = 2,  // int8 codes, value = code * scale of the row; the query is rounded to 16 bits
};

// Bytes that a packed query takes, the same at every level.
size_t rag_scan_query_size(enum rag_row_format format, size_t dimension);

// Packs a query for rows of a format, once for all levels. `packed`: `rag_scan_query_size` bytes, aligned to 64.
void rag_scan_query_pack(enum rag_row_format format, const float *query, size_t dimension, void *packed);

// Multiplies rows by a packed query.
//
// Rows of F32 and F16: |error| <= 2 * dimension * 2^-24 * sum |q_k x_k|. Rows of I8: the sum of products of codes is exact,
// so that all levels agree to the last bit; the query's codes have an error of at most its greatest magnitude / 65278.
//
// scales: one factor for every row from rows[0] on (I8 only).
// numbers: the rows to multiply, in any order; NULL for the first `count`.
// products: `count` values.
void rag_scan_products(const void *packed, const void *rows, const float *_Nullable scales,
                       const uint32_t *_Nullable numbers, size_t count, float *products);

// ---- The best of many -----------------------------------------------------------------------------------------------

enum {
    // Beyond twice the rows that are wanted.
    RAG_BEST_SLACK = 256,
};

// The rows of the greatest values that were offered so far, with some others. Of rows with equal values, the lower are
// better. Begin with a count of 0 and `least` of -INFINITY.
struct rag_best {
    // Room for 2 * wanted + RAG_BEST_SLACK of each.
    float *values;
    uint32_t *rows;
    // How many are wanted, at least 1.
    size_t wanted;
    size_t count;
    // What a value must reach to be among them; never falls.
    float least;
};

// Offers values. Row numbers are `numbers[i]`, or `first + i` where that is NULL. `kept`: one bit for each row number, the
// lowest of kept[0] for row 0; rows whose bit is clear are passed over. NULL keeps all.
void rag_best_offer(struct rag_best *best, const float *values, const uint32_t *_Nullable numbers, uint32_t first,
                    size_t count, const uint64_t *_Nullable kept);

// Leaves only the rows that are wanted, the best first.
void rag_best_finish(struct rag_best *best);

// ---- Many queries at once -------------------------------------------------------------------------------------------

// Rows that many queries are compared with.
struct rag_batch_rows {
    // `count` rows of single precision.
    const float *rows;
    size_t count;
    // The number of the first row; or the number of each, where they do not follow each other.
    uint32_t first;
    const uint32_t *_Nullable numbers;
    // What is subtracted from each row's products; NULL for 0.
    const float *_Nullable subtracted;
    // One bit for each row number, as for `rag_best_offer`; NULL keeps all.
    const uint64_t *_Nullable kept;
};

enum {
    // As RAG_BEST_SLACK, but less: rows come one by one here, and what a row must reach should rise soon.
    RAG_BATCH_SLACK = 32,
};

// The best rows of each of many queries. Begin with counts of 0 and `least` of -INFINITY.
struct rag_batch_best {
    // For each query room for 2 * wanted + RAG_BATCH_SLACK of each.
    float *values;
    uint32_t *rows;
    size_t *counts;
    // For each query what a value must reach; NaN behind the last, up to a multiple of 32.
    float *least;
    size_t wanted;
};

// Whether the processor has a kernel for it; the other functions must not be called where it has none.
bool rag_batch_is_served(void);

// Bytes that packed queries take.
size_t rag_batch_query_size(size_t count, size_t dimension);

// Packs queries, row-major. `packed`: `rag_batch_query_size` bytes, aligned to 64.
void rag_batch_query_pack(const float *queries, size_t count, size_t dimension, void *packed);

// Offers the products of rows with all queries, each with an error as in `rag_scan_products`.
void rag_batch_offer(const void *packed, const struct rag_batch_rows *rows, struct rag_batch_best *best);

// Leaves only the rows that are wanted by a query, the best first.
void rag_batch_finish(struct rag_batch_best *best, size_t query);

// ---- Rotations ------------------------------------------------------------------------------------------------------
//
// A random rotation in O(dimension log dimension): four rounds of random signs and a Walsh-Hadamard transform (Ailon and
// Chazelle 2009, doi:10.1137/060673096) of the longest power of two that fits, at the front and at the back in turns. Where
// that is not the whole dimension, each round ends with the sums and differences of the two halves, so that every value meets
// all others, as in the library of RaBitQ's authors.

enum {
    RAG_ROTATION_ROUNDS = 4,
};

// The factors of a rotation: 4 * dimension.
size_t rag_rotation_size(size_t dimension);

// Makes the factors of `4 * dimension` random bits, the first in the lowest bit of signs[0].
void rag_rotation_make(const uint64_t *signs, size_t dimension, float *factors);

// Turns rows; `turned` may be `rows` itself. |error| <= 64 * 2^-24 * |row| for every value. All levels agree to the last bit.
void rag_rotation_turn(const float *factors, const float *rows, size_t count, size_t dimension, float *turned);

// ---- 1-bit codes ----------------------------------------------------------------------------------------------------
//
// RaBitQ (Gao and Long 2024, arXiv 2405.12497): a row x near a centroid c is kept as the signs s of its turned residual
// r = R(x - c). For any query q,
//
//     <q, x> = <q, c> + <Rq, r>,  and  |r|^2 / <r, s> * <Rq, s>  estimates  <Rq, r>
//
// without bias over rotations R. What depends on the row alone is kept beside its code, so that one packed query serves the
// rows of all centroids.
//
// Rows come in blocks of 16: first the words of 32 signs, [word][row], the first sign in the lowest bit; then the
// float scale[16], offset[16] and error[16]. Bits beyond the dimension are clear.

enum {
    RAG_CODE_BLOCK_ROWS = 16,
};

// Bytes of a block: 64 * (ceil(dimension / 32) + 3).
size_t rag_code_block_size(size_t dimension);

// Encodes rows into the places `first ..< first + count` of blocks, which were zero.
//
// residuals: turned residuals, `count` rows.
// centroid: the turned centroid; NULL for the origin.
// biases: what is added to each row's product, such as -|x|^2 / 2 for a search by distance; NULL for 0.
void rag_code_encode(const float *residuals, const float *_Nullable centroid, const float *_Nullable biases,
                     size_t count, size_t dimension, void *blocks, size_t first);

// Bytes that a packed query takes.
size_t rag_code_query_size(size_t dimension);

// Packs a turned query into tables of the sums of 4 of its values, in steps of 1/255 of the widest table. `packed`:
// `rag_code_query_size` bytes, aligned to 64.
void rag_code_query_pack(const float *query, size_t dimension, void *packed);

// Estimates of a packed query's products with the first `count` rows of blocks:
//
//     base + offset + scale * <Rq, s> + error_weight * error
//
// base: <q, c>. error_weight: eps * |q - c| gives a bound that the product exceeds rarely; its negative, one that the product
// seldom falls below; 0 the estimate itself. All levels agree to the last bit.
void rag_code_estimates(const void *packed, const void *blocks, size_t count, float base, float error_weight,
                        float *estimates);

// Offers the same values, which are not written anywhere, under the row numbers `first + i`.
void rag_code_offer(const void *packed, const void *blocks, size_t count, float base, float error_weight,
                    uint32_t first, struct rag_best *best);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
