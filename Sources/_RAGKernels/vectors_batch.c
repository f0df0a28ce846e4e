// SPDX-License-Identifier: Apache-2.0
//
// Many queries at once: packing them into panels, and which kernel compares them with rows.
#include <math.h>
#include <string.h>

#include "vectors_batch.h"

static size_t panel_count(size_t count) { return 2 * rag_ceiling(count, 2 * RAG_PANEL_ROWS); }

bool rag_batch_is_served(void) {
#if defined(__x86_64__)
    return rag_cpu_level() == RAG_LEVEL_AVX512;
#else
    return false;
#endif
}

size_t rag_batch_query_size(size_t count, size_t dimension) {
    return sizeof(struct rag_batch_query) + panel_count(count) * RAG_PANEL_ROWS * dimension * sizeof(float);
}

void rag_batch_query_pack(const float *queries, size_t count, size_t dimension, void *packed) {
    memset(packed, 0, rag_batch_query_size(count, dimension));
    struct rag_batch_query *query = packed;
    query->dimension = dimension;
    query->count = count;
    query->panel_count = panel_count(count);
    float *panels = (float *)(query + 1);
    for (size_t row = 0; row < count; row++) {
        float *lane = panels + row / RAG_PANEL_ROWS * RAG_PANEL_ROWS * dimension + row % RAG_PANEL_ROWS;
        for (size_t k = 0; k < dimension; k++) lane[k * RAG_PANEL_ROWS] = queries[row * dimension + k];
    }
}

static size_t room(const struct rag_batch_best *best) { return 2 * best->wanted + RAG_BATCH_SLACK; }

// The rows of one query.
static struct rag_best best_of(const struct rag_batch_best *best, size_t query) {
    const size_t start = query * room(best);
    return (struct rag_best){best->values + start, best->rows + start, best->wanted, best->counts[query],
                             best->least[query]};
}

void rag_batch_keep(struct rag_batch_best *best, size_t query, uint32_t row, float value) {
    const size_t end = query * room(best) + best->counts[query]++;
    best->values[end] = value;
    best->rows[end] = row;
    if (best->counts[query] < room(best)) return;
    struct rag_best one = best_of(best, query);
    rag_best_make_room(&one, room(best), 1);
    best->counts[query] = one.count;
    best->least[query] = one.least;
}

void rag_batch_offer(const void *packed, const struct rag_batch_rows *rows, struct rag_batch_best *best) {
#if defined(__x86_64__)
    rag_batch_offer_avx512(packed, rows, best);
#else
    (void)packed, (void)rows, (void)best;
#endif
}

void rag_batch_finish(struct rag_batch_best *best, size_t query) {
    struct rag_best one = best_of(best, query);
    rag_best_finish(&one);
    best->counts[query] = one.count;
}
