// SPDX-License-Identifier: Apache-2.0
//
// The packed query: the level that it is packed for, factors of the rows, then panels in the layout that the kernel reads.
#include <string.h>

#include "kernels.h"

static size_t panel_count(size_t query_rows) { return rag_ceiling(query_rows, RAG_PANEL_ROWS); }

// Bytes of one panel, in the largest of the layouts of a precision.
static size_t panel_bytes(enum rag_precision precision, size_t dimension) {
    switch (precision) {
    case RAG_PRECISION_I8: return RAG_PANEL_ROWS * (sizeof(int32_t) + rag_ceiling(dimension, 4) * 4 * sizeof(int16_t));
    case RAG_PRECISION_BINARY: return RAG_PANEL_ROWS * rag_ceiling(dimension, 64) * sizeof(uint64_t);
    default: return RAG_PANEL_ROWS * dimension * sizeof(float);
    }
}

size_t rag_maxsim_pack_size(enum rag_precision precision, size_t query_rows, size_t dimension) {
    return sizeof(struct rag_packed_header) +
           panel_count(query_rows) * (RAG_PANEL_ROWS * sizeof(float) + panel_bytes(precision, dimension));
}

// Writes the level in use and the factors, clears the panels and returns where they begin.
static void *begin(enum rag_precision precision, size_t query_rows, size_t dimension, const float *_Nullable weights,
                   const float *_Nullable scales, void *packed) {
    memset(packed, 0, rag_maxsim_pack_size(precision, query_rows, dimension));
    struct rag_packed_header *header = packed;
    header->level = rag_cpu_level();
    float *factors = (float *)(header + 1);
    for (size_t row = 0; row < query_rows; row++)
        factors[row] = (weights != NULL ? weights[row] : 1) * (scales != NULL ? scales[row] : 1);
    return factors + panel_count(query_rows) * RAG_PANEL_ROWS;
}

void rag_maxsim_pack_f32(enum rag_precision precision, const float *query, size_t query_rows, size_t dimension,
                         const float *weights, void *packed) {
    const enum rag_layout layout = rag_kernel_at(rag_cpu_level(), precision).layout;
    float *wide = begin(precision, query_rows, dimension, weights, NULL, packed);
    uint16_t *narrow = (uint16_t *)wide;
    for (size_t row = 0; row < query_rows; row++) {
        const size_t panel = row / RAG_PANEL_ROWS, lane = row % RAG_PANEL_ROWS;
        for (size_t k = 0; k < dimension; k++) {
            const float value = query[row * dimension + k];
            uint16_t rounded;
            switch (layout) {
            case RAG_LAYOUT_BF16_PAIRS:
                rag_convert_f32_to_bf16(&value, 1, &rounded);
                narrow[((panel * rag_ceiling(dimension, 2) + k / 2) * RAG_PANEL_ROWS + lane) * 2 + k % 2] = rounded;
                break;
            case RAG_LAYOUT_BF16_WIDE:
                rag_convert_f32_to_bf16(&value, 1, &rounded);
                rag_convert_bf16_to_f32(
                    &rounded, 1,
                    &wide[(panel * dimension + rag_bf16_order(k, dimension)) * RAG_PANEL_ROWS + lane]);
                break;
            default: wide[(panel * dimension + k) * RAG_PANEL_ROWS + lane] = value; break;
            }
        }
    }
}

void rag_maxsim_pack_i8(const int8_t *query, const float *scales, size_t query_rows, size_t dimension,
                        const float *weights, void *packed) {
    const enum rag_layout layout = rag_kernel_at(rag_cpu_level(), RAG_PRECISION_I8).layout;
    char *panels = begin(RAG_PRECISION_I8, query_rows, dimension, weights, scales, packed);
    const size_t quads = rag_ceiling(dimension, 4), pairs = rag_ceiling(dimension, 2);
    for (size_t row = 0; row < query_rows; row++) {
        const size_t panel = row / RAG_PANEL_ROWS, lane = row % RAG_PANEL_ROWS;
        int32_t *biases = (int32_t *)(panels + panel * RAG_PANEL_ROWS * 4 * (1 + quads));
        int8_t *biased = (int8_t *)(biases + RAG_PANEL_ROWS);
        int8_t *plain = (int8_t *)(panels + panel * RAG_PANEL_ROWS * 4 * quads);
        int16_t *wide = (int16_t *)(panels + panel * RAG_PANEL_ROWS * 4 * pairs);
        for (size_t k = 0; k < dimension; k++) {
            const int8_t code = query[row * dimension + k];
            const size_t quad = (k / 4 * RAG_PANEL_ROWS + lane) * 4 + k % 4;
            switch (layout) {
            case RAG_LAYOUT_I8_BIASED:
                // The document's codes arrive 128 too high: sum (d + 128) q = sum d q + 128 sum q.
                biases[lane] -= 128 * code;
                biased[quad] = code;
                break;
            case RAG_LAYOUT_I8_QUADS: plain[quad] = code; break;
            default: wide[(k / 2 * RAG_PANEL_ROWS + lane) * 2 + k % 2] = code; break;
            }
        }
    }
}

void rag_maxsim_pack_binary(const uint8_t *query, size_t query_rows, size_t dimension, const float *weights,
                            void *packed) {
    uint8_t *panels = begin(RAG_PRECISION_BINARY, query_rows, dimension, weights, NULL, packed);
    const size_t row_bytes = (dimension + 7) / 8, words = rag_ceiling(dimension, 64);
    const uint8_t last_mask = rag_last_byte_mask(dimension);
    for (size_t row = 0; row < query_rows; row++) {
        const size_t panel = row / RAG_PANEL_ROWS, lane = row % RAG_PANEL_ROWS;
        for (size_t byte = 0; byte < row_bytes; byte++) {
            const uint8_t mask = byte + 1 == row_bytes ? last_mask : 0xFF;
            panels[((panel * words + byte / 8) * RAG_PANEL_ROWS + lane) * 8 + byte % 8] =
                query[row * row_bytes + byte] & mask;
        }
    }
}
