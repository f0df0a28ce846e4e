// SPDX-License-Identifier: Apache-2.0
//
// The encoder around whichever kernels are in use: packing, attention, and what memory bounds anyway.
#include <math.h>
#include <sched.h>
#include <string.h>

#include "encoder.h"

static const struct rag_encoder_kernels *kernels_in_use(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX512: return &rag_encoder_avx512;
    case RAG_LEVEL_AVX2: return &rag_encoder_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return &rag_encoder_neon;
#endif
    default: return &rag_encoder_portable;
    }
}

static rag_code_kernel *code_kernel_in_use(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX512:
        return rag_cpu_features() & RAG_FEATURE_AVX512_VNNI ? rag_code_product_avx512 : rag_code_product_avx2;
    case RAG_LEVEL_AVX2:
        return rag_cpu_features() & RAG_FEATURE_AVX_VNNI ? rag_code_product_avxvnni : rag_code_product_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON:
        return rag_cpu_features() & RAG_FEATURE_NEON_DOTPROD ? rag_code_product_neon : rag_code_product_portable;
#endif
    default: return rag_code_product_portable;
    }
}

// ---- Threads --------------------------------------------------------------------------------------------------------

void rag_wait_round(size_t round) {
    enum { ROUNDS_OF_A_YIELD = 1024 };
    if (round % ROUNDS_OF_A_YIELD == ROUNDS_OF_A_YIELD - 1) {
        sched_yield();
        return;
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// ---- Linear layers --------------------------------------------------------------------------------------------------

static size_t panel_count(size_t outputs) { return rag_ceiling(outputs, RAG_OUTPUTS); }

size_t rag_linear_pack_size(size_t outputs, size_t inputs) {
    return panel_count(outputs) * inputs * RAG_OUTPUTS * sizeof(float);
}

// Interleaves rows, `stride` values apart, into panels of 16; zeros stand for rows beyond the last.
static void pack_panels(const float *rows, size_t stride, size_t row_count, size_t depth, float *panels) {
    for (size_t first = 0; first < row_count; first += RAG_OUTPUTS, panels += depth * RAG_OUTPUTS) {
        const size_t height = rag_least(row_count - first, RAG_OUTPUTS);
        if (height < RAG_OUTPUTS) memset(panels, 0, depth * RAG_OUTPUTS * sizeof(float));
        for (size_t row = 0; row < height; row++) {
            const float *source = rows + (first + row) * stride;
            for (size_t k = 0; k < depth; k++) panels[k * RAG_OUTPUTS + row] = source[k];
        }
    }
}

void rag_linear_pack(const float *weights, size_t outputs, size_t inputs, void *packed) {
    pack_panels(weights, inputs, outputs, inputs, packed);
}

void rag_linear(const void *packed, const float *bias, size_t outputs, size_t inputs, const float *rows,
                size_t row_stride, size_t row_count, enum rag_activation activation, float *result,
                size_t result_stride) {
    const struct rag_product product = {
        .rows = rows,
        .row_stride = row_stride,
        .row_count = row_count,
        .panels = packed,
        .panel_stride = inputs * RAG_OUTPUTS,
        .depth = inputs,
        .bias = bias,
        .result = result,
        .result_stride = result_stride,
        .outputs = outputs,
        .activation = activation,
    };
    kernels_in_use()->product(&product);
}

size_t rag_linear_i8_pack_size(size_t outputs, size_t inputs) {
    return panel_count(outputs) * rag_code_panel_bytes(rag_ceiling(inputs, 4));
}

void rag_linear_i8_pack(const float *weights, size_t outputs, size_t inputs, void *packed) {
    const size_t panel_bytes = rag_code_panel_bytes(rag_ceiling(inputs, 4));
    memset(packed, 0, rag_linear_i8_pack_size(outputs, inputs));
    for (size_t output = 0; output < outputs; output++, weights += inputs) {
        struct rag_code_panel *panel =
            (struct rag_code_panel *)((char *)packed + output / RAG_OUTPUTS * panel_bytes);
        int8_t *quads = (int8_t *)(panel + 1);
        const size_t lane = output % RAG_OUTPUTS;
        float magnitude = 0;
        for (size_t k = 0; k < inputs; k++) magnitude = fmaxf(magnitude, fabsf(weights[k]));
        const float scale = magnitude / 127, inverse = scale >= 0x1p-126f ? 1 / scale : 0;
        int32_t sum = 0;
        for (size_t k = 0; k < inputs; k++) {
            const int8_t code = (int8_t)rintf(weights[k] * inverse);
            quads[(k / 4 * RAG_OUTPUTS + lane) * 4 + k % 4] = code;
            sum += code;
        }
        panel->lowered[lane] = 128 * sum;
        panel->scale[lane] = scale;
        panel->sum[lane] = (float)sum * scale;
    }
}

size_t rag_linear_i8_scratch_size(size_t inputs, size_t row_count) {
    return row_count * (rag_code_stride(inputs) + sizeof(struct rag_code_range));
}

void rag_linear_i8(const void *packed, const float *bias, size_t outputs, size_t inputs, const float *rows,
                   size_t row_stride, size_t row_count, enum rag_activation activation, float *result,
                   size_t result_stride, void *scratch) {
    const struct rag_encoder_kernels *const kernels = kernels_in_use();
    const size_t stride = rag_code_stride(inputs);
    uint8_t *codes = scratch;
    struct rag_code_range *ranges = (struct rag_code_range *)(codes + row_count * stride);
    for (size_t row = 0; row < row_count; row++) {
        // Beyond the inputs the codes meet zeros, but must hold something.
        memset(codes + row * stride + stride - 64, 0, 64);
        ranges[row] = kernels->encode_row(rows + row * row_stride, inputs, codes + row * stride);
    }
    const struct rag_code_product product = {
        .codes = codes,
        .code_stride = stride,
        .ranges = ranges,
        .row_count = row_count,
        .panels = packed,
        .quads = rag_ceiling(inputs, 4),
        .bias = bias,
        .result = result,
        .result_stride = result_stride,
        .outputs = outputs,
        .activation = activation,
        .activate = kernels->activate,
    };
    code_kernel_in_use()(&product);
}

// ---- Attention ------------------------------------------------------------------------------------------------------

enum {
    // Query rows whose scores are kept at a time.
    QUERY_ROWS = 48,
};

static size_t padded_count(size_t count) { return rag_ceiling(count, RAG_OUTPUTS) * RAG_OUTPUTS; }

size_t rag_attention_scratch_size(size_t tokens, size_t head_size) {
    const size_t keys = padded_count(tokens) * head_size, values = tokens * padded_count(head_size);
    return (keys + values + QUERY_ROWS * padded_count(tokens)) * sizeof(float);
}

// Interleaves the columns of rows into panels of 16 columns.
static void pack_columns(const float *rows, size_t stride, size_t row_count, size_t columns, float *panels) {
    for (size_t first = 0; first < columns; first += RAG_OUTPUTS, panels += row_count * RAG_OUTPUTS) {
        const size_t width = rag_least(columns - first, RAG_OUTPUTS);
        for (size_t row = 0; row < row_count; row++) {
            memcpy(panels + row * RAG_OUTPUTS, rows + row * stride + first, width * sizeof(float));
            if (width < RAG_OUTPUTS)
                memset(panels + row * RAG_OUTPUTS + width, 0, (RAG_OUTPUTS - width) * sizeof(float));
        }
    }
}

void rag_attention(const float *queries, const float *keys, const float *values, size_t stride, size_t tokens,
                   size_t head_size, float *result, size_t result_stride, void *scratch) {
    const struct rag_encoder_kernels *const kernels = kernels_in_use();
    const size_t padded = padded_count(tokens);
    float *key_panels = scratch, *value_panels = key_panels + padded * head_size;
    float *scores = value_panels + tokens * padded_count(head_size);
    pack_panels(keys, stride, tokens, head_size, key_panels);
    pack_columns(values, stride, tokens, head_size, value_panels);
    struct rag_product similarity = {
        .row_stride = stride,
        .panels = key_panels,
        .panel_stride = head_size * RAG_OUTPUTS,
        .depth = head_size,
        .result = scores,
        .result_stride = padded,
        .outputs = padded,
    };
    struct rag_product mixture = {
        .rows = scores,
        .row_stride = padded,
        .panels = value_panels,
        .panel_stride = tokens * RAG_OUTPUTS,
        .depth = tokens,
        .result_stride = result_stride,
        .outputs = head_size,
    };
    float inverse_sums[QUERY_ROWS];
    for (size_t done = 0; done < tokens; done += QUERY_ROWS) {
        const size_t count = rag_least(tokens - done, QUERY_ROWS);
        similarity.rows = queries + done * stride;
        similarity.row_count = mixture.row_count = count;
        kernels->product(&similarity);
        kernels->softmax(scores, count, tokens, padded, inverse_sums);
        mixture.result = result + done * result_stride;
        kernels->product(&mixture);
        for (size_t row = 0; row < count; row++)
            for (size_t k = 0; k < head_size; k++) mixture.result[row * result_stride + k] *= inverse_sums[row];
    }
}

// ---- Rows -----------------------------------------------------------------------------------------------------------

void rag_layer_norm(float *values, const float *residual, const float *scale, const float *shift, float epsilon,
                    size_t row_count, size_t width) {
    kernels_in_use()->layer_norm(values, residual, scale, shift, epsilon, row_count, width);
}

void rag_embedding_rows(const float *table, const int32_t *tokens, const float *positions, const int32_t *places,
                        const float *kind, size_t row_count, size_t width, float *result) {
    for (size_t row = 0; row < row_count; row++, result += width) {
        const float *word = table + (size_t)tokens[row] * width, *place = positions + (size_t)places[row] * width;
        for (size_t k = 0; k < width; k++) result[k] = word[k] + place[k] + kind[k];
    }
}

void rag_mean_rows(const float *rows, size_t row_count, size_t width, float *result) {
    memcpy(result, rows, width * sizeof(float));
    for (size_t row = 1; row < row_count; row++)
        for (size_t k = 0; k < width; k++) result[k] += rows[row * width + k];
    const float share = 1 / (float)row_count;
    for (size_t k = 0; k < width; k++) result[k] *= share;
}

void rag_unit_rows(float *rows, size_t row_count, size_t width) {
    for (size_t row = 0; row < row_count; row++, rows += width) {
        double squares = 0;
        for (size_t k = 0; k < width; k++) squares += (double)rows[k] * (double)rows[k];
        if (squares == 0) continue;
        const float inverse = (float)(1 / sqrt(squares));
        for (size_t k = 0; k < width; k++) rows[k] *= inverse;
    }
}
