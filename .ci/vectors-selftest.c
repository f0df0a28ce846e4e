// SPDX-License-Identifier: Apache-2.0
//
// Compares scans of rows, rotations, 1-bit codes and the selection of the best with double precision and plain loops, at every level and
// between pages that trap. Built by .ci/kernels.
#include "selftest.h"
#include "vectors.h"

enum { MOST_ROWS = 70, MOST_DIMENSION = 4096 };

static float rows[MOST_ROWS * MOST_DIMENSION], widened[MOST_ROWS * MOST_DIMENSION], query[MOST_DIMENSION];
static uint16_t halves[MOST_ROWS * MOST_DIMENSION];
static int8_t codes[MOST_ROWS * MOST_DIMENSION];
static float scales[MOST_ROWS];
static _Alignas(64) char packed[sizeof(struct rag_scan_query) + 16 * MOST_DIMENSION];

static double product(const float *row, size_t dimension, double *magnitude) {
    double sum = 0;
    *magnitude = 0;
    for (size_t k = 0; k < dimension; k++) {
        sum += (double)row[k] * query[k];
        *magnitude += fabs((double)row[k] * query[k]);
    }
    return sum;
}

static void compare_scan(enum rag_row_format format, const void *source, size_t row_bytes, size_t count,
                         size_t dimension, const float *exact) {
    uint32_t numbers[MOST_ROWS];
    float products[MOST_ROWS], chosen[MOST_ROWS];
    const struct guarded memory = guard(count * row_bytes, 1, draw(2));
    memcpy(memory.bytes, source, count * row_bytes);
    for (size_t index = 0; index < count; index++) numbers[index] = draw((uint32_t)count);
    const float *factors = format == RAG_ROWS_I8 ? scales : NULL;
    rag_scan_query_pack(format, query, dimension, packed);
    rag_scan_products(packed, memory.bytes, factors, NULL, count, products);
    rag_scan_products(packed, memory.bytes, factors, numbers, count, chosen);
    double greatest = 0;
    for (size_t k = 0; k < dimension; k++) greatest = fmax(greatest, fabs(query[k]));
    for (size_t row = 0; row < count; row++) {
        double magnitude, length = 0;
        const double expected = product(exact + row * dimension, dimension, &magnitude);
        for (size_t k = 0; k < dimension; k++) length += fabs(exact[row * dimension + k]);
        const double bound =
            format == RAG_ROWS_I8 ? length * greatest * (1.0 / 65278 + 1e-6) : 0x1p-23 * (double)dimension * magnitude;
        check(fabs(products[row] - expected) <= bound, "a product, dimension %zu", dimension);
        check(chosen[row] == products[numbers[row]], "a chosen row's product, dimension %zu", dimension);
    }
    release(memory);
}

static void compare_scans(size_t count, size_t dimension) {
    for (size_t index = 0; index < count * dimension; index++) rows[index] = draw_value();
    for (size_t k = 0; k < dimension; k++) query[k] = draw_value();
    rag_convert_f32_to_f16(rows, count * dimension, halves);
    rag_convert_f16_to_f32(halves, count * dimension, widened);
    compare_scan(RAG_ROWS_F32, rows, 4 * dimension, count, dimension, rows);
    compare_scan(RAG_ROWS_F16, halves, 2 * dimension, count, dimension, widened);
    // Codes of the least value, which no quantiser makes, must not overflow either.
    for (size_t index = 0; index < count * dimension; index++)
        codes[index] = (int8_t)(draw(8) == 0 ? -128 : (int)draw(256) - 128);
    for (size_t row = 0; row < count; row++) {
        scales[row] = (float)draw(1000) / 100;
        for (size_t k = 0; k < dimension; k++)
            widened[row * dimension + k] = codes[row * dimension + k] * scales[row];
    }
    compare_scan(RAG_ROWS_I8, codes, dimension, count, dimension, widened);
}

static void compare_codes(size_t count, size_t dimension) {
    static float first[MOST_ROWS];
    static bool known;
    float estimates[MOST_ROWS], centroid[MOST_DIMENSION];
    const size_t size = rag_ceiling(count, 16) * rag_code_block_size(dimension);
    const struct guarded memory = guard(size, 1, draw(2));
    for (size_t index = 0; index < count * dimension; index++) rows[index] = draw_value();
    for (size_t k = 0; k < dimension; k++) {
        query[k] = draw_value();
        centroid[k] = draw_value();
    }
    memset(memory.bytes, 0, size);
    rag_code_encode(rows, centroid, NULL, count, dimension, memory.bytes, 0);
    rag_code_query_pack(query, dimension, packed);
    known = false;
    float widest = 0;
    for (size_t k = 0; k < dimension; k++) widest = fmaxf(widest, 4 * fabsf(query[k]));
    AT_EVERY_LEVEL {
        rag_code_estimates(packed, memory.bytes, count, 0.5f, 0, estimates);
        for (size_t row = 0; row < count; row++) {
            double squares = 0, magnitudes = 0, near = 0, signs = 0;
            for (size_t k = 0; k < dimension; k++) {
                const double value = rows[row * dimension + k], sign = value > 0 ? 1 : -1;
                squares += value * value;
                magnitudes += fabs(value);
                near += centroid[k] * value;
                signs += sign * ((double)query[k] - centroid[k]);
            }
            const double scale = magnitudes > 0 ? squares / magnitudes : 0;
            // Each table is off by half a step at most.
            const double bound = scale * (double)rag_ceiling(dimension, 4) * widest / 255 + 1e-3;
            check(fabs(0.5 + near + scale * signs - estimates[row]) <= bound, "an estimate, dimension %zu", dimension);
            check(!known || estimates[row] == first[row], "an estimate equals that of other levels, dimension %zu",
                  dimension);
        }
        memcpy(first, estimates, sizeof first);
        known = true;
        float values[2 * 3 + RAG_BEST_SLACK], other_values[2 * 3 + RAG_BEST_SLACK];
        uint32_t numbers[2 * 3 + RAG_BEST_SLACK], other_numbers[2 * 3 + RAG_BEST_SLACK];
        struct rag_best best = {values, numbers, 3, 0, -INFINITY}, other = {other_values, other_numbers, 3, 0, -INFINITY};
        rag_code_offer(packed, memory.bytes, count, 0.5f, 0, 7, &best);
        rag_best_offer(&other, estimates, NULL, 7, count, NULL);
        rag_best_finish(&best);
        rag_best_finish(&other);
        check(best.count == other.count && memcmp(numbers, other_numbers, 4 * best.count) == 0,
              "offered codes, dimension %zu", dimension);
    }
    release(memory);
}

// One row by the definition, in double precision, and what the four rounds start from.
static void turn_plainly(const uint64_t *signs, const float *row, size_t dimension, double *values) {
    size_t window = 1, bit = 0;
    while (2 * window <= dimension) window *= 2;
    for (size_t k = 0; k < dimension; k++) values[k] = row[k];
    for (size_t round = 0; round < RAG_ROTATION_ROUNDS; round++) {
        for (size_t k = 0; k < dimension; k++, bit++)
            if (signs[bit / 64] >> bit % 64 & 1) values[k] = -values[k];
        double *part = values + (round % 2 == 0 ? 0 : dimension - window);
        for (size_t distance = 1; distance < window; distance *= 2)
            for (size_t k = 0; k < window; k++) {
                if (k & distance) continue;
                const double left = part[k], right = part[k + distance];
                part[k] = (left + right) / sqrt(2);
                part[k + distance] = (left - right) / sqrt(2);
            }
        if (window == dimension) continue;
        for (size_t k = 0; k < dimension / 2; k++) {
            double *partner = values + k + (dimension + 1) / 2;
            const double left = values[k], right = *partner;
            values[k] = (left + right) / sqrt(2);
            *partner = (left - right) / sqrt(2);
        }
    }
}

static void compare_rotations(size_t dimension) {
    enum { COUNT = 3 };
    static uint64_t signs[RAG_ROTATION_ROUNDS * MOST_DIMENSION / 64];
    static float factors[RAG_ROTATION_ROUNDS * MOST_DIMENSION], first[COUNT * MOST_DIMENSION];
    static double exact[MOST_DIMENSION];
    const size_t bytes = COUNT * dimension * sizeof *rows;
    for (size_t word = 0; word < sizeof signs / sizeof *signs; word++)
        signs[word] = (uint64_t)draw(1u << 31) << 33 ^ draw(1u << 31);
    for (size_t k = 0; k < COUNT * dimension; k++) rows[k] = draw_value();
    rag_rotation_make(signs, dimension, factors);
    bool seen = false;
    for (int level = RAG_LEVEL_PORTABLE; level <= RAG_LEVEL_NEON; level++) {
        if (!rag_cpu_set_thread_level((enum rag_level)level)) continue;
        const struct guarded source = guard(bytes, sizeof(float), draw(2));
        const struct guarded target = guard(bytes, sizeof(float), draw(2));
        memcpy(source.bytes, rows, bytes);
        rag_rotation_turn(factors, source.values, COUNT, dimension, target.values);
        if (!seen) memcpy(first, target.bytes, bytes);
        seen = true;
        check(memcmp(first, target.bytes, bytes) == 0, "rotation by another level of %zu values", dimension);
        rag_rotation_turn(factors, source.values, COUNT, dimension, source.values);
        check(memcmp(first, source.bytes, bytes) == 0, "rotation in place of %zu values", dimension);
        release(source);
        release(target);
    }
    for (size_t row = 0; row < COUNT; row++) {
        turn_plainly(signs, rows + row * dimension, dimension, exact);
        double length = 0, error = 0;
        for (size_t k = 0; k < dimension; k++) {
            length += exact[k] * exact[k];
            error = fmax(error, fabs(exact[k] - first[row * dimension + k]));
        }
        check(error <= 64 * 0x1p-24 * sqrt(length), "rotation of %zu values", dimension);
    }
}

static const float *sorted_values;

static int by_value(const void *left, const void *right) {
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (sorted_values[a] != sorted_values[b]) return sorted_values[a] > sorted_values[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void compare_best(void) {
    enum { COUNT = 3000, WANTED = 240 };
    static float offered[COUNT], values[2 * WANTED + RAG_BEST_SLACK];
    static uint32_t order[COUNT], numbers[2 * WANTED + RAG_BEST_SLACK];
    static uint64_t kept[(COUNT + 63) / 64];
    const uint32_t kinds = 1u << draw(20), count = draw(COUNT), wanted = 1 + draw(WANTED);
    size_t expected = 0;
    for (uint32_t index = 0; index < count; index++) offered[index] = draw(60) == 0 ? NAN : (float)draw(kinds);
    for (size_t word = 0; word < sizeof kept / 8; word++) kept[word] = (uint64_t)draw(1u << 31) * draw(1u << 31);
    for (uint32_t index = 0; index < count; index++)
        if (!isnan(offered[index]) && (kept[index / 64] >> index % 64 & 1)) order[expected++] = index;
    sorted_values = offered;
    qsort(order, expected, sizeof *order, by_value);
    expected = rag_least(expected, wanted);
    AT_EVERY_LEVEL {
        struct rag_best best = {values, numbers, wanted, 0, -INFINITY};
        const size_t half = count / 2;
        rag_best_offer(&best, offered, NULL, 0, half, kept);
        rag_best_offer(&best, offered + half, NULL, (uint32_t)half, count - half, kept);
        rag_best_finish(&best);
        check(best.count == expected && memcmp(numbers, order, 4 * expected) == 0, "the best of %u", count);
    }
}

// Many queries against rows between traps: the values are the products, and no row that is left out is better.
static void compare_batch(size_t count, size_t query_count, size_t dimension) {
    enum { WANTED = 5, MOST_QUERIES = 40, ROOM = 2 * WANTED + RAG_BATCH_SLACK };
    static float queries[MOST_QUERIES * MOST_DIMENSION], values[MOST_QUERIES * ROOM], least[64];
    static uint32_t numbers[MOST_QUERIES * ROOM];
    size_t counts[MOST_QUERIES] = {0};
    const struct guarded memory = guard(count * dimension * sizeof(float), 1, draw(2));
    memcpy(memory.bytes, rows, count * dimension * sizeof(float));
    for (size_t k = 0; k < query_count * dimension; k++) queries[k] = draw_value();
    for (size_t index = 0; index < 64; index++) least[index] = index < query_count ? -INFINITY : NAN;
    const size_t size = rag_batch_query_size(query_count, dimension);
    void *batch = aligned_alloc(64, (size + 63) / 64 * 64);
    rag_batch_query_pack(queries, query_count, dimension, batch);
    const struct rag_batch_rows offered = {(const float *)memory.bytes, count, 7, NULL, NULL, NULL};
    struct rag_batch_best best = {values, numbers, counts, least, WANTED};
    rag_batch_offer(batch, &offered, &best);
    for (size_t index = 0; index < query_count; index++) {
        rag_batch_finish(&best, index);
        check(counts[index] == rag_least(count, WANTED), "the count of a batch, dimension %zu", dimension);
        memcpy(query, queries + index * dimension, dimension * sizeof(float));
        for (size_t row = 0; row < count; row++) {
            double magnitude;
            const double exact = product(rows + row * dimension, dimension, &magnitude);
            const double bound = 0x1p-23 * (double)dimension * magnitude + 1e-30;
            bool found = false;
            for (size_t place = 0; place < counts[index]; place++) {
                if (numbers[index * ROOM + place] != row + 7) continue;
                found = true;
                check(fabs(values[index * ROOM + place] - exact) <= bound, "a product of a batch, dimension %zu", dimension);
            }
            check(found || exact <= values[index * ROOM + counts[index] - 1] + 2 * bound, "a row left out, dimension %zu",
                  dimension);
        }
    }
    free(batch);
    release(memory);
}

static void compare_batches(size_t dimension) {
    AT_EVERY_LEVEL {
        if (!rag_batch_is_served()) continue;
        for (size_t k = 0; k < MOST_ROWS * dimension; k++) rows[k] = draw_value();
        compare_batch(1 + draw(MOST_ROWS), 1 + draw(40), dimension);
    }
}

int main(int count, char **arguments) {
    const bool sample = count > 1 && strcmp(arguments[1], "sample") == 0;
    static const size_t counts[] = {0, 1, 2, 7, 8, 9, 16, 33, 64, 70};
    for (size_t dimension = 1; dimension <= MOST_DIMENSION; dimension += dimension < (sample ? 20 : 140) ? 1 : 397 + draw(99)) {
        for (size_t index = 0; index < sizeof counts / sizeof *counts; index += sample ? 1 + draw(3) : 1) {
            AT_EVERY_LEVEL compare_scans(counts[index], dimension);
            compare_codes(counts[index], dimension);
        }
        compare_batches(dimension);
        compare_rotations(dimension);
    }
    compare_rotations(MOST_DIMENSION);
    compare_scans(MOST_ROWS, MOST_DIMENSION);
    for (size_t round = 0; round < (sample ? 300 : 3000); round++) compare_best();
    return report("vectors");
}
