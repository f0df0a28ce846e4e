// SPDX-License-Identifier: Apache-2.0
//
// Residual codes: packing a query, and from documents to scores, around whichever kernel is in use.
#include <math.h>
#include <string.h>

#include "residual.h"

static size_t panel_bytes(size_t dimension) {
    return sizeof(struct rag_residual_panel) + rag_ceiling(dimension, 4) * 4 * RAG_PANEL_ROWS;
}

size_t rag_residual_pack_size(size_t query_rows, size_t dimension) {
    return sizeof(struct rag_residual_header) + rag_ceiling(query_rows, RAG_PANEL_ROWS) * panel_bytes(dimension);
}

static float greatest_magnitude(const float *values, size_t count) {
    float greatest = 0;
    for (size_t index = 0; index < count; index++) greatest = fmaxf(greatest, fabsf(values[index]));
    return greatest;
}

void rag_residual_pack(const float *query, size_t query_rows, size_t dimension, const int8_t *weights,
                       size_t weight_count, float weight_step, void *packed, float *query_steps) {
    memset(packed, 0, rag_residual_pack_size(query_rows, dimension));
    int lowest = weights[0];
    for (size_t bucket = 1; bucket < weight_count; bucket++)
        lowest = weights[bucket] < lowest ? weights[bucket] : lowest;
    struct rag_residual_header *header = packed;
    for (size_t bucket = 0; bucket < weight_count; bucket++)
        header->levels[bucket] = (uint8_t)(weights[bucket] - lowest);
    for (size_t row = 0; row < query_rows; row++) {
        const size_t lane = row % RAG_PANEL_ROWS;
        struct rag_residual_panel *panel = (struct rag_residual_panel *)((char *)(header + 1) +
                                                                         row / RAG_PANEL_ROWS * panel_bytes(dimension));
        int8_t *quads = (int8_t *)(panel + 1);
        const float *values = query + row * dimension;
        const float step = greatest_magnitude(values, dimension) / 127;
        // Of a step so small that dividing by it overflows, nothing would be left in the score either.
        const float inverse = step >= 0x1p-126f ? 1 / step : 0;
        int32_t sum = 0;
        for (size_t k = 0; k < dimension; k++) {
            const int8_t code = (int8_t)fminf(fmaxf(rintf(values[k] * inverse), -127), 127);
            quads[(k / 4 * RAG_PANEL_ROWS + lane) * 4 + k % 4] = code;
            sum += code;
        }
        panel->bias[lane] = lowest * sum;
        panel->factor[lane] = step * weight_step;
        query_steps[row] = step;
    }
}

static rag_residual_kernel *kernel_in_use(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX512:
        if (rag_cpu_features() & RAG_FEATURE_AVX512_VNNI) return rag_residual_avx512;
        return rag_residual_avx2;
    case RAG_LEVEL_AVX2:
        return rag_cpu_features() & RAG_FEATURE_AVX_VNNI ? rag_residual_avxvnni : rag_residual_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON:
        return rag_cpu_features() & RAG_FEATURE_NEON_DOTPROD ? rag_residual_neon : rag_residual_portable;
#endif
    default: return rag_residual_portable;
    }
}

void rag_residual_scores(const void *packed, const float *table, size_t query_rows, size_t dimension, size_t bits,
                         const uint8_t *codes, const uint16_t *centroids, const uint16_t *scales,
                         const int64_t *offsets, size_t document_count, float *scores) {
    const struct rag_residual_header *header = packed;
    const size_t row_bytes = rag_residual_row_bytes(dimension, bits);
    const struct rag_residual_query query = {
        .levels = header->levels,
        .panels = (const char *)(header + 1),
        .panel_count = rag_ceiling(query_rows, RAG_PANEL_ROWS),
        .panel_bytes = panel_bytes(dimension),
        .quads = rag_ceiling(dimension, 4),
        .dimension = dimension,
        .bits = bits,
        .row_bytes = row_bytes,
        .table = table,
    };
    rag_residual_kernel *const kernel = kernel_in_use();
    _Alignas(64) float best[256];
    for (size_t document = 0; document < document_count; document++) {
        const size_t first = (size_t)offsets[document], count = (size_t)offsets[document + 1] - first;
        scores[document] = 0;
        if (count == 0) continue;
        for (size_t row = 0; row < query.panel_count * RAG_PANEL_ROWS; row++) best[row] = -INFINITY;
        kernel(&query,
               (struct rag_residual_rows){codes + first * row_bytes, centroids + first, scales + first, count}, best);
        double sum = 0;
        for (size_t row = 0; row < query_rows; row++) sum += (double)best[row];
        scores[document] = (float)sum;
    }
}
