// SPDX-License-Identifier: Apache-2.0
//
// Encoding rows to signs and packing queries into tables, around whichever kernels are in use.
#include <math.h>
#include <string.h>

#include "vectors.h"

const struct rag_binary_kernels *rag_binary_kernels(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX2: return &rag_binary_avx2;
    case RAG_LEVEL_AVX512:
        if (rag_cpu_features() & RAG_FEATURE_AVX512_VBMI && rag_cpu_features() & RAG_FEATURE_AVX512_VNNI)
            return &rag_binary_avx512;
        return &rag_binary_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return &rag_binary_neon;
#endif
    default: return &rag_binary_portable;
    }
}

static size_t word_count(size_t dimension) { return rag_ceiling(dimension, 32); }

size_t rag_code_block_size(size_t dimension) { return rag_code_block_bytes(word_count(dimension)); }

size_t rag_code_query_size(size_t dimension) {
    return sizeof(struct rag_code_query) + word_count(dimension) * RAG_WORD_TABLE;
}

// ---- Encoding -------------------------------------------------------------------------------------------------------

struct residual_sums {
    double magnitudes, squares, centroid, centroid_signs;
};

static struct residual_sums write_signs(const float *residual, const float *centroid, size_t dimension, uint32_t *words) {
    struct residual_sums sums = {0, 0, 0, 0};
    for (size_t word = 0; word < word_count(dimension); word++) {
        uint32_t signs = 0;
        const size_t end = rag_least(32 * word + 32, dimension);
        for (size_t k = 32 * word; k < end; k++) {
            const double value = residual[k], near = centroid ? centroid[k] : 0;
            const bool positive = value > 0;
            signs |= (uint32_t)positive << k % 32;
            sums.magnitudes += fabs(value);
            sums.squares += value * value;
            sums.centroid += near * value;
            sums.centroid_signs += positive ? near : -near;
        }
        words[word * RAG_CODE_LANES] = signs;
    }
    return sums;
}

void rag_code_encode(const float *residuals, const float *centroid, const float *biases, size_t count, size_t dimension,
                     void *blocks, size_t first) {
    const size_t words = word_count(dimension);
    for (size_t index = 0; index < count; index++) {
        const size_t place = first + index, lane = place % RAG_CODE_LANES;
        uint32_t *block = (uint32_t *)((char *)blocks + place / RAG_CODE_LANES * rag_code_block_bytes(words));
        float *factors = (float *)(block + words * RAG_CODE_LANES) + lane;
        const struct residual_sums sums = write_signs(residuals + index * dimension, centroid, dimension, block + lane);
        const double bias = biases ? biases[index] : 0;
        const double scale = sums.magnitudes > 0 ? sums.squares / sums.magnitudes : 0;
        // The share of the residual that its signs do not carry, spread over the other dimensions.
        const double across = fmax(0, scale * scale * (double)dimension - sums.squares);
        factors[0] = (float)scale;
        factors[RAG_CODE_LANES] = (float)(bias + sums.centroid - scale * sums.centroid_signs);
        factors[2 * RAG_CODE_LANES] = (float)sqrt(across / (double)(dimension > 1 ? dimension - 1 : 1));
    }
}

// ---- Packing a query ------------------------------------------------------------------------------------------------

static void list_subsets(const float *values, float *entries) {
    entries[0] = 0;
    for (size_t entry = 1; entry < RAG_TABLE_ENTRIES; entry++) {
        const size_t lowest = (size_t)__builtin_ctz((unsigned)entry);
        entries[entry] = entries[entry & (entry - 1)] + values[lowest];
    }
}

// Where the table of values 4t ..< 4t + 4 begins.
static size_t table_place(size_t table) {
    const size_t word = table / 8, half = table % 2, byte = table % 8 / 2;
    return word * RAG_WORD_TABLE + half * (RAG_WORD_TABLE / 2) + byte * RAG_TABLE_ENTRIES;
}

static void quad_of(const float *query, size_t dimension, size_t table, float *values) {
    for (size_t k = 0; k < 4; k++) values[k] = 4 * table + k < dimension ? query[4 * table + k] : 0;
}

void rag_code_query_pack(const float *values, size_t dimension, void *packed) {
    memset(packed, 0, rag_code_query_size(dimension));
    struct rag_code_query *query = packed;
    query->words = word_count(dimension);
    uint8_t *tables = (uint8_t *)(query + 1);
    float quad[4], widest = 0;
    double lows = 0, total = 0;
    for (size_t table = 0; table < 8 * query->words; table++) {
        quad_of(values, dimension, table, quad);
        float width = 0;
        for (size_t k = 0; k < 4; k++) {
            width += fabsf(quad[k]);
            lows += fminf(quad[k], 0);
            total += quad[k];
        }
        widest = fmaxf(widest, width);
    }
    const float step = widest / 255;
    for (size_t table = 0; table < 8 * query->words && step > 0; table++) {
        float entries[RAG_TABLE_ENTRIES], low = 0;
        quad_of(values, dimension, table, quad);
        list_subsets(quad, entries);
        for (size_t k = 0; k < 4; k++) low += fminf(quad[k], 0);
        for (size_t entry = 0; entry < RAG_TABLE_ENTRIES; entry++)
            tables[table_place(table) + entry] = (uint8_t)fminf(255, fmaxf(0, rintf((entries[entry] - low) / step)));
    }
    query->step = 2 * step;
    query->start = (float)(2 * lows - total);
}

// ---- Estimating -----------------------------------------------------------------------------------------------------

enum { BLOCKS_AT_ONCE = 8 };

static const void *block_at(const struct rag_code_query *query, const void *blocks, size_t block) {
    return (const char *)blocks + block * rag_code_block_bytes(query->words);
}

void rag_code_estimates(const void *packed, const void *blocks, size_t count, float base, float error_weight,
                        float *estimates) {
    const struct rag_code_query *query = packed;
    const struct rag_code_terms terms = {base, error_weight};
    const size_t whole = count / RAG_CODE_LANES, rest = count % RAG_CODE_LANES;
    const struct rag_binary_kernels *kernels = rag_binary_kernels();
    kernels->estimates(query, blocks, whole, terms, estimates);
    if (rest == 0) return;
    float last[RAG_CODE_LANES];
    kernels->estimates(query, block_at(query, blocks, whole), 1, terms, last);
    memcpy(estimates + whole * RAG_CODE_LANES, last, rest * sizeof *last);
}

void rag_code_offer(const void *packed, const void *blocks, size_t count, float base, float error_weight,
                    uint32_t first, struct rag_best *best) {
    const struct rag_code_query *query = packed;
    const struct rag_code_terms terms = {base, error_weight};
    const struct rag_binary_kernels *kernels = rag_binary_kernels();
    size_t block = 0;
    if (kernels->offer) {
        block = count / RAG_CODE_LANES;
        kernels->offer(query, blocks, block, terms, first, best);
    }
    float estimates[BLOCKS_AT_ONCE * RAG_CODE_LANES];
    while (block * RAG_CODE_LANES < count) {
        const size_t left = count - block * RAG_CODE_LANES;
        const size_t taken = rag_least(rag_ceiling(left, RAG_CODE_LANES), BLOCKS_AT_ONCE);
        kernels->estimates(query, block_at(query, blocks, block), taken, terms, estimates);
        rag_best_offer(best, estimates, NULL, first + (uint32_t)(block * RAG_CODE_LANES),
                       rag_least(left, taken * RAG_CODE_LANES), NULL);
        block += taken;
    }
}
