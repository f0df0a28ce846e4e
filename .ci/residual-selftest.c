// SPDX-License-Identifier: Apache-2.0
//
// Compares the kernels of residual codes, at every level that this processor has, with double precision on decoded rows,
// between guard pages. Built and run by `.ci/kernels`.
//
// usage: residual-selftest [quick | sample]
#include "selftest.h"
#include "residual.h"

// Memory that ends at a page that traps; never unmapped, since the program is short.
static void *guarded(size_t bytes, size_t alignment) { return guard(bytes, alignment, true).data; }

enum { CENTROIDS = 7, DOCUMENTS = 16 };
static const size_t lengths[DOCUMENTS] = {0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 0, 17, 23, 24, 25};

static void check_shape(size_t dimension, size_t query_rows, size_t bits) {
    const int8_t weight_codes[2][16] = {{-60, -17, 20, 67},
                                        {-50, -40, -31, -25, -19, -13, -8, -3, 2, 7, 12, 18, 24, 33, 48, 77}};
    const int8_t *codes_of_weights = weight_codes[bits / 4];
    const size_t buckets = (size_t)1 << bits, row_bytes = rag_residual_row_bytes(dimension, bits);
    const size_t width = rag_ceiling(query_rows, 16) * 16;
    const float step = 0.004f;
    float weights[16], cutoffs[15];
    for (size_t bucket = 0; bucket < buckets; bucket++) weights[bucket] = step * codes_of_weights[bucket];
    for (size_t bucket = 0; bucket + 1 < buckets; bucket++) cutoffs[bucket] = (weights[bucket] + weights[bucket + 1]) / 2;

    int64_t *offsets = guarded((DOCUMENTS + 1) * sizeof *offsets, 8);
    offsets[0] = 0;
    for (size_t document = 0; document < DOCUMENTS; document++)
        offsets[document + 1] = offsets[document] + (int64_t)lengths[document];
    const size_t rows = (size_t)offsets[DOCUMENTS];

    float *query = guarded(query_rows * dimension * 4, 4), *centroids = guarded(CENTROIDS * dimension * 4, 4);
    float *values = guarded(rows * dimension * 4, 4), *decoded = guarded(rows * dimension * 4, 4);
    for (size_t place = 0; place < query_rows * dimension; place++) query[place] = draw_value();
    for (size_t place = 0; place < CENTROIDS * dimension; place++) centroids[place] = draw_value();
    uint16_t *ids = guarded(rows * 2, 2), *scales = guarded(rows * 2, 2);
    for (size_t row = 0; row < rows; row++) {
        ids[row] = (uint16_t)(draw_bits() % CENTROIDS);
        for (size_t k = 0; k < dimension; k++)
            values[row * dimension + k] = centroids[ids[row] * dimension + k] + 0.3f * draw_value();
    }
    uint8_t *codes = guarded(rows * row_bytes, 1);
    rag_residual_encode(values, rows, dimension, bits, centroids, ids, cutoffs, weights, codes, scales);
    rag_residual_decode(codes, ids, scales, rows, dimension, bits, centroids, weights, decoded);

    float *table = guarded(CENTROIDS * width * 4, 4);
    for (size_t centroid = 0; centroid < CENTROIDS; centroid++)
        for (size_t lane = 0; lane < width; lane++) {
            double sum = 0;
            for (size_t k = 0; k < dimension && lane < query_rows; k++)
                sum += (double)query[lane * dimension + k] * (double)centroids[centroid * dimension + k];
            table[centroid * width + lane] = (float)sum;
        }
    void *packed = guarded(rag_residual_pack_size(query_rows, dimension), 64);
    float *steps = guarded(query_rows * 4, 4), *scores = guarded(DOCUMENTS * 4, 4);
    rag_residual_pack(query, query_rows, dimension, codes_of_weights, buckets, step, packed, steps);
    rag_residual_scores(packed, table, query_rows, dimension, bits, codes, ids, scales, offsets, DOCUMENTS, scores);

    for (size_t document = 0; document < DOCUMENTS; document++) {
        // Twice: with the query as it is, within the stated bound, and with the residuals' query rounded, nearly exactly.
        double expected = 0, rounded = 0, bound = 1e-6;
        for (size_t lane = 0; lane < query_rows && lengths[document] > 0; lane++) {
            double best = -INFINITY, best_rounded = -INFINITY, most = 0;
            for (size_t row = (size_t)offsets[document]; row < (size_t)offsets[document + 1]; row++) {
                float scale;
                rag_convert_f16_to_f32(&scales[row], 1, &scale);
                double sum = 0, sum_rounded = 0, magnitudes = 0;
                for (size_t k = 0; k < dimension; k++) {
                    const double value = query[lane * dimension + k], got = decoded[row * dimension + k];
                    const double centroid = centroids[ids[row] * dimension + k], weight = got - (double)scale * centroid;
                    const double code = rint(value / (double)steps[lane]) * (double)steps[lane];
                    sum += value * got;
                    sum_rounded += (double)scale * value * centroid + code * weight;
                    magnitudes += fabs(weight);
                }
                best = fmax(best, sum);
                best_rounded = fmax(best_rounded, sum_rounded);
                most = fmax(most, magnitudes);
            }
            expected += best;
            rounded += best_rounded;
            bound += (double)steps[lane] / 2 * most + 1e-6 * (double)dimension;
        }
        const double score = scores[document], rounding = 1e-6 * (double)(query_rows * dimension) + 1e-6;
        // A quotient so near to a half that fp32 rounds it to the other side moves one code.
        const double moved = 3 * 0.008 * 0.31 * 2;
        check(fabs(score - expected) <= bound && fabs(score - rounded) <= rounding + moved,
              "dimension %zu, %zu query rows, %zu bits, document %zu: %.9g instead of %.9g, rounded %.9g", dimension,
              query_rows, bits, document, score, expected, rounded);
    }
}

int main(int count, char **arguments) {
    // Under an emulator smaller shapes have to do.
    const size_t largest = count > 1 && strcmp(arguments[1], "sample") == 0 ? 9000 : 130000;
    const size_t dimensions[] = {1, 2, 3, 4, 5, 7, 15, 16, 17, 31, 33, 62, 64, 65, 96, 125, 127, 128, 129, 256, 259, 768, 1000, 4093, 4096};
    const size_t query_rows[] = {1, 15, 16, 17, 32, 33, 48, 256};
    AT_EVERY_LEVEL {
        for (size_t dimension = 0; dimension < sizeof dimensions / sizeof *dimensions; dimension++)
            for (size_t rows = 0; rows < sizeof query_rows / sizeof *query_rows; rows++) {
                if (dimensions[dimension] * query_rows[rows] > largest) continue;
                check_shape(dimensions[dimension], query_rows[rows], 2);
                check_shape(dimensions[dimension], query_rows[rows], 4);
            }
    }
    return report("residual codes");
}
