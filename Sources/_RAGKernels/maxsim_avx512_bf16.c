// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 BF16: pairs of bf16 products, for processors on which VDPBF16PS outruns two fused multiply-adds.
#if defined(__x86_64__)
#include "avx512_bf16.h"

AVX512_BF16 RAG_INLINE void tile_bf16(const size_t HEIGHT, const size_t WIDTH, const bool NARROW, const uint16_t *rows,
                                      size_t stride, const char *panels, size_t dimension, struct rag_ahead ahead,
                                      float *best) {
    SUMS_OF_TILE_BF16(LINES_OF_FOUR_STEPS)
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        FOLD_COLUMN(sum, column, _mm512_max_ps)
        float *target = best + column * RAG_PANEL_ROWS;
        _mm512_storeu_ps(target, _mm512_max_ps(_mm512_loadu_ps(target), sum[0][column]));
    }
}

TILE_FORMS(AVX512_BF16, tile_bf16,
           (size_t height, const uint16_t *rows, size_t stride, const char *panels, size_t dimension,
            struct rag_ahead ahead, float *best),
           rows, stride, panels, dimension, ahead, best)

AVX512_BF16 void rag_document_bf16_avx512dot(const struct rag_query *query, const void *rows, const float *scales,
                                             size_t row_count, float *best) {
    (void)scales;
    const size_t dimension = query->dimension, panel_bytes = rag_ceiling(dimension, 2) * 64;
    const uint16_t *row = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, RAG_TILE_ROWS);
        const uint16_t *next = row + height * dimension;
        const char *panels = query->panels;
        const struct rag_ahead ahead = rag_ahead_of(query, next);
        for (size_t first = 0; first < query->rows; first += 2 * RAG_PANEL_ROWS, panels += 2 * panel_bytes) {
            CALL_TILE_FORM(query->rows - first, tile_bf16, height, row, dimension, panels, dimension, ahead, best + first)
        }
        row = next;
        row_count -= height;
    }
}
#endif
