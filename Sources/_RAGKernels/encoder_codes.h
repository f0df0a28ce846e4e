// SPDX-License-Identifier: Apache-2.0
//
// The product of codes for one instruction set. The file that includes this one defines LEVEL, TARGET, LANES, TALLEST,
// PANELS and PIN as for encoder_template.h, and:
//
//   DOT(sum, value, weights)  sum + the dot products of four unsigned codes, the same in every lane, with each lane's four
//                             signed codes
//   START(lowered)            what sums begin with: `lowered` where DOT lowers codes by 128, or zeros
#include "encoder.h"

typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef int32_t loose_integers __attribute__((vector_size(LANES * 4), aligned(4)));
typedef float floats __attribute__((vector_size(LANES * 4)));
typedef float loose_floats __attribute__((vector_size(LANES * 4), aligned(4)));

#define JOIN_NAMES(a, b) a##_##b
#define JOIN(a, b) JOIN_NAMES(a, b)
#define NAME(name) JOIN(name, LEVEL)
#define PARTS (RAG_OUTPUTS / LANES)

TARGET RAG_INLINE integers load(const void *from) { return *(const loose_integers *)from; }

// The same four codes in every lane.
TARGET RAG_INLINE integers four_codes(const uint8_t *codes) {
    int32_t four;
    __builtin_memcpy(&four, codes, sizeof four);
    return four - (integers){0};
}

// One tile of a product. Every step asks for the weights that lie `ahead` bytes further, as a tile of fp32 values does.
TARGET RAG_INLINE void tile(const size_t HEIGHT, const size_t WIDTH, const struct rag_code_product *p, const uint8_t *codes,
                            const struct rag_code_range *ranges, const char *panels, size_t panel_bytes, size_t ahead,
                            const float *bias, float *result, size_t result_stride) {
    integers sum[TALLEST][PANELS * PARTS];
    RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++) {
        const struct rag_code_panel *panel = (const void *)(panels + part / PARTS * panel_bytes);
        const integers start = START(load(panel->lowered + part % PARTS * LANES));
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) sum[row][part] = start;
    }
    const uint8_t *at[(TALLEST + 2) / 3];
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {
        at[triple] = codes + triple * 3 * p->code_stride;
        __asm__ volatile("" : "+r"(at[triple]));
    }
    const char *first = panels + sizeof(struct rag_code_panel), *second = first + panel_bytes;
    for (size_t quad = 0; quad < p->quads; quad++) {
        integers weights[PANELS * PARTS];
        RAG_UNROLL for (size_t part = 0; part < PARTS; part++) {
            weights[part] = load(first + part * LANES * 4);
            if (WIDTH > 1) weights[PARTS + part] = load(second + part * LANES * 4);
        }
        __builtin_prefetch(first + ahead, 0, 2);
        if (WIDTH > 1) __builtin_prefetch(second + ahead, 0, 2);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const integers value = four_codes(at[row / 3] + row % 3 * p->code_stride);
            RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++)
                sum[row][part] = DOT(sum[row][part], value, weights[part]);
            PIN(sum[row][0])
        }
        RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += 4;
        first += 64;
        second += 64;
    }
    RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++) {
        const struct rag_code_panel *panel = (const void *)(panels + part / PARTS * panel_bytes);
        const floats scale = *(const loose_floats *)(panel->scale + part % PARTS * LANES);
        const floats weight_sum = *(const loose_floats *)(panel->sum + part % PARTS * LANES);
        const floats shift = *(const loose_floats *)(bias + part * LANES);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const floats value = __builtin_convertvector(sum[row][part], floats);
            *(loose_floats *)(result + row * result_stride + part * LANES) = value * (scale * ranges[row].scale) + (weight_sum * ranges[row].low + shift);
        }
    }
}

TARGET RAG_INLINE void tile_of_any_height(const size_t WIDTH, size_t height, const struct rag_code_product *p,
                                          const uint8_t *codes, const struct rag_code_range *ranges, const char *panels,
                                          size_t panel_bytes, size_t ahead, const float *bias, float *result,
                                          size_t result_stride) {
#define TILE(HEIGHT, ...) \
    if (HEIGHT <= TALLEST) tile(HEIGHT <= TALLEST ? HEIGHT : 1, WIDTH, __VA_ARGS__)
    RAG_TILE_OF_HEIGHT(height, TILE, p, codes, ranges, panels, panel_bytes, ahead, bias, result, result_stride)
#undef TILE
}

// All rows against the panels of one tile's width.
TARGET static void NAME(column_of_tiles)(const struct rag_code_product *p, size_t first_output) {
    const size_t width = rag_least(p->outputs - first_output, PANELS * RAG_OUTPUTS);
    const size_t padded = rag_ceiling(width, RAG_OUTPUTS) * RAG_OUTPUTS;
    const size_t panel_bytes = rag_code_panel_bytes(p->quads);
    const char *panels = p->panels + first_output / RAG_OUTPUTS * panel_bytes;
    const size_t ahead = p->outputs - first_output > width ? PANELS * panel_bytes : 0;
    float bias[PANELS * RAG_OUTPUTS] = {0};
    if (p->bias != NULL) __builtin_memcpy(bias, p->bias + first_output, width * sizeof(float));
    float edge[TALLEST * PANELS * RAG_OUTPUTS];
    for (size_t row = 0, height; row < p->row_count; row += height) {
        height = rag_tile_height(p->row_count - row, TALLEST);
        const uint8_t *codes = p->codes + row * p->code_stride;
        float *result = p->result + row * p->result_stride + first_output;
        float *target = width == padded ? result : edge;
        const size_t stride = width == padded ? p->result_stride : PANELS * RAG_OUTPUTS;
        if (PANELS > 1 && padded > RAG_OUTPUTS)
            tile_of_any_height(PANELS, height, p, codes, p->ranges + row, panels, panel_bytes, ahead, bias, target, stride);
        else
            tile_of_any_height(1, height, p, codes, p->ranges + row, panels, panel_bytes, ahead, bias, target, stride);
        if (p->activation != RAG_ACTIVATION_NONE) p->activate(target, stride, height, padded, p->activation);
        if (target == edge) {
            for (size_t i = 0; i < height; i++)
                __builtin_memcpy(result + i * p->result_stride, edge + i * stride, width * sizeof(float));
        }
    }
}

TARGET void NAME(rag_code_product)(const struct rag_code_product *product) {
    struct rag_code_product block = *product;
    for (size_t row = 0; row < product->row_count; row += RAG_ROW_BLOCK) {
        block.codes = product->codes + row * product->code_stride;
        block.ranges = product->ranges + row;
        block.result = product->result + row * product->result_stride;
        block.row_count = rag_least(product->row_count - row, RAG_ROW_BLOCK);
        for (size_t output = 0; output < product->outputs; output += PANELS * RAG_OUTPUTS)
            NAME(column_of_tiles)(&block, output);
    }
}
