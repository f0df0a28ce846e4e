// SPDX-License-Identifier: Apache-2.0
//
// The packed query: the level that it is packed for, factors of the rows, then panels in the layout that the kernel reads.
#include <math.h>
#include <string.h>

#include "kernels.h"

static size_t panel_count(size_t query_rows) { return rag_ceiling(query_rows, RAG_PANEL_ROWS); }

// Bytes of one panel, in the largest of the layouts of a precision.
static size_t panel_bytes(enum rag_precision precision, size_t dimension) {
    switch (precision) {
    case RAG_PRECISION_I8: return RAG_PANEL_ROWS * (sizeof(int32_t) + rag_ceiling(dimension, 4) * 4 * sizeof(int16_t));
    case RAG_PRECISION_BINARY: return RAG_PANEL_ROWS * rag_ceiling(dimension, 64) * sizeof(uint64_t);
    // Room for what screens them, too.
    case RAG_PRECISION_F32:
    case RAG_PRECISION_F16:
        return RAG_PANEL_ROWS * ((dimension + 1) * sizeof(float) + rag_ceiling(dimension, 2) * 2 * sizeof(uint16_t));
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

// Places the values of a query row, rounded to bf16, in panels of pairs.
static void place_pairs(const uint16_t *rounded, size_t row, size_t dimension, uint16_t *panels) {
    const size_t panel = row / RAG_PANEL_ROWS, lane = row % RAG_PANEL_ROWS;
    uint16_t *target = panels + (panel * rag_ceiling(dimension, 2) * RAG_PANEL_ROWS + lane) * 2;
    for (size_t k = 0; k < dimension; k++) target[k / 2 * RAG_PANEL_ROWS * 2 + k % 2] = rounded[k];
}

static double sum_of_squares(const float *values, size_t count) {
    double sums[4] = {0, 0, 0, 0};
    for (size_t k = 0; k < count; k++) sums[k % 4] += (double)values[k] * (double)values[k];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// What bounds the error of a screened product by the length of the document's row; see `maxsim_avx512_screened.c`.
static float screening_error(const float *values, const float *rounded, size_t dimension) {
    float lost[RAG_MAXIMUM_DIMENSION];
    for (size_t k = 0; k < dimension; k++) lost[k] = values[k] - rounded[k];
    const double length = sqrt(sum_of_squares(values, dimension));
    if (length == 0) return 0;
    const double rounded_length = sqrt(sum_of_squares(rounded, dimension));
    // Both sums are rounded at each of their steps; values below the normal ones count as zero in one of them.
    const double of_sums = ((double)dimension * 0x1p-22 + 0x1p-20) * length;
    const double of_values = (sqrt(sum_of_squares(lost, dimension)) + 0x1p-8 * rounded_length) * (1 + 0x1p-6);
    return (float)(of_values + of_sums + 0x1p-48);
}

void rag_pack_f32(enum rag_layout layout, const float *query, size_t query_rows, size_t dimension, void *panels) {
    const size_t panel_count = rag_ceiling(query_rows, RAG_PANEL_ROWS), panel_values = dimension * RAG_PANEL_ROWS;
    float *wide = panels;
    uint16_t *pairs = layout == RAG_LAYOUT_BF16_PAIRS ? panels : (void *)(wide + panel_count * panel_values);
    float *errors = (float *)(pairs + panel_count * RAG_PANEL_ROWS * rag_ceiling(dimension, 2) * 2);
    uint16_t rounded[RAG_MAXIMUM_DIMENSION];
    float kept[RAG_MAXIMUM_DIMENSION];
    for (size_t row = 0; row < query_rows; row++, query += dimension) {
        float *target = wide + row / RAG_PANEL_ROWS * panel_values + row % RAG_PANEL_ROWS;
        if (layout != RAG_LAYOUT_F32) rag_convert_f32_to_bf16(query, dimension, rounded);
        if (layout != RAG_LAYOUT_F32) rag_convert_bf16_to_f32(rounded, dimension, kept);
        switch (layout) {
        case RAG_LAYOUT_BF16_PAIRS: place_pairs(rounded, row, dimension, pairs); break;
        case RAG_LAYOUT_BF16_WIDE:
            for (size_t k = 0; k < dimension; k++) target[rag_bf16_order(k, dimension) * RAG_PANEL_ROWS] = kept[k];
            break;
        case RAG_LAYOUT_F32_SCREENED:
            place_pairs(rounded, row, dimension, pairs);
            errors[row] = screening_error(query, kept, dimension);
            // The values themselves come first.
            __attribute__((fallthrough));
        default:
            for (size_t k = 0; k < dimension; k++) target[k * RAG_PANEL_ROWS] = query[k];
        }
    }
}

void rag_maxsim_pack_f32(enum rag_precision precision, const float *query, size_t query_rows, size_t dimension,
                         const float *weights, void *packed) {
    const enum rag_layout layout = rag_kernel_at(rag_cpu_level(), precision).layout;
    rag_pack_f32(layout, query, query_rows, dimension, begin(precision, query_rows, dimension, weights, NULL, packed));
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
