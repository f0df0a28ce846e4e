// SPDX-License-Identifier: Apache-2.0
//
// From documents to scores, around whichever kernel is in use.
#include <math.h>

#include "kernels.h"

// Maxima per query row, for the 256 rows that a query may have.
struct maxima {
    _Alignas(64) float values[256];
};

static struct rag_query unpack(const void *packed, size_t query_rows, size_t dimension, float least) {
    const size_t panel_count = rag_ceiling(query_rows, RAG_PANEL_ROWS);
    const struct rag_packed_header *header = packed;
    const float *factors = (const float *)(header + 1);
    const void *panels = factors + panel_count * RAG_PANEL_ROWS;
    return (struct rag_query){header->level, factors, panels, panel_count, query_rows, dimension,
                              rag_cpu_stream_bytes(), least};
}

static size_t row_bytes(enum rag_precision precision, size_t dimension) {
    switch (precision) {
    case RAG_PRECISION_F32: return dimension * 4;
    case RAG_PRECISION_F16: return dimension * 2;
    case RAG_PRECISION_BF16: return dimension * 2;
    case RAG_PRECISION_I8: return dimension;
    default: return (dimension + 7) / 8;
    }
}

// Sums maximum x factor in double precision, in four chains so that the additions overlap; the order is fixed, hence
// the same maxima give the same score at every level.
float rag_weighted_sum(const struct rag_query *query, const float *best) {
    double sums[4] = {0, 0, 0, 0};
    size_t row = 0;
    for (; row + 4 <= query->rows; row += 4)
        for (size_t chain = 0; chain < 4; chain++)
            sums[chain] += (double)best[row + chain] * (double)query->factors[row + chain];
    for (; row < query->rows; row++) sums[0] += (double)best[row] * (double)query->factors[row];
    return (float)((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

static void reset(const struct rag_query *query, float *best) {
    for (size_t row = 0; row < query->panel_count * RAG_PANEL_ROWS; row++) best[row] = -INFINITY;
}

// Scores rows first..<last that the mask lets through, run by run. Returns whether there was one.
static bool score_runs(rag_document_kernel *kernel, const struct rag_query *query, const char *rows, size_t stride,
                       const float *_Nullable scales, const uint8_t *_Nullable mask, size_t first, size_t last,
                       float *best) {
    bool any = false;
    while (first < last) {
        size_t end = last;
        if (mask != NULL) {
            while (first < last && mask[first] == 0) first++;
            for (end = first; end < last && mask[end] != 0;) end++;
            if (first == end) break;
        }
        kernel(query, rows + first * stride, scales != NULL ? scales + first : NULL, end - first, best);
        any = true;
        first = end;
    }
    return any;
}

void rag_maxsim_scores(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                       const void *documents, const float *scales, const int64_t *offsets, size_t document_count,
                       const uint8_t *row_mask, float *scores) {
    rag_maxsim_scores_reaching(precision, packed, query_rows, dimension, documents, scales, offsets, document_count,
                               row_mask, -INFINITY, scores);
}

void rag_maxsim_scores_reaching(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                                const void *documents, const float *scales, const int64_t *offsets,
                                size_t document_count, const uint8_t *row_mask, float least, float *scores) {
    // Of the runs of a masked document, a later one may raise the score.
    const struct rag_query query = unpack(packed, query_rows, dimension, row_mask != NULL ? -INFINITY : least);
    rag_document_kernel *const kernel = rag_kernel_at(query.level, precision).document;
    const size_t stride = row_bytes(precision, dimension);
    struct maxima best;
    for (size_t document = 0; document < document_count; document++) {
        const size_t first = (size_t)offsets[document], last = (size_t)offsets[document + 1];
        reset(&query, best.values);
        const bool any = score_runs(kernel, &query, documents, stride, scales, row_mask, first, last, best.values);
        scores[document] = any ? rag_weighted_sum(&query, best.values) : 0;
    }
}

#define TYPED_SCORES(name, precision, type)                                                                       \
    void rag_maxsim_scores_##name(const void *packed, size_t query_rows, size_t dimension, const type *documents, \
                                  const int64_t *offsets, size_t document_count, const uint8_t *row_mask,         \
                                  float *scores) {                                                                \
        rag_maxsim_scores(precision, packed, query_rows, dimension, documents, NULL, offsets, document_count,     \
                          row_mask, scores);                                                                      \
    }

TYPED_SCORES(f32, RAG_PRECISION_F32, float)
TYPED_SCORES(f16, RAG_PRECISION_F16, uint16_t)
TYPED_SCORES(bf16, RAG_PRECISION_BF16, uint16_t)
TYPED_SCORES(binary, RAG_PRECISION_BINARY, uint8_t)
TYPED_SCORES(signs, RAG_PRECISION_SIGNS, uint8_t)

void rag_maxsim_scores_i8(const void *packed, size_t query_rows, size_t dimension, const uint8_t *documents,
                          const float *scales, const int64_t *offsets, size_t document_count, const uint8_t *row_mask,
                          float *scores) {
    rag_maxsim_scores(RAG_PRECISION_I8, packed, query_rows, dimension, documents, scales, offsets, document_count,
                      row_mask, scores);
}

// Similarities of one row, through the kernel that scores whole documents, so that both agree to the bit.
static void row_similarities(rag_document_kernel *kernel, const struct rag_query *query, const char *rows,
                             size_t stride, const float *_Nullable scales, size_t row, float *similarities) {
    reset(query, similarities);
    kernel(query, rows + row * stride, scales != NULL ? scales + row : NULL, 1, similarities);
}

void rag_maxsim_argmax(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                       const void *document, const float *scales, size_t row_count, const uint8_t *row_mask,
                       int32_t *best_rows, float *best_scores) {
    const struct rag_query query = unpack(packed, query_rows, dimension, -INFINITY);
    rag_document_kernel *const kernel = rag_kernel_at(query.level, precision).document;
    struct maxima similarities;
    for (size_t index = 0; index < query_rows; index++) {
        best_rows[index] = -1;
        best_scores[index] = 0;
    }
    for (size_t row = 0; row < row_count; row++) {
        if (row_mask != NULL && row_mask[row] == 0) continue;
        row_similarities(kernel, &query, document, row_bytes(precision, dimension), scales, row, similarities.values);
        for (size_t index = 0; index < query_rows; index++) {
            if (best_rows[index] >= 0 && similarities.values[index] <= best_scores[index]) continue;
            best_rows[index] = (int32_t)row;
            best_scores[index] = similarities.values[index];
        }
    }
}

void rag_maxsim_similarities(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                             const void *document, const float *scales, size_t row_count, float *similarities) {
    const struct rag_query query = unpack(packed, query_rows, dimension, -INFINITY);
    rag_document_kernel *const kernel = rag_kernel_at(query.level, precision).document;
    struct maxima row_values;
    for (size_t row = 0; row < row_count; row++) {
        row_similarities(kernel, &query, document, row_bytes(precision, dimension), scales, row, row_values.values);
        for (size_t index = 0; index < query_rows; index++)
            similarities[row * query_rows + index] = row_values.values[index];
    }
}
