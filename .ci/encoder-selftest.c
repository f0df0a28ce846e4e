// SPDX-License-Identifier: Apache-2.0
//
// Compares the encoder's linear layers, attention and rows with double precision, at every level and between pages that trap.
// Built by .ci/kernels.
#include "selftest.h"
#include "EncoderKernels.h"
#include "encoder.h"

// Memory as packed weights and scratch want it.
static void *aligned(size_t bytes) { return aligned_alloc(64, rag_ceiling(bytes + 1, 64) * 64); }

static double activated(double x, enum rag_activation activation) {
    switch (activation) {
    case RAG_ACTIVATION_GELU: return x * erfc(-x / sqrt(2)) / 2;
    case RAG_ACTIVATION_GELU_TANH: return x * (1 + tanh(sqrt(2 / acos(-1)) * (x + 0.044715 * x * x * x))) / 2;
    case RAG_ACTIVATION_RELU: return fmax(x, 0);
    default: return x;
    }
}

// A linear layer in fp32 and in int8. Between the outputs of two rows lie values that have to stay as they are.
static void compare_linear(size_t row_count, size_t inputs, size_t outputs) {
    const size_t stride = inputs + draw(3), result_stride = outputs + draw(3);
    const enum rag_activation activation = (enum rag_activation)draw(4);
    const struct guarded weights = guarded_values(outputs * inputs), bias = guarded_values(outputs);
    const struct guarded rows = guarded_values((row_count - 1) * stride + inputs);
    const size_t result_count = (row_count - 1) * result_stride + outputs;
    const struct guarded result = guard(result_count * sizeof(float), 4, draw(2));
    const float *const shift = draw(3) == 0 ? NULL : bias.values;
    void *const packed = aligned(rag_linear_pack_size(outputs, inputs));
    void *const codes = aligned(rag_linear_i8_pack_size(outputs, inputs));
    void *const scratch = aligned(rag_linear_i8_scratch_size(inputs, row_count));
    double *const expected = malloc(result_count * sizeof(double)), *const bound = malloc(result_count * sizeof(double));
    double *const coarse = malloc(result_count * sizeof(double));
    for (size_t row = 0; row < row_count; row++) {
        const float *const values = rows.values + row * stride;
        double low = values[0], high = values[0], magnitude = 0;
        for (size_t k = 0; k < inputs; k++) {
            low = fmin(low, values[k]);
            high = fmax(high, values[k]);
            magnitude += fabs(values[k]);
        }
        for (size_t output = 0; output < outputs; output++) {
            double sum = shift == NULL ? 0 : shift[output], size = fabs(sum), widest = 0, length = 0;
            for (size_t k = 0; k < inputs; k++) {
                const double weight = weights.values[output * inputs + k];
                sum += weight * values[k];
                size += fabs(weight * values[k]);
                widest = fmax(widest, fabs(weight));
                length += fabs(weight);
            }
            const size_t place = row * result_stride + output;
            expected[place] = activated(sum, activation);
            // No activation is steeper than 1.2.
            bound[place] = 1.2 * 0x1p-24 * (double)(inputs + 4) * size + 4e-7 * fabs(sum) + 3e-7;
            // Half a step of a row's codes for each weight, and half a step of a weight's code for each value.
            const double step = (high - low) / 255;
            coarse[place] = 1.2 * (step / 2 * (length + (double)inputs * widest / 254) + widest / 254 * magnitude) +
                            bound[place] + 1e-5 * size;
        }
    }
    rag_linear_pack(weights.values, outputs, inputs, packed);
    rag_linear_i8_pack(weights.values, outputs, inputs, codes);
    for (int precision = 0; precision < 2; precision++) AT_EVERY_LEVEL {
        for (size_t index = 0; index < result_count; index++) result.values[index] = 1e30f;
        if (precision == 0)
            rag_linear(packed, shift, outputs, inputs, rows.values, stride, row_count, activation, result.values,
                       result_stride);
        else
            rag_linear_i8(codes, shift, outputs, inputs, rows.values, stride, row_count, activation, result.values,
                          result_stride, scratch);
        for (size_t index = 0; index < result_count; index++) {
            const bool is_output = index % result_stride < outputs;
            const double error = is_output ? fabs(result.values[index] - expected[index]) : 0;
            if (is_output)
                check(error <= (precision == 0 ? bound : coarse)[index], "an output of %s, %zu inputs",
                      precision == 0 ? "fp32" : "int8", inputs);
            else
                check(result.values[index] == 1e30f, "what lies between two rows, %zu inputs", inputs);
        }
        // A row has the same outputs by itself.
        const size_t row = draw((uint32_t)row_count);
        float *const alone = aligned(outputs * sizeof(float));
        const float *const one = rows.values + row * stride;
        if (precision == 0)
            rag_linear(packed, shift, outputs, inputs, one, stride, 1, activation, alone, outputs);
        else
            rag_linear_i8(codes, shift, outputs, inputs, one, stride, 1, activation, alone, outputs, scratch);
        check(memcmp(alone, result.values + row * result_stride, outputs * sizeof(float)) == 0, "a row alone, %zu inputs",
              inputs);
        free(alone);
    }
    free(packed), free(codes), free(scratch), free(expected), free(bound), free(coarse);
    release(weights), release(bias), release(rows), release(result);
}

static void compare_attention(size_t tokens, size_t head_size) {
    const size_t stride = 3 * head_size + draw(3), width = head_size + draw(3);
    const struct guarded rows = guarded_values((tokens - 1) * stride + 3 * head_size);
    const struct guarded result = guard(((tokens - 1) * width + head_size) * sizeof(float), 4, draw(2));
    void *const scratch = aligned(rag_attention_scratch_size(tokens, head_size));
    double *const weights = malloc(tokens * sizeof(double));
    // Some sequences are so sure of themselves that all but one weight vanish.
    const float sharpness = draw(4) == 0 ? 200 : 2;
    for (size_t token = 0; token < tokens; token++)
        for (size_t k = 0; k < head_size; k++) rows.values[token * stride + k] *= sharpness;
    AT_EVERY_LEVEL {
        rag_attention(rows.values, rows.values + head_size, rows.values + 2 * head_size, stride, tokens, head_size,
                      result.values, width, scratch);
        for (size_t query = 0; query < tokens; query++) {
            const float *const wanted = rows.values + query * stride;
            double greatest = -INFINITY, sum = 0, length = 0;
            for (size_t k = 0; k < head_size; k++) length += fabs(wanted[k]);
            for (size_t token = 0; token < tokens; token++) {
                const float *const key = rows.values + token * stride + head_size;
                weights[token] = 0;
                for (size_t k = 0; k < head_size; k++) weights[token] += (double)wanted[k] * key[k];
                greatest = fmax(greatest, weights[token]);
            }
            for (size_t token = 0; token < tokens; token++) sum += weights[token] = exp(weights[token] - greatest);
            // An error of a score is a relative error of a weight.
            const double bound = 4 * 0x1p-24 * (double)(head_size + 8) * length + 0x1p-23 * (double)(tokens + 8) + 1e-6;
            for (size_t k = 0; k < head_size; k++) {
                double expected = 0;
                for (size_t token = 0; token < tokens; token++)
                    expected += weights[token] / sum * rows.values[token * stride + 2 * head_size + k];
                check(fabs(result.values[query * width + k] - expected) <= bound, "a mixed value, %zu tokens",
                      tokens);
            }
        }
    }
    free(scratch), free(weights);
    release(rows), release(result);
}

static void compare_rows(size_t row_count, size_t width) {
    const struct guarded rows = guarded_values(row_count * width), residual = guarded_values(row_count * width);
    const struct guarded scale = guarded_values(width), shift = guarded_values(width);
    const struct guarded values = guard(row_count * width * sizeof(float), 4, draw(2));
    const float *const added = draw(2) ? residual.values : NULL;
    AT_EVERY_LEVEL {
        memcpy(values.values, rows.values, row_count * width * sizeof(float));
        rag_layer_norm(values.values, added, scale.values, shift.values, 1e-5f, row_count, width);
        for (size_t row = 0; row < row_count; row++) {
            const size_t start = row * width;
            double mean = 0, variance = 0;
            for (size_t k = start; k < start + width; k++) mean += rows.values[k] + (added ? (double)added[k] : 0);
            mean /= (double)width;
            for (size_t k = start; k < start + width; k++)
                variance += pow(rows.values[k] + (added ? (double)added[k] : 0) - mean, 2);
            const double deviation = sqrt(variance / (double)width + 1e-5);
            for (size_t k = start; k < start + width; k++) {
                const double value = rows.values[k] + (added ? (double)added[k] : 0);
                const double expected = (value - mean) / deviation * scale.values[k - start] + shift.values[k - start];
                check(fabs(values.values[k] - expected) <= 1e-5 + 1e-6 / deviation, "a normalised value, width %zu", width);
            }
        }
    }
    memcpy(values.values, rows.values, row_count * width * sizeof(float));
    memset(values.values, 0, width * sizeof(float));
    rag_unit_rows(values.values, row_count, width);
    float *const mean = aligned(width * sizeof(float));
    rag_mean_rows(rows.values, row_count, width, mean);
    for (size_t row = 0; row < row_count; row++) {
        double squares = 0;
        for (size_t k = 0; k < width; k++) squares += pow(values.values[row * width + k], 2);
        check(fabs(squares - (row > 0)) <= 1e-5, "the length of a row, width %zu", width);
    }
    for (size_t k = 0; k < width; k++) {
        double sum = 0;
        for (size_t row = 0; row < row_count; row++) sum += rows.values[row * width + k];
        check(fabs(mean[k] - sum / (double)row_count) <= 1e-6, "a mean, width %zu", width);
    }
    free(mean);
    release(rows), release(residual), release(scale), release(shift), release(values);
}

int main(int count, char **arguments) {
    const bool sample = count > 1 && strcmp(arguments[1], "sample") == 0;
    static const size_t inputs[] = {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 191, 192, 193, 384, 385, 577};
    static const size_t outputs[] = {1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 49, 96, 130};
    static const size_t rows[] = {1, 2, 5, 6, 7, 11, 12, 13, 17, 23, 24, 25, 37};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t o = 0; o < sizeof outputs / sizeof *outputs; o++)
            for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
                if (!sample || draw(12) == 0) compare_linear(rows[r], inputs[i], outputs[o]);
    // More rows than meet all weights at once.
    compare_linear(RAG_ROW_BLOCK + 7, 200, 33);
    for (size_t tokens = 1; tokens < 130; tokens += sample ? 1 + draw(25) : 1 + draw(3))
        for (size_t head_size = 1; head_size <= 80; head_size += 1 + draw(sample ? 40 : 12))
            compare_attention(tokens, head_size);
    for (size_t width = 1; width < 1100; width += width < 70 ? 1 : 97) compare_rows(1 + draw(5), width);
    return report("encoder");
}
