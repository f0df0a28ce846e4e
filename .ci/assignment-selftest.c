// SPDX-License-Identifier: Apache-2.0
//
// Compares the choice of two centroids for each row with plain loops in double precision, at every level and between pages
// that trap. Built by .ci/kernels.
#include "selftest.h"
#include "RAGClustering.h"

enum { DIMENSION = 6 };

static double dot(const float *left, const float *right) {
    double sum = 0;
    for (size_t k = 0; k < DIMENSION; k++) sum += (double)left[k] * (double)right[k];
    return sum;
}

// What keeping a row under a second centroid costs, from the vectors themselves.
static double spill_loss(const float *row, const float *nearest, const float *other, double weight) {
    double square = 0, along = 0, residual = 0;
    for (size_t k = 0; k < DIMENSION; k++) {
        const double to_nearest = (double)row[k] - (double)nearest[k], to_other = (double)row[k] - (double)other[k];
        square += to_other * to_other;
        along += to_nearest * to_other;
        residual += to_nearest * to_nearest;
    }
    return square + (residual > 0 ? weight * along * along / residual : 0);
}

// Fills what the products, lengths and Gram matrix of rows and centroids are.
static void multiply(const float *rows, size_t row_count, const float *centroids, size_t count, float *products) {
    for (size_t row = 0; row < row_count; row++)
        for (size_t place = 0; place < count; place++)
            products[row * count + place] = (float)dot(rows + row * DIMENSION, centroids + place * DIMENSION);
}

static void compare(size_t row_count, size_t count, float weight) {
    const struct guarded rows = guarded_values(row_count * DIMENSION), centroids = guarded_values(count * DIMENSION);
    // Of two centroids in the same place only the lower can be the nearest.
    const bool has_twins = count > 1 && draw(4) == 0;
    const size_t twin = has_twins ? 1 + draw((uint32_t)count - 1) : 0, lower = has_twins ? draw((uint32_t)twin) : 0;
    memmove(centroids.values + lower * DIMENSION, centroids.values + twin * DIMENSION, DIMENSION * sizeof(float));
    const struct guarded products = guarded_values(row_count * count), gram = guarded_values(count * count);
    const struct guarded row_lengths = guarded_values(row_count), lengths = guarded_values(count);
    const struct guarded nearest = guard(row_count * 4, 4, draw(2)), second = guard(row_count * 4, 4, draw(2));
    const uint32_t *first = nearest.data, *other = second.data;
    multiply(rows.values, row_count, centroids.values, count, products.values);
    multiply(centroids.values, count, centroids.values, count, gram.values);
    for (size_t row = 0; row < row_count; row++)
        row_lengths.values[row] = (float)dot(rows.values + row * DIMENSION, rows.values + row * DIMENSION);
    for (size_t place = 0; place < count; place++) lengths.values[place] = gram.values[place * count + place];
    AT_EVERY_LEVEL {
        rag_assign_two_f32(products.values, row_lengths.values, row_count, lengths.values, gram.values, count, weight,
                           nearest.data, second.data);
        for (size_t row = 0; row < row_count; row++) {
            const float *const values = rows.values + row * DIMENSION;
            check(first[row] < count && other[row] < count, "places, %zu centroids", count);
            if (first[row] >= count || other[row] >= count) continue;
            check((first[row] == other[row]) == (count == 1), "two of %zu centroids", count);
            const float *const own = centroids.values + first[row] * DIMENSION;
            const double near = spill_loss(values, own, own, 0);
            const double chosen = spill_loss(values, own, centroids.values + other[row] * DIMENSION, (double)weight);
            // Where the row lies close to its centroid, the length of the residual is the difference of near equals.
            const double bound = 1e-5 * (1 + (double)weight / fmax(near, 1e-6)) * (1 + chosen);
            for (size_t place = 0; place < count; place++) {
                const float *const centroid = centroids.values + place * DIMENSION;
                check(spill_loss(values, centroid, centroid, 0) >= near - 1e-5, "the nearest of %zu centroids", count);
                if (place == first[row]) continue;
                check(spill_loss(values, own, centroid, (double)weight) >= chosen - bound, "the second of %zu centroids",
                      count);
            }
            if (has_twins) check(first[row] != twin, "the lower of two equal centroids, of %zu", count);
        }
    }
    release(rows), release(centroids), release(products), release(gram);
    release(row_lengths), release(lengths), release(nearest), release(second);
}

// What is no number moves no row out of the range of centroids.
static void compare_no_numbers(size_t count) {
    const struct guarded products = guarded_values(count), gram = guarded_values(count * count);
    const struct guarded lengths = guarded_values(count);
    for (size_t place = 0; place < count; place++) products.values[place] = NAN;
    const float row_length = 1;
    AT_EVERY_LEVEL {
        uint32_t nearest = UINT32_MAX, second = UINT32_MAX;
        rag_assign_two_f32(products.values, &row_length, 1, lengths.values, gram.values, count, 1, &nearest, &second);
        check(nearest < count && second < count, "products that are no numbers, %zu centroids", count);
    }
    release(products), release(gram), release(lengths);
}

int main(int count, char **arguments) {
    const bool sample = count > 1 && strcmp(arguments[1], "sample") == 0;
    for (size_t centroids = 1; centroids <= 70; centroids += sample ? 1 + draw(5) : 1)
        for (size_t round = 0; round < (sample ? 3 : 20); round++) {
            compare(1 + draw(9), centroids, (float)draw(4));
            compare_no_numbers(centroids);
        }
    return report("assignment");
}
