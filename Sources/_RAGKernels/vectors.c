// SPDX-License-Identifier: Apache-2.0
//
// Packing a query for a scan of rows, around whichever kernels are in use.
#include <math.h>
#include <string.h>

#include "vectors.h"

const struct rag_vector_kernels *rag_vector_kernels(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX2: return &rag_vectors_avx2;
    case RAG_LEVEL_AVX512:
        return rag_cpu_features() & RAG_FEATURE_AVX512_VNNI ? &rag_vectors_avx512 : &rag_vectors_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return &rag_vectors_neon;
#endif
    default: return &rag_vectors_portable;
    }
}

static size_t padded_dimension(size_t dimension) { return rag_ceiling(dimension, RAG_SCAN_STEP) * RAG_SCAN_STEP; }

size_t rag_scan_query_size(enum rag_row_format format, size_t dimension) {
    (void)format; // Floats take as many bytes as one wide code and its two halves.
    return sizeof(struct rag_scan_query) + padded_dimension(dimension) * sizeof(float);
}

// Rounds the values to 16 bits and takes each apart into 256 * high + low.
static void pack_codes(const float *values, struct rag_scan_query *query) {
    int16_t *wide = (int16_t *)(query + 1);
    int8_t *high = (int8_t *)(wide + query->padded), *low = high + query->padded;
    float greatest = 0;
    for (size_t k = 0; k < query->dimension; k++) greatest = fmaxf(greatest, fabsf(values[k]));
    query->scale = greatest / RAG_WIDE_LIMIT;
    // The smallest of queries have no factor, and products that round to nothing.
    const float factor = RAG_WIDE_LIMIT / greatest;
    const bool tiny = !(factor < INFINITY);
    if (tiny) query->scale = 0;
    for (size_t k = 0; k < query->dimension; k++) {
        const int code = tiny ? 0 : (int)rintf(values[k] * factor);
        // Of -128...127, the low half is what is left to the nearest multiple of 256.
        const int upper = (code + 128) >> 8;
        wide[k] = (int16_t)code;
        high[k] = (int8_t)upper;
        low[k] = (int8_t)(code - upper * 256);
        query->high_start[k % 64 / 4] -= 128 * upper;
        query->low_start[k % 64 / 4] -= 128 * (code - upper * 256);
    }
}

void rag_scan_query_pack(enum rag_row_format format, const float *values, size_t dimension, void *packed) {
    memset(packed, 0, rag_scan_query_size(format, dimension));
    struct rag_scan_query *query = packed;
    query->dimension = dimension;
    query->padded = padded_dimension(dimension);
    query->format = format;
    if (format == RAG_ROWS_I8) {
        pack_codes(values, query);
    } else {
        memcpy(query + 1, values, dimension * sizeof *values);
    }
}

void rag_scan_products(const void *packed, const void *rows, const float *scales, const uint32_t *numbers, size_t count,
                       float *products) {
    const struct rag_scan_query *query = packed;
    const struct rag_scan_rows chosen = {rows, scales, numbers};
    const struct rag_vector_kernels *kernels = rag_vector_kernels();
    switch (query->format) {
    case RAG_ROWS_F32: kernels->f32(query, &chosen, count, products); break;
    case RAG_ROWS_F16: kernels->f16(query, &chosen, count, products); break;
    case RAG_ROWS_I8: kernels->i8(query, &chosen, count, products); break;
    }
}
