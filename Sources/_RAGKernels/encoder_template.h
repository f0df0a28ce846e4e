// SPDX-License-Identifier: Apache-2.0
//
// The kernels of the encoder for one instruction set, in the vector extensions that clang and gcc share. The file that
// includes this one defines:
//
//   LEVEL          the suffix of names
//   TARGET         the attribute that every function carries
//   LANES          fp32 values in a register: 16, 8 or 4
//   TALLEST        rows of a tile
//   PANELS         panels of a tile, 1 or 2
//   PIN(register)  an empty instruction that keeps a value in a register
#include "encoder.h"

typedef float floats __attribute__((vector_size(LANES * 4)));
typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef uint8_t bytes __attribute__((vector_size(LANES)));
typedef float loose_floats __attribute__((vector_size(LANES * 4), aligned(4)));

#define JOIN_NAMES(a, b) a##_##b
#define JOIN(a, b) JOIN_NAMES(a, b)
#define NAME(name) JOIN(name, LEVEL)
// Registers of a panel.
#define PARTS (RAG_OUTPUTS / LANES)

TARGET RAG_INLINE floats load(const float *from) { return *(const loose_floats *)from; }
TARGET RAG_INLINE void store(float *to, floats value) { *(loose_floats *)to = value; }
// Subtracting zero changes no value, not even the sign of a zero, and so costs nothing.
TARGET RAG_INLINE floats fill(float value) { return value - (floats){0}; }
TARGET RAG_INLINE floats choose(integers which, floats yes, floats no) {
    return (floats)((which & (integers)yes) | (~which & (integers)no));
}
TARGET RAG_INLINE floats larger(floats a, floats b) { return choose(a > b, a, b); }
TARGET RAG_INLINE floats smaller(floats a, floats b) { return choose(a < b, a, b); }

TARGET RAG_INLINE float sum_of(floats values) {
    float sum = 0;
    RAG_UNROLL for (size_t lane = 0; lane < LANES; lane++) sum += values[lane];
    return sum;
}

TARGET RAG_INLINE float largest_of(floats values) {
    float largest = values[0];
    RAG_UNROLL for (size_t lane = 1; lane < LANES; lane++) largest = values[lane] > largest ? values[lane] : largest;
    return largest;
}

// 2^x for -126 <= x <= 126: a polynomial for the fraction, the exponent's bits for the whole. |relative error| <= 2e-7.
TARGET RAG_INLINE floats exp2_of(floats x) {
    // Adding 1.5 * 2^23 rounds to a whole number, which then stands in the low bits.
    const floats magic = fill(12582912.0f), raised = x + magic, fraction = x - (raised - magic);
    const integers exponent = ((integers)raised - (integers)magic) << 23;
    floats power = fill(0.0013276445f);
    power = power * fraction + 0.009675537f;
    power = power * fraction + 0.055507135f;
    power = power * fraction + 0.2402212f;
    power = power * fraction + 0.69314694f;
    power = power * fraction + 1.0000001f;
    return (floats)((integers)power + exponent);
}

// x * Phi(x) = max(x, 0) - |x| * Phi(-|x|), where log2 Phi(-t) is a polynomial up to t = 6 and the product is below 1e-8
// beyond.
TARGET RAG_INLINE floats gelu_of(floats x) {
    const floats zero = fill(0), magnitude = smaller(larger(x, -x), fill(6));
    floats logarithm = fill(0x1.159a52p-15f);
    logarithm = logarithm * magnitude + -0x1.934af2p-11f;
    logarithm = logarithm * magnitude + 0x1.08c9f8p-7f;
    logarithm = logarithm * magnitude + -0x1.b58d4ep-5f;
    logarithm = logarithm * magnitude + -0x1.d5c80ep-2f;
    logarithm = logarithm * magnitude + -0x1.26b528p+0f;
    logarithm = logarithm * magnitude + -0x1.ffff18p-1f;
    return larger(x, zero) - magnitude * exp2_of(logarithm);
}

// x / (1 + e^(-2 z)), z = sqrt(2 / pi) * (x + 0.044715 x^3).
TARGET RAG_INLINE floats gelu_tanh_of(floats x) {
    const floats z = x * (x * x * 0.044715f + 1.0f);
    const floats exponent = smaller(larger(z * -2.302208198f, fill(-126)), fill(126));
    return x / (exp2_of(exponent) + 1.0f);
}

TARGET RAG_INLINE floats activated(floats x, enum rag_activation activation) {
    switch (activation) {
    case RAG_ACTIVATION_GELU: return gelu_of(x);
    case RAG_ACTIVATION_GELU_TANH: return gelu_tanh_of(x);
    case RAG_ACTIVATION_RELU: return larger(x, fill(0));
    default: return x;
    }
}

// Applies the activation to a tile that has just been stored and is still in the first-level cache.
TARGET static void NAME(activate)(float *result, size_t stride, size_t height, size_t width,
                                  enum rag_activation activation) {
    for (size_t row = 0; row < height; row++, result += stride) {
        for (size_t column = 0; column < width; column += LANES)
            store(result + column, activated(load(result + column), activation));
    }
}

// One tile of a product: `depth` steps on top of the bias or of what the result holds.
//
// Every step asks for the weights that lie `ahead` values further, those of the next tiles, so that memory is as busy while
// sums are computed as it is between. One request a line and step outruns what the processor foresees by itself, which ends
// at every page.
TARGET RAG_INLINE void tile(const size_t HEIGHT, const size_t WIDTH, const float *rows, size_t stride,
                            const float *panels, size_t panel_stride, ptrdiff_t ahead, size_t depth, const float *start,
                            size_t start_stride, float *result, size_t result_stride) {
    floats sum[TALLEST][PANELS * PARTS];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++)
            sum[row][part] = load(start + row * start_stride + part * LANES);
    }
    // Every third row has a pointer; the rows between are one and two strides away.
    const float *at[(TALLEST + 2) / 3];
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {
        at[triple] = rows + triple * 3 * stride;
        __asm__ volatile("" : "+r"(at[triple]));
    }
    const float *first = panels, *second = panels + panel_stride;
    for (size_t k = 0; k < depth; k++) {
        floats weights[PANELS * PARTS];
        RAG_UNROLL for (size_t part = 0; part < PARTS; part++) {
            weights[part] = load(first + part * LANES);
            if (WIDTH > 1) weights[PARTS + part] = load(second + part * LANES);
        }
        // Into the second-level cache: the first one is full of this tile's panels and rows.
        __builtin_prefetch(first + ahead, 0, 2);
        if (WIDTH > 1) __builtin_prefetch(second + ahead, 0, 2);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const floats value = fill(at[row / 3][row % 3 * stride]);
            RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++) sum[row][part] += value * weights[part];
            PIN(sum[row][0])
        }
        RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple]++;
        first += RAG_OUTPUTS;
        second += RAG_OUTPUTS;
    }
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t part = 0; part < WIDTH * PARTS; part++)
            store(result + row * result_stride + part * LANES, sum[row][part]);
    }
}

TARGET static void NAME(tile_of_width_1)(size_t height, const float *rows, size_t stride, const float *panels,
                                         size_t panel_stride, ptrdiff_t ahead, size_t depth, const float *start,
                                         size_t start_stride, float *result, size_t result_stride) {
#define TILE(HEIGHT, ...) \
    if (HEIGHT <= TALLEST) tile(HEIGHT <= TALLEST ? HEIGHT : 1, 1, __VA_ARGS__)
    RAG_TILE_OF_HEIGHT(height, TILE, rows, stride, panels, panel_stride, ahead, depth, start, start_stride, result,
                       result_stride)
#undef TILE
}

#if PANELS > 1
TARGET static void NAME(tile_of_width_2)(size_t height, const float *rows, size_t stride, const float *panels,
                                         size_t panel_stride, ptrdiff_t ahead, size_t depth, const float *start,
                                         size_t start_stride, float *result, size_t result_stride) {
#define TILE(HEIGHT, ...) tile(HEIGHT, 2, __VA_ARGS__)
    RAG_TILE_OF_HEIGHT(height, TILE, rows, stride, panels, panel_stride, ahead, depth, start, start_stride, result,
                       result_stride)
#undef TILE
}
#endif

TARGET RAG_INLINE void tile_of_any_width(size_t width, size_t height, const float *rows, size_t stride,
                                         const float *panels, size_t panel_stride, ptrdiff_t ahead, size_t depth,
                                         const float *start, size_t start_stride, float *result, size_t result_stride) {
#if PANELS > 1
    if (width > RAG_OUTPUTS) {
        NAME(tile_of_width_2)(height, rows, stride, panels, panel_stride, ahead, depth, start, start_stride, result,
                              result_stride);
        return;
    }
#endif
    (void)width;
    NAME(tile_of_width_1)(height, rows, stride, panels, panel_stride, ahead, depth, start, start_stride, result,
                          result_stride);
}

// All rows of a block against the panels of one tile's width, over one block of the depth.
TARGET static void NAME(column_of_tiles)(const struct rag_product *p, size_t first_output, size_t first_input,
                                         size_t depth) {
    const size_t left = p->outputs - first_output, width = rag_least(left, PANELS * RAG_OUTPUTS);
    const size_t padded = rag_ceiling(width, RAG_OUTPUTS) * RAG_OUTPUTS;
    const float *panels = p->panels + first_output / RAG_OUTPUTS * p->panel_stride + first_input * RAG_OUTPUTS;
    const bool begins = first_input == 0, ends = first_input + depth == p->depth;
    // The next panels, or behind the last ones the first ones at the next inputs.
    const ptrdiff_t ahead = left > width ? (ptrdiff_t)(PANELS * p->panel_stride)
                            : ends       ? 0
                                         : p->panels + (first_input + depth) * RAG_OUTPUTS - panels;
    float bias[PANELS * RAG_OUTPUTS] = {0};
    if (p->bias != NULL) __builtin_memcpy(bias, p->bias + first_output, width * sizeof(float));
    float edge[TALLEST * PANELS * RAG_OUTPUTS];
    for (size_t row = 0, height; row < p->row_count; row += height) {
        height = rag_tile_height(p->row_count - row, TALLEST);
        const float *rows = p->rows + row * p->row_stride + first_input;
        float *result = p->result + row * p->result_stride + first_output;
        float *target = width == padded ? result : edge;
        const size_t stride = width == padded ? p->result_stride : PANELS * RAG_OUTPUTS;
        if (target == edge && !begins) {
            for (size_t i = 0; i < height; i++)
                __builtin_memcpy(edge + i * stride, result + i * p->result_stride, width * sizeof(float));
        }
        tile_of_any_width(width, height, rows, p->row_stride, panels, p->panel_stride, ahead, depth,
                          begins ? bias : target, begins ? 0 : stride, target, stride);
        if (ends && p->activation != RAG_ACTIVATION_NONE)
            NAME(activate)(target, stride, height, padded, p->activation);
        if (target == edge) {
            for (size_t i = 0; i < height; i++)
                __builtin_memcpy(result + i * p->result_stride, edge + i * stride, width * sizeof(float));
        }
    }
}

TARGET static void NAME(product)(const struct rag_product *product) {
    struct rag_product block = *product;
    for (size_t row = 0; row < product->row_count; row += RAG_ROW_BLOCK) {
        block.rows = product->rows + row * product->row_stride;
        block.result = product->result + row * product->result_stride;
        block.row_count = rag_least(product->row_count - row, RAG_ROW_BLOCK);
        for (size_t input = 0, depth; input < product->depth; input += depth) {
            depth = rag_least(product->depth - input, RAG_DEPTH_BLOCK);
            for (size_t output = 0; output < product->outputs; output += PANELS * RAG_OUTPUTS)
                NAME(column_of_tiles)(&block, output, input, depth);
        }
    }
}

TARGET static void NAME(softmax)(float *rows, size_t row_count, size_t count, size_t stride, float *inverse_sums) {
    const float log2e = 0x1.715476p+0f;
    for (size_t row = 0; row < row_count; row++, rows += stride) {
        for (size_t k = count; k < stride; k++) rows[k] = -0x1p100f;
        floats largest = load(rows);
        for (size_t k = LANES; k < stride; k += LANES) largest = larger(largest, load(rows + k));
        const floats shift = fill(largest_of(largest) * log2e), lowest = fill(-126);
        floats sum = fill(0);
        for (size_t k = 0; k < stride; k += LANES) {
            const floats power = load(rows + k) * log2e - shift;
            const floats value = choose(power > lowest, exp2_of(larger(power, lowest)), fill(0));
            store(rows + k, value);
            sum += value;
        }
        inverse_sums[row] = 1 / sum_of(sum);
    }
}

TARGET static void NAME(layer_norm)(float *values, const float *residual, const float *scale, const float *shift,
                                    float epsilon, size_t row_count, size_t width) {
    const size_t whole = width / LANES * LANES;
    for (size_t row = 0; row < row_count; row++, values += width) {
        floats sums = fill(0);
        float sum = 0;
        for (size_t k = 0; k < whole; k += LANES) {
            floats value = load(values + k);
            if (residual != NULL) {
                value += load(residual + k);
                store(values + k, value);
            }
            sums += value;
        }
        for (size_t k = whole; k < width; k++) {
            if (residual != NULL) values[k] += residual[k];
            sum += values[k];
        }
        if (residual != NULL) residual += width;
        const float mean = (sum + sum_of(sums)) / (float)width;
        floats squares = fill(0);
        float square = 0;
        for (size_t k = 0; k < whole; k += LANES) {
            const floats distance = load(values + k) - mean;
            squares += distance * distance;
        }
        for (size_t k = whole; k < width; k++) square += (values[k] - mean) * (values[k] - mean);
        const float variance = (square + sum_of(squares)) / (float)width;
        const float inverse = 1 / __builtin_sqrtf(variance + epsilon);
        for (size_t k = 0; k < whole; k += LANES)
            store(values + k, (load(values + k) - mean) * inverse * load(scale + k) + load(shift + k));
        for (size_t k = whole; k < width; k++) values[k] = (values[k] - mean) * inverse * scale[k] + shift[k];
    }
}

TARGET static struct rag_code_range NAME(encode_row)(const float *row, size_t count, uint8_t *codes) {
    const size_t whole = count / LANES * LANES;
    floats most = fill(row[0]), least = most;
    for (size_t k = 0; k < whole; k += LANES) {
        const floats value = load(row + k);
        most = larger(most, value);
        least = smaller(least, value);
    }
    float high = largest_of(most), low = -largest_of(-least);
    for (size_t k = whole; k < count; k++) {
        high = row[k] > high ? row[k] : high;
        low = row[k] < low ? row[k] : low;
    }
    const float scale = (high - low) / 255;
    // Of a scale so small that dividing by it overflows, nothing would be left in the product either.
    const float inverse = scale >= 0x1p-126f ? 1 / scale : 0;
    // Adding 1.5 * 2^23 rounds, and leaves the code in the low byte.
    for (size_t k = 0; k < whole; k += LANES) {
        const integers bits = (integers)((load(row + k) - low) * inverse + 12582912.0f);
        const bytes narrow = __builtin_convertvector(bits, bytes);
        __builtin_memcpy(codes + k, &narrow, sizeof narrow);
    }
    for (size_t k = whole; k < count; k++) {
        const float rounded = (row[k] - low) * inverse + 12582912.0f;
        __builtin_memcpy(codes + k, &rounded, 1);
    }
    return (struct rag_code_range){scale, low};
}

const struct rag_encoder_kernels NAME(rag_encoder) = {
    .product = NAME(product),
    .activate = NAME(activate),
    .encode_row = NAME(encode_row),
    .softmax = NAME(softmax),
    .layer_norm = NAME(layer_norm),
};
