// SPDX-License-Identifier: Apache-2.0
//
// Rows to residual codes and back.
//
// A byte holds the codes of dimensions that are as far apart as a row has bytes: with two bits and R bytes, byte j holds
// dimensions j, j + R, j + 2 R and j + 3 R, the first in its lowest bits. A vector of bytes, shifted and masked, is then a
// run of dimensions in order.
#include <math.h>
#include <string.h>

#include "residual.h"

// The bucket of each residual: the number of cut-offs below it.
static void find_buckets(const float *row, const float *centroid, size_t dimension, const float *cutoffs,
                         size_t cutoff_count, uint8_t *buckets) {
    memset(buckets, 0, dimension);
    for (size_t cutoff = 0; cutoff < cutoff_count; cutoff++)
        for (size_t k = 0; k < dimension; k++) buckets[k] += (uint8_t)(row[k] - centroid[k] > cutoffs[cutoff]);
}

void rag_residual_encode(const float *rows, size_t row_count, size_t dimension, size_t bits, const float *centroids,
                         const uint16_t *ids, const float *cutoffs, const float *weights, uint8_t *codes,
                         uint16_t *scales) {
    const size_t row_bytes = rag_residual_row_bytes(dimension, bits);
    uint8_t buckets[RAG_MAXIMUM_DIMENSION];
    memset(codes, 0, row_count * row_bytes);
    for (size_t row = 0; row < row_count; row++, rows += dimension, codes += row_bytes) {
        const float *centroid = centroids + ids[row] * dimension;
        find_buckets(rows, centroid, dimension, cutoffs, ((size_t)1 << bits) - 1, buckets);
        double length = 0, decoded_length = 0;
        for (size_t k = 0; k < dimension; k++) {
            const double value = rows[k], decoded = (double)centroid[k] + (double)weights[buckets[k]];
            length += value * value;
            decoded_length += decoded * decoded;
            codes[k % row_bytes] |= (uint8_t)(buckets[k] << k / row_bytes * bits);
        }
        // The largest finite binary16 is 65504.
        const float scale = decoded_length > 0 ? fminf((float)sqrt(length / decoded_length), 65504) : 1;
        rag_convert_f32_to_f16(&scale, 1, &scales[row]);
    }
}

void rag_residual_decode(const uint8_t *codes, const uint16_t *ids, const uint16_t *scales, size_t row_count,
                         size_t dimension, size_t bits, const float *centroids, const float *weights, float *rows) {
    const size_t row_bytes = rag_residual_row_bytes(dimension, bits);
    const unsigned mask = (1u << bits) - 1;
    for (size_t row = 0; row < row_count; row++, rows += dimension, codes += row_bytes) {
        const float *centroid = centroids + ids[row] * dimension;
        float scale;
        rag_convert_f16_to_f32(&scales[row], 1, &scale);
        for (size_t k = 0; k < dimension; k++) {
            const unsigned bucket = (unsigned)codes[k % row_bytes] >> k / row_bytes * bits & mask;
            rows[k] = scale * (centroid[k] + weights[bucket]);
        }
    }
}
