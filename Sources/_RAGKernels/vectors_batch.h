// SPDX-License-Identifier: Apache-2.0
//
// What the files about many queries at once share.
#ifndef RAG_VECTORS_BATCH_INTERNAL_H
#define RAG_VECTORS_BATCH_INTERNAL_H

#include "vectors.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// The start of packed queries; then come pairs of panels of 16 queries, [panel][dimension][lane]. Lanes without a query are
// zero.
struct rag_batch_query {
    _Alignas(64) size_t dimension;
    size_t count;
    size_t panel_count;
};

// Keeps a row for a query, and raises what others must reach where there is no more room.
void rag_batch_keep(struct rag_batch_best *best, size_t query, uint32_t row, float value);

void rag_batch_offer_avx512(const struct rag_batch_query *query, const struct rag_batch_rows *rows,
                            struct rag_batch_best *best);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
