// SPDX-License-Identifier: Apache-2.0
//
// What the kernels of residual codes share.
//
// A row is a centroid and, for every dimension, a bucket of its residual; a bucket stands for a weight, a whole multiple of
// one step. With the query rounded to bytes, the dot product of query and residual is a dot product of bytes, summed exactly;
// the dot product of query and centroid is looked up in a table made once per query. The rows of a tile are decoded into
// bytes on the stack, by shuffles, and meet the query as int8 rows do.
#ifndef RAG_RESIDUAL_H
#define RAG_RESIDUAL_H

#include "kernels.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    // The most that vector stores write beyond a decoded row, rounded up so that rows stay aligned.
    RAG_RESIDUAL_SLACK = 128,
    RAG_RESIDUAL_STAGE_BYTES = RAG_TILE_ROWS * (RAG_MAXIMUM_DIMENSION + RAG_RESIDUAL_SLACK),
};

// What a packed query begins with.
struct rag_residual_header {
    // The weight of each bucket in steps above the lowest weight: 0...127, so that two products fit 16 bits.
    _Alignas(64) uint8_t levels[16];
};

// Every panel begins with it; then follow its quads, int8 [k / 4][16][4].
struct rag_residual_panel {
    // Minus the lowest weight's magnitude times the sum of the query row: with it, sums of levels become sums of weights.
    _Alignas(64) int32_t bias[RAG_PANEL_ROWS];
    // The step of the query row times the step of the weights.
    float factor[RAG_PANEL_ROWS];
};

// A packed query, taken apart.
struct rag_residual_query {
    const uint8_t *levels;
    const char *panels;
    size_t panel_count;
    size_t panel_bytes;
    size_t quads;
    size_t dimension;
    size_t bits;
    // Bytes of the codes of a row; also the dimensions between the codes that share a byte.
    size_t row_bytes;
    // Dot products of centroids and query rows, whole panels per centroid.
    const float *table;
};

// Rows of codes.
struct rag_residual_rows {
    const uint8_t *codes;
    const uint16_t *centroids;
    const uint16_t *scales;
    size_t count;
};

// Raises best[i] to the highest score of query row i against any of at least one row. `best` has room for whole panels.
typedef void rag_residual_kernel(const struct rag_residual_query *query, struct rag_residual_rows rows, float *best);

rag_residual_kernel rag_residual_portable;
rag_residual_kernel rag_residual_avx2;
rag_residual_kernel rag_residual_avxvnni;
rag_residual_kernel rag_residual_avx512;
rag_residual_kernel rag_residual_neon;

RAG_INLINE size_t rag_residual_row_bytes(size_t dimension, size_t bits) { return (dimension * bits + 7) / 8; }

// Bytes between decoded rows: whole bytes of codes decode up to 3 values beyond the dimension, and a store ends up to 63
// beyond those.
RAG_INLINE size_t rag_residual_stride(size_t dimension) { return rag_ceiling(dimension + 66, 64) * 64; }

// Clears the last four bytes of a row before it is decoded: beyond the dimension they meet zeros of the query, but must
// hold something.
RAG_INLINE void rag_residual_clear_end(const struct rag_residual_query *query, uint8_t *row) {
    __builtin_memset(row + (query->quads - 1) * 4, 0, 4);
}

// The rows behind the first `height`.
RAG_INLINE struct rag_residual_rows rag_residual_rows_behind(struct rag_residual_rows rows, size_t height,
                                                             size_t row_bytes) {
    return (struct rag_residual_rows){rows.codes + height * row_bytes, rows.centroids + height, rows.scales + height,
                                      rows.count - height};
}

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
