// SPDX-License-Identifier: Apache-2.0
//
// What the files of the encoder share; nothing here is visible to Swift.
//
// Weights are packed into panels of 16 outputs, interleaved by input, so that a step loads whole registers of weights and
// multiplies them by one value of each row of a tile. The layout is the same at every level.
#ifndef RAG_ENCODER_H
#define RAG_ENCODER_H

#include "kernels.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    // Outputs in a panel.
    RAG_OUTPUTS = RAG_OUTPUT_PANEL,
    // Inputs whose weights are met by all rows before the next ones: two panels of them fit the first-level cache beside a
    // tile's rows.
    RAG_DEPTH_BLOCK = 192,
    // Rows that meet all weights before the next ones: their inputs fit the second-level cache.
    RAG_ROW_BLOCK = 480,
};

// A product of rows and panels: result[i][o] = activation(sum_k rows[i][k] * weights[o][k] + bias[o]).
struct rag_product {
    const float *rows;
    size_t row_stride;
    size_t row_count;
    // [panel][k][16]; `panel_stride` values between panels.
    const float *panels;
    size_t panel_stride;
    size_t depth;
    const float *_Nullable bias;
    float *result;
    size_t result_stride;
    size_t outputs;
    enum rag_activation activation;
};

// Every panel of codes begins with it; then follow its quads, int8 [k / 4][16][4].
struct rag_code_panel {
    // 128 times the sum of each output's codes: what kernels that lower the rows' codes by 128 leave out.
    _Alignas(64) int32_t lowered[RAG_OUTPUTS];
    float scale[RAG_OUTPUTS];
    // The sum of each output's weights as their codes have them: what a row's offset counts for.
    float sum[RAG_OUTPUTS];
};

// How a row is rounded: value = code * scale + low.
struct rag_code_range {
    float scale;
    float low;
};

// The same product for codes: sum_k (code_k * scale + low) * (code'_k * scale') + bias, with scale and low of the row and
// code' and scale' of the output.
struct rag_code_product {
    // Whole quads of codes; rows `code_stride` bytes apart.
    const uint8_t *codes;
    size_t code_stride;
    const struct rag_code_range *ranges;
    size_t row_count;
    const char *panels;
    size_t quads;
    const float *_Nullable bias;
    float *result;
    size_t result_stride;
    size_t outputs;
    enum rag_activation activation;
    // Applies the activation to a tile, in place.
    void (*activate)(float *result, size_t stride, size_t height, size_t width, enum rag_activation activation);
};

typedef void rag_code_kernel(const struct rag_code_product *product);

rag_code_kernel rag_code_product_portable;
rag_code_kernel rag_code_product_avx2;
rag_code_kernel rag_code_product_avxvnni;
rag_code_kernel rag_code_product_avx512;
rag_code_kernel rag_code_product_neon;

RAG_INLINE size_t rag_code_panel_bytes(size_t quads) { return sizeof(struct rag_code_panel) + quads * 64; }

// Bytes between rows of codes.
RAG_INLINE size_t rag_code_stride(size_t inputs) { return rag_ceiling(inputs, 64) * 64; }

// The kernels of one level that work on fp32 values.
struct rag_encoder_kernels {
    void (*product)(const struct rag_product *product);
    void (*activate)(float *result, size_t stride, size_t height, size_t width, enum rag_activation activation);
    // Rounds a row to codes of 0...255 between its least and its greatest value. `codes` has room for whole blocks of 64.
    struct rag_code_range (*encode_row)(const float *row, size_t count, uint8_t *codes);
    // Replaces the first `count` values of each row by exp(value - maximum of the row), those behind, up to `stride`, by 0,
    // and keeps 1 / sum of each row.
    void (*softmax)(float *rows, size_t row_count, size_t count, size_t stride, float *inverse_sums);
    void (*layer_norm)(float *values, const float *_Nullable residual, const float *scale, const float *shift,
                       float epsilon, size_t row_count, size_t width);
};

extern const struct rag_encoder_kernels rag_encoder_portable;
extern const struct rag_encoder_kernels rag_encoder_avx2;
extern const struct rag_encoder_kernels rag_encoder_avx512;
extern const struct rag_encoder_kernels rag_encoder_neon;

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
