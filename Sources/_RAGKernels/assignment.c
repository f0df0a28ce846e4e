// SPDX-License-Identifier: Apache-2.0
//
// The two centroids that a row of an inverted file is kept under. The loops are free of branches, so that compilers turn them
// into vectors; they are compiled once for the base instruction set and once for AVX2.
#include <math.h>

#include "include/RAGClustering.h"
#include "kernels.h"

// The lanes of a search for a least value: as many values are compared side by side.
enum { LANES = 16 };

struct least {
    float values[LANES];
    uint32_t places[LANES];
};

// The place of the least value, the lowest among equals.
RAG_INLINE uint32_t least_place(const struct least *least) {
    size_t best = 0;
    for (size_t lane = 1; lane < LANES; lane++) {
        const bool lower = least->values[lane] < least->values[best];
        const bool equal = least->values[lane] == least->values[best];
        if (lower || (equal && least->places[lane] < least->places[best])) best = lane;
    }
    return least->places[best];
}

RAG_INLINE void note_lane(struct least *least, size_t lane, float loss, size_t place) {
    const bool lower = loss < least->values[lane];
    least->values[lane] = lower ? loss : least->values[lane];
    least->places[lane] = lower ? (uint32_t)place : least->places[lane];
}

RAG_INLINE struct least no_least(void) {
    struct least least;
    for (size_t lane = 0; lane < LANES; lane++) {
        least.values[lane] = INFINITY;
        least.places[lane] = UINT32_MAX;
    }
    return least;
}

RAG_INLINE uint32_t nearest_of(const float *products, const float *lengths, size_t count) {
    struct least least = no_least();
    size_t place = 0;
    for (; place + LANES <= count; place += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            note_lane(&least, lane, lengths[place + lane] - 2 * products[place + lane], place + lane);
    for (; place < count; place++) note_lane(&least, place % LANES, lengths[place] - 2 * products[place], place);
    return least_place(&least);
}

RAG_INLINE float spill_loss(float product, float length, float gram, float own, float weight) {
    const float parallel = own - product + gram;
    return length - 2 * product + weight * parallel * parallel;
}

RAG_INLINE uint32_t second_of(const float *products, const float *lengths, const float *gram, size_t count,
                              uint32_t nearest, float own, float weight) {
    struct least least = no_least();
    size_t place = 0;
    for (; place + LANES <= count; place += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            const size_t here = place + lane;
            const float loss = spill_loss(products[here], lengths[here], gram[here], own, weight);
            note_lane(&least, lane, here == nearest ? INFINITY : loss, here);
        }
    for (; place < count; place++) {
        const float loss = spill_loss(products[place], lengths[place], gram[place], own, weight);
        note_lane(&least, place % LANES, place == nearest ? INFINITY : loss, place);
    }
    return least_place(&least);
}

RAG_INLINE void assign_two_loop(const float *products, const float *row_lengths, size_t rows, const float *lengths,
                                const float *gram, size_t count, float weight, uint32_t *nearest, uint32_t *second) {
    for (size_t row = 0; row < rows; row++, products += count) {
        const uint32_t first = nearest_of(products, lengths, count);
        // Only values that are no numbers leave no place.
        nearest[row] = first < count ? first : 0;
        const float product = products[nearest[row]];
        const float residual = row_lengths[row] - 2 * product + lengths[nearest[row]];
        const float factor = residual > 0 ? weight / residual : 0;
        const uint32_t other = second_of(products, lengths, gram + nearest[row] * count, count, nearest[row],
                                         row_lengths[row] - product, factor);
        second[row] = other < count ? other : nearest[row];
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void assign_two_avx2(const float *products, const float *row_lengths,
                                                            size_t rows, const float *lengths, const float *gram,
                                                            size_t count, float weight, uint32_t *nearest,
                                                            uint32_t *second) {
    assign_two_loop(products, row_lengths, rows, lengths, gram, count, weight, nearest, second);
}
#endif

void rag_assign_two_f32(const float *products, const float *row_lengths, size_t rows, const float *lengths,
                        const float *gram, size_t count, float weight, uint32_t *nearest, uint32_t *second) {
#if defined(__x86_64__)
    if (rag_cpu_level() >= RAG_LEVEL_AVX2) {
        assign_two_avx2(products, row_lengths, rows, lengths, gram, count, weight, nearest, second);
        return;
    }
#endif
    assign_two_loop(products, row_lengths, rows, lengths, gram, count, weight, nearest, second);
}
