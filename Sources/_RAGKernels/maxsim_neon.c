// SPDX-License-Identifier: Apache-2.0
//
// AArch64 Advanced SIMD: a panel is four registers; tiles are 4 document rows x 1 panel, 16 sums, which keeps four
// pipes of latency four busy. A register of a row serves as many steps as it has lanes.
#include "kernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#ifdef __clang__
#define DOTPROD __attribute__((target("dotprod")))
#else
#define DOTPROD __attribute__((target("arch=armv8.2-a+dotprod")))
#endif

enum {
    TILE_ROWS = 4,
};

#define SHORT_TILE_OF_HEIGHT(height, tile, ...) \
    switch (height) {                           \
    case 1: tile(1, __VA_ARGS__); break;        \
    case 2: tile(2, __VA_ARGS__); break;        \
    case 3: tile(3, __VA_ARGS__); break;        \
    default: tile(4, __VA_ARGS__); break;       \
    }

#define FOR_ROWS RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++)
#define FOR_QUARTERS RAG_UNROLL for (size_t quarter = 0; quarter < 4; quarter++)

// One step of all rows against lane LANE of their values.
#define STEP_F32(LANE)                                                                                   \
    {                                                                                                    \
        FOR_QUARTERS {                                                                                   \
            const float32x4_t lanes = vld1q_f32(panel + (LANE) * RAG_PANEL_ROWS + quarter * 4);          \
            FOR_ROWS sum[row][quarter] = vfmaq_laneq_f32(sum[row][quarter], lanes, value[row], LANE);    \
        }                                                                                                \
    }

RAG_INLINE void tile_f32(const size_t HEIGHT, const float *rows, size_t stride, const float *panel, size_t dimension,
                         struct rag_ahead ahead, float *best) {
    float32x4_t sum[HEIGHT][4], value[HEIGHT];
    FOR_ROWS FOR_QUARTERS sum[row][quarter] = vdupq_n_f32(0);
    size_t k = 0;
    for (; k + 4 <= dimension; k += 4, panel += 4 * RAG_PANEL_ROWS) {
        __builtin_prefetch(ahead.next + k * 16, 0, 2);
        FOR_ROWS value[row] = vld1q_f32(rows + row * stride + k);
        STEP_F32(0) STEP_F32(1) STEP_F32(2) STEP_F32(3)
    }
    for (; k < dimension; k++, panel += RAG_PANEL_ROWS) {
        FOR_ROWS value[row] = vdupq_n_f32(rows[row * stride + k]);
        STEP_F32(0)
    }
    FOR_QUARTERS {
        float32x4_t greatest = vld1q_f32(best + quarter * 4);
        FOR_ROWS greatest = vmaxq_f32(greatest, sum[row][quarter]);
        vst1q_f32(best + quarter * 4, greatest);
    }
}

static void panels_f32(const struct rag_query *query, const float *rows, size_t stride, size_t height,
                       struct rag_ahead ahead, float *best) {
    const float *panel = query->panels;
    for (size_t index = 0; index < query->panel_count; index++) {
        SHORT_TILE_OF_HEIGHT(height, tile_f32, rows, stride, panel, query->dimension, ahead, best)
        panel += query->dimension * RAG_PANEL_ROWS;
        best += RAG_PANEL_ROWS;
    }
}

static void decode_f16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    size_t k = 0;
    for (; k + 4 <= dimension; k += 4)
        vst1q_f32(decoded + k, vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(source + k))));
    rag_convert_f16_to_f32(source + k, dimension - k, decoded + k);
}

static void decode_bf16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    const uint32x4_t upper_half = vdupq_n_u32(0xFFFF0000);
    size_t k = 0;
    for (; k + 32 <= dimension; k += 32) {
        FOR_QUARTERS {
            const uint32x4_t pairs = vreinterpretq_u32_u16(vld1q_u16(source + k + quarter * 8));
            vst1q_f32(decoded + k + quarter * 4, vreinterpretq_f32_u32(vshlq_n_u32(pairs, 16)));
            vst1q_f32(decoded + k + 16 + quarter * 4, vreinterpretq_f32_u32(vandq_u32(pairs, upper_half)));
        }
    }
    rag_convert_bf16_to_f32(source + k, dimension - k, decoded + k);
}

static void decode_signs(const void *row, float *decoded, size_t dimension) {
    const uint8_t *source = row;
    for (size_t k = 0; k < dimension; k++) decoded[k] = source[k / 8] << k % 8 & 0x80 ? 1.0f : -1.0f;
}

void rag_document_f32_neon(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                           float *best) {
    (void)scales;
    rag_document_direct(query, rows, row_count, best, panels_f32, TILE_ROWS);
}

void rag_document_f16_neon(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                           float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_f16, panels_f32, TILE_ROWS);
}

void rag_document_bf16_neon(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                            float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_bf16, panels_f32, TILE_ROWS);
}

void rag_document_signs_neon(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                             float *best) {
    (void)scales;
    rag_document_decoded(query, rows, (query->dimension + 7) / 8, row_count, best, decode_signs, panels_f32,
                         TILE_ROWS);
}

// Four steps of int8 at a time: SDOT sums four signed products, exact in int32.
#define STEP_I8(LANE)                                                                                   \
    {                                                                                                   \
        FOR_QUARTERS {                                                                                  \
            const int8x16_t lanes = vld1q_s8(panel + (LANE) * 64 + quarter * 16);                       \
            FOR_ROWS sum[row][quarter] = vdotq_laneq_s32(sum[row][quarter], lanes, value[row], LANE);   \
        }                                                                                               \
    }

// Raised codes as the signed codes that they were: the highest bit of each turned over.
RAG_INLINE int8x16_t lowered(uint8x16_t raised) { return vreinterpretq_s8_u8(veorq_u8(raised, vdupq_n_u8(0x80))); }

DOTPROD RAG_INLINE void tile_i8(const size_t HEIGHT, const uint8_t *rows, size_t dimension, const int8_t *panel,
                                const float *_Nullable scales, float *best) {
    int32x4_t sum[HEIGHT][4];
    int8x16_t value[HEIGHT];
    FOR_ROWS FOR_QUARTERS sum[row][quarter] = vdupq_n_s32(0);
    size_t k = 0;
    for (; k + 16 <= dimension; k += 16, panel += 4 * 64) {
        FOR_ROWS value[row] = lowered(vld1q_u8(rows + row * dimension + k));
        STEP_I8(0) STEP_I8(1) STEP_I8(2) STEP_I8(3)
    }
    for (; k < dimension; k += 4, panel += 64) {
        FOR_ROWS {
            int32_t four = 0;
            __builtin_memcpy(&four, rows + row * dimension + k, rag_least(dimension - k, 4));
            value[row] = lowered(vreinterpretq_u8_s32(vdupq_n_s32(four)));
        }
        STEP_I8(0)
    }
    FOR_QUARTERS {
        float32x4_t greatest = vld1q_f32(best + quarter * 4);
        FOR_ROWS {
            const float32x4_t score = vcvtq_f32_s32(sum[row][quarter]);
            greatest = vmaxq_f32(greatest, scales != NULL ? vmulq_n_f32(score, scales[row]) : score);
        }
        vst1q_f32(best + quarter * 4, greatest);
    }
}

DOTPROD void rag_document_i8_neon(const struct rag_query *query, const void *rows, const float *scales,
                                  size_t row_count, float *best) {
    const size_t dimension = query->dimension;
    const uint8_t *codes = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, TILE_ROWS);
        const int8_t *panel = query->panels;
        for (size_t index = 0; index < query->panel_count; index++, panel += rag_ceiling(dimension, 4) * 64) {
            SHORT_TILE_OF_HEIGHT(height, tile_i8, codes, dimension, panel, scales, best + index * RAG_PANEL_ROWS)
        }
        if (scales != NULL) scales += height;
        codes += height * dimension;
        row_count -= height;
    }
}

// Distances of one row of whole words to the 16 rows of a panel, two lanes to a register.
RAG_INLINE void distances(const uint64_t *row, const uint64_t *panel, size_t words, uint64x2_t *distance) {
    RAG_UNROLL for (size_t pair = 0; pair < 8; pair++) distance[pair] = vdupq_n_u64(0);
    for (size_t word = 0; word < words; word++, panel += RAG_PANEL_ROWS) {
        const uint64x2_t bits = vdupq_n_u64(row[word]);
        RAG_UNROLL for (size_t pair = 0; pair < 8; pair++) {
            const uint64x2_t mixed = veorq_u64(bits, vld1q_u64(panel + pair * 2));
            const uint8x16_t counts = vcntq_u8(vreinterpretq_u8_u64(mixed));
            distance[pair] = vpadalq_u32(distance[pair], vpaddlq_u16(vpaddlq_u8(counts)));
        }
    }
}

void rag_document_binary_neon(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                              float *best) {
    (void)scales;
    const size_t dimension = query->dimension, words = rag_ceiling(dimension, 64), row_bytes = (dimension + 7) / 8;
    for (size_t row = 0; row < row_count; row++) {
        uint64_t bits[RAG_MAXIMUM_DIMENSION / 64];
        rag_copy_bits((const uint8_t *)rows + row * row_bytes, dimension, bits);
        const uint64_t *panel = query->panels;
        float *target = best;
        for (size_t index = 0; index < query->panel_count; index++, panel += words * RAG_PANEL_ROWS) {
            uint64x2_t distance[8];
            distances(bits, panel, words, distance);
            FOR_QUARTERS {
                const uint32x2_t low = vmovn_u64(distance[2 * quarter]), high = vmovn_u64(distance[2 * quarter + 1]);
                const int32x4_t hamming = vreinterpretq_s32_u32(vcombine_u32(low, high));
                const int32x4_t score = vsubq_s32(vdupq_n_s32((int32_t)dimension), vshlq_n_s32(hamming, 1));
                vst1q_f32(target, vmaxq_f32(vld1q_f32(target), vcvtq_f32_s32(score)));
                target += 4;
            }
        }
    }
}
#endif
