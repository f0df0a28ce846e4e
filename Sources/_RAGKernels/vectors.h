// SPDX-License-Identifier: Apache-2.0
//
// What the files about single vectors and 1-bit codes share.
#ifndef RAG_VECTORS_INTERNAL_H
#define RAG_VECTORS_INTERNAL_H

#include "RAGVectors.h"
#include "kernels.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    // A packed query's codes or values are followed by zeros up to a multiple of it.
    RAG_SCAN_STEP = 64,
    // The greatest magnitude of a 16-bit code: 256 * 127 + 127.
    RAG_WIDE_LIMIT = 32639,
    // Rows between two decisions about memory, and the values selected at a time.
    RAG_SCAN_CHUNK = 64,
    RAG_CODE_LANES = RAG_CODE_BLOCK_ROWS,
    // Entries of a table: the sums of the subsets of 4 values.
    RAG_TABLE_ENTRIES = 16,
    // Bytes of the 8 tables for a word of 32 signs: [half of a byte][byte][entry].
    RAG_WORD_TABLE = 8 * RAG_TABLE_ENTRIES,
};

// The start of a packed query; then come the values (F32, F16), or the codes (I8): int16 wide[padded], int8 high[padded],
// int8 low[padded], with wide = 256 * high + low.
struct rag_scan_query {
    _Alignas(64) size_t dimension;
    size_t padded;
    enum rag_row_format format;
    // The value of one step of a code.
    float scale;
    // Minus 128 times the sums of the codes that each of 16 lanes of 4 neighbours meets.
    _Alignas(64) int32_t high_start[16];
    int32_t low_start[16];
};

RAG_INLINE const float *rag_scan_values(const struct rag_scan_query *query) { return (const float *)(query + 1); }

RAG_INLINE const int16_t *rag_scan_wide(const struct rag_scan_query *query) { return (const int16_t *)(query + 1); }

RAG_INLINE const int8_t *rag_scan_high(const struct rag_scan_query *query) {
    return (const int8_t *)(rag_scan_wide(query) + query->padded);
}

RAG_INLINE const int8_t *rag_scan_low(const struct rag_scan_query *query) {
    return rag_scan_high(query) + query->padded;
}

// Rows, and which of them.
struct rag_scan_rows {
    const void *rows;
    const float *_Nullable scales;
    const uint32_t *_Nullable numbers;
};

RAG_INLINE size_t rag_scan_number(const struct rag_scan_rows *rows, size_t index) {
    return rows->numbers ? rows->numbers[index] : index;
}

// The product of a row of codes. Every level computes it by the same operations in the same order.
RAG_INLINE float rag_scan_scaled(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t index,
                                 int64_t sum) {
    const float scaled = (float)sum * query->scale;
    return rows->scales ? scaled * rows->scales[rag_scan_number(rows, index)] : scaled;
}

typedef void rag_scan_kernel(const struct rag_scan_query *query, const struct rag_scan_rows *rows, size_t count,
                             float *products);

// Writes the places and values of those of `count` <= RAG_SCAN_CHUNK values that are at least `least`; there is room for 16
// more. Returns how many.
typedef size_t rag_select_kernel(const float *values, size_t count, float least, uint32_t *places, float *chosen);

struct rag_vector_kernels {
    rag_scan_kernel *f32, *f16, *i8;
    rag_select_kernel *select;
};

const struct rag_vector_kernels *rag_vector_kernels(void);

extern const struct rag_vector_kernels rag_vectors_portable, rag_vectors_avx2, rag_vectors_avx512, rag_vectors_neon;

rag_scan_kernel rag_scan_i8_portable, rag_scan_i8_avx2, rag_scan_i8_avx512;

// Where `more` further rows would not fit into `room`, leaves only those that are wanted.
void rag_best_make_room(struct rag_best *best, size_t room, size_t more);

// The start of a packed query of codes; then come the tables, [word][half of a byte][byte][entry].
//
// <query, signs> = step * sum of entries + start.
struct rag_code_query {
    _Alignas(64) size_t words;
    float step;
    float start;
};

RAG_INLINE const uint8_t *rag_code_tables(const struct rag_code_query *query) { return (const uint8_t *)(query + 1); }

// What a block's sums are turned into estimates with.
struct rag_code_terms {
    float base;
    float error_weight;
};

RAG_INLINE size_t rag_code_block_bytes(size_t words) { return 64 * (words + 3); }

// Estimates of all rows of whole blocks.
typedef void rag_code_kernel_estimates(const struct rag_code_query *query, const void *blocks, size_t block_count,
                                       struct rag_code_terms terms, float *estimates);

// Offers the rows of whole blocks; NULL where a level has no better way than by estimates.
typedef void rag_code_kernel_offer(const struct rag_code_query *query, const void *blocks, size_t block_count,
                                   struct rag_code_terms terms, uint32_t first, struct rag_best *best);

struct rag_binary_kernels {
    rag_code_kernel_estimates *estimates;
    rag_code_kernel_offer *_Nullable offer;
};

const struct rag_binary_kernels *rag_binary_kernels(void);

extern const struct rag_binary_kernels rag_binary_portable, rag_binary_avx2, rag_binary_avx512, rag_binary_neon;

// The estimate of one row from the sum of its entries; every level computes it by these operations in this order.
RAG_INLINE float rag_code_estimate(const struct rag_code_query *query, struct rag_code_terms terms,
                                   const float *factors, size_t lane, uint32_t sum) {
    const float product = __builtin_fmaf((float)sum, query->step, query->start);
    const float raised = __builtin_fmaf(factors[32 + lane], terms.error_weight, factors[16 + lane] + terms.base);
    return __builtin_fmaf(factors[lane], product, raised);
}

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
