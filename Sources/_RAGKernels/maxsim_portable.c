// SPDX-License-Identifier: Apache-2.0
//
// Standard C, in loops of constant length over the 16 lanes of a panel, which compilers turn into vectors of any width.
#include <string.h>

#include "kernels.h"

enum {
    // A tile of 4 rows x 16 lanes of fp32 fills the 16 registers of SSE2.
    TILE_ROWS = 4,
};

RAG_INLINE void tile_f32(const size_t HEIGHT, const float *rows, size_t stride, const float *panel, size_t dimension,
                         float *best) {
    float sum[HEIGHT][RAG_PANEL_ROWS];
    memset(sum, 0, sizeof sum);
    for (size_t k = 0; k < dimension; k++)
        for (size_t row = 0; row < HEIGHT; row++)
            for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++)
                sum[row][lane] += rows[row * stride + k] * panel[k * RAG_PANEL_ROWS + lane];
    for (size_t row = 0; row < HEIGHT; row++)
        for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++)
            best[lane] = sum[row][lane] > best[lane] ? sum[row][lane] : best[lane];
}

static void panels_f32(const struct rag_query *query, const float *rows, size_t stride, size_t height,
                       struct rag_ahead ahead, float *best) {
    (void)ahead;
    const float *panel = query->panels;
    for (size_t index = 0; index < query->panel_count; index++) {
        switch (height) {
        case 1: tile_f32(1, rows, stride, panel, query->dimension, best); break;
        case 2: tile_f32(2, rows, stride, panel, query->dimension, best); break;
        case 3: tile_f32(3, rows, stride, panel, query->dimension, best); break;
        default: tile_f32(4, rows, stride, panel, query->dimension, best); break;
        }
        panel += query->dimension * RAG_PANEL_ROWS;
        best += RAG_PANEL_ROWS;
    }
}

static void decode_f16(const void *row, float *decoded, size_t dimension) {
    rag_convert_f16_to_f32(row, dimension, decoded);
}

static void decode_bf16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    for (size_t k = 0; k < dimension; k++)
        rag_convert_bf16_to_f32(source + k, 1, decoded + rag_bf16_order(k, dimension));
}

static void decode_signs(const void *row, float *decoded, size_t dimension) {
    const uint8_t *source = row;
    for (size_t k = 0; k < dimension; k++) decoded[k] = source[k / 8] << k % 8 & 0x80 ? 1.0f : -1.0f;
}

void rag_document_f32_portable(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                               float *best) {
    (void)scales;
    rag_document_direct(query, rows, row_count, best, panels_f32, TILE_ROWS);
}

void rag_document_f16_portable(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                               float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_f16, panels_f32, TILE_ROWS);
}

void rag_document_bf16_portable(const struct rag_query *query, const void *rows, const float *scales,
                                size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_bf16, panels_f32, TILE_ROWS);
}

void rag_document_signs_portable(const struct rag_query *query, const void *rows, const float *scales,
                                 size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, (query->dimension + 7) / 8, row_count, best, decode_signs, panels_f32,
                         TILE_ROWS);
}

// Two steps at a time: a pair of 16-bit products is one instruction on most processors.
static void dot_i8(const uint8_t *row, const int16_t *panel, size_t dimension, int32_t *sum) {
    memset(sum, 0, RAG_PANEL_ROWS * sizeof *sum);
    for (size_t k = 0; k < dimension; k += 2) {
        const int16_t even = (int16_t)(row[k] - 128), odd = k + 1 < dimension ? (int16_t)(row[k + 1] - 128) : 0;
        const int16_t *pair = panel + k * RAG_PANEL_ROWS;
        for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++)
            sum[lane] += even * pair[2 * lane] + odd * pair[2 * lane + 1];
    }
}

void rag_document_i8_portable(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                              float *best) {
    const size_t panel_stride = rag_ceiling(query->dimension, 2) * 2 * RAG_PANEL_ROWS;
    for (size_t row = 0; row < row_count; row++) {
        const uint8_t *codes = (const uint8_t *)rows + row * query->dimension;
        const float scale = scales != NULL ? scales[row] : 1;
        for (size_t panel = 0; panel < query->panel_count; panel++) {
            int32_t sum[RAG_PANEL_ROWS];
            dot_i8(codes, (const int16_t *)query->panels + panel * panel_stride, query->dimension, sum);
            float *target = best + panel * RAG_PANEL_ROWS;
            for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++) {
                const float score = (float)sum[lane] * scale;
                target[lane] = score > target[lane] ? score : target[lane];
            }
        }
    }
}

void rag_document_binary_portable(const struct rag_query *query, const void *rows, const float *scales,
                                  size_t row_count, float *best) {
    (void)scales;
    const size_t words = rag_ceiling(query->dimension, 64), row_bytes = (query->dimension + 7) / 8;
    for (size_t row = 0; row < row_count; row++) {
        uint64_t bits[RAG_MAXIMUM_DIMENSION / 64];
        rag_copy_bits((const uint8_t *)rows + row * row_bytes, query->dimension, bits);
        const uint64_t *panel = query->panels;
        for (size_t first = 0; first < query->panel_count * RAG_PANEL_ROWS; first += RAG_PANEL_ROWS) {
            int32_t distance[RAG_PANEL_ROWS] = {0};
            for (size_t word = 0; word < words; word++, panel += RAG_PANEL_ROWS)
                for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++)
                    distance[lane] += __builtin_popcountll(bits[word] ^ panel[lane]);
            for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++) {
                const float score = (float)((int32_t)query->dimension - 2 * distance[lane]);
                best[first + lane] = score > best[first + lane] ? score : best[first + lane];
            }
        }
    }
}
