// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of a transformer encoder (Vaswani et al. 2017, arXiv 1706.03762): linear layers with packed weights,
// attention, layer normalisation.
//
// What holds for every function here:
// - Rows are token states, one after the other; a stride is the distance of two rows in values.
// - Packed weights start at a multiple of 64 bytes and are the same at every level; anything else may start anywhere.
// - No byte outside a buffer is read, no memory is allocated, no function blocks for longer than it takes others to run.
// - Every row of a result depends on its own row alone and is computed in the same order wherever it stands: a text has
//   the same states in every batch and on any number of threads. Results are not aliases of operands unless said so.
#ifndef RAG_ENCODER_KERNELS_H
#define RAG_ENCODER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifndef __clang__
#define _Nonnull
#define _Nullable
#endif

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

#ifdef __cplusplus
extern "C" {
#endif

// What is applied to every output of a linear layer.
enum rag_activation {
    RAG_ACTIVATION_NONE = 0,
    // x * Phi(x), Phi the normal distribution (Hendrycks and Gimpel 2016, arXiv 1606.08415); |error| <= 2e-7 + 4e-7 |x|.
    RAG_ACTIVATION_GELU = 1,
    // The approximation of the same by a hyperbolic tangent.
    RAG_ACTIVATION_GELU_TANH = 2,
    // max(x, 0).
    RAG_ACTIVATION_RELU = 3,
};

// ---- Threads --------------------------------------------------------------------------------------------------------

// Lets a little time pass for a thread that waits for another one's next result; round: how often it has waited, from 0.
//
// Now and then another thread may have the processor, in case the awaited one needs it.
void rag_wait_round(size_t round);

// ---- Linear layers --------------------------------------------------------------------------------------------------

enum {
    // Outputs whose weights are packed together. Some outputs of a layer, from a multiple of this on, are a layer of their own,
    // whose packed weights begin after as many bytes as those of the outputs before take.
    RAG_OUTPUT_PANEL = 16,
};

// Bytes that packed fp32 weights take.
size_t rag_linear_pack_size(size_t outputs, size_t inputs);

// Packs weights of outputs x inputs values, as PyTorch stores them.
void rag_linear_pack(const float *weights, size_t outputs, size_t inputs, void *packed);

// result[i][o] = activation(sum_k rows[i][k] * weights[o][k] + bias[o]).
//
// bias: one value per output; NULL means none.
void rag_linear(const void *packed, const float *_Nullable bias, size_t outputs, size_t inputs, const float *rows,
                size_t row_stride, size_t row_count, enum rag_activation activation, float *result,
                size_t result_stride);

// Bytes that packed int8 weights take.
size_t rag_linear_i8_pack_size(size_t outputs, size_t inputs);

// Packs weights as int8 codes with one scale per output, max |weight| / 127.
void rag_linear_i8_pack(const float *weights, size_t outputs, size_t inputs, void *packed);

// Bytes of scratch that `rag_linear_i8` needs.
size_t rag_linear_i8_scratch_size(size_t inputs, size_t row_count);

// The same as `rag_linear`, with every row rounded to 256 steps between its least and its greatest value. Sums of codes
// are exact, so that all levels agree but for the roundings of the last step.
//
// inputs: at most 65,536. scratch: `rag_linear_i8_scratch_size` bytes, aligned to 64.
void rag_linear_i8(const void *packed, const float *_Nullable bias, size_t outputs, size_t inputs, const float *rows,
                   size_t row_stride, size_t row_count, enum rag_activation activation, float *result,
                   size_t result_stride, void *scratch);

// ---- Attention ------------------------------------------------------------------------------------------------------

// Bytes of scratch that `rag_attention` needs for a sequence of so many tokens.
size_t rag_attention_scratch_size(size_t tokens, size_t head_size);

// One head of attention over one sequence: result[i] = sum_j softmax_j(queries[i] . keys[j]) * values[j].
//
// queries must be scaled already. queries, keys, values: the head's columns of row 0 of the sequence, rows `stride`
// apart. result: the head's columns of row 0. scratch: aligned to 64.
void rag_attention(const float *queries, const float *keys, const float *values, size_t stride, size_t tokens,
                   size_t head_size, float *result, size_t result_stride, void *scratch);

// ---- Rows -----------------------------------------------------------------------------------------------------------

// values[i] = normalised(values[i] + residual[i]) * scale + shift, in place; NULL means no residual.
void rag_layer_norm(float *values, const float *_Nullable residual, const float *scale, const float *shift,
                    float epsilon, size_t row_count, size_t width);

// result[i] = table[tokens[i]] + positions[first_position[i]] + kind, rows of `width` values.
void rag_embedding_rows(const float *table, const int32_t *tokens, const float *positions, const int32_t *places,
                        const float *kind, size_t row_count, size_t width, float *result);

// result = the mean of at least one row.
void rag_mean_rows(const float *rows, size_t row_count, size_t width, float *result);

// Scales each row to length 1, in place; a row of zeros stays as it is.
void rag_unit_rows(float *rows, size_t row_count, size_t width);

#ifdef __cplusplus
}
#endif

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
