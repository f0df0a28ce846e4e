// SPDX-License-Identifier: Apache-2.0
//
// Residual codes by the byte dot products of AArch64: tiles of 4 rows x 1 panel. Levels below 128 are signed bytes too.
#include "residual.h"

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

#define FOR_ROWS RAG_UNROLL for (size_t row = 0; row < TILE_ROWS; row++)
#define FOR_QUARTERS RAG_UNROLL for (size_t quarter = 0; quarter < 4; quarter++)

// The levels of 16 codes at a time. Plane by plane: what is written beyond a plane, the next one overwrites.
static void decode(const struct rag_residual_query *query, const uint8_t *codes, uint8_t *row) {
    const uint8x16_t levels = vld1q_u8(query->levels), mask = vdupq_n_u8((uint8_t)((1 << query->bits) - 1));
    const size_t row_bytes = query->row_bytes, whole = row_bytes / 16 * 16;
    uint8_t end[16] = {0};
    __builtin_memcpy(end, codes + whole, row_bytes - whole);
    rag_residual_clear_end(query, row);
    for (size_t shift = 0; shift < 8; shift += query->bits, row += row_bytes) {
        const int8x16_t count = vdupq_n_s8((int8_t)-(int)shift);
        for (size_t byte = 0; byte < row_bytes; byte += 16) {
            const uint8x16_t packed = vld1q_u8(byte < whole ? codes + byte : end);
            vst1q_u8(row + byte, vqtbl1q_u8(levels, vandq_u8(vshlq_u8(packed, count), mask)));
        }
    }
}

// Four rows against one panel; `rows` says where the centroids and scales of the four stand.
DOTPROD static void score_tile(const uint8_t *stage, size_t stride, const struct rag_residual_panel *panel, size_t quads,
                               const float *const *centroids, const float *scales, float *best) {
    int32x4_t sum[TILE_ROWS][4];
    FOR_ROWS FOR_QUARTERS sum[row][quarter] = vld1q_s32(panel->bias + quarter * 4);
    const int8_t *quad = (const int8_t *)(panel + 1);
    for (size_t step = 0; step < quads; step++, quad += 64, stage += 4) {
        int8x16_t value[TILE_ROWS];
        FOR_ROWS {
            int32_t four;
            __builtin_memcpy(&four, stage + row * stride, sizeof four);
            value[row] = vreinterpretq_s8_s32(vdupq_n_s32(four));
        }
        FOR_QUARTERS {
            const int8x16_t lanes = vld1q_s8(quad + quarter * 16);
            FOR_ROWS sum[row][quarter] = vdotq_s32(sum[row][quarter], lanes, value[row]);
        }
    }
    FOR_QUARTERS {
        const float32x4_t factor = vld1q_f32(panel->factor + quarter * 4);
        float32x4_t greatest = vld1q_f32(best + quarter * 4);
        FOR_ROWS {
            const float32x4_t score =
                vfmaq_f32(vld1q_f32(centroids[row] + quarter * 4), vcvtq_f32_s32(sum[row][quarter]), factor);
            greatest = vmaxq_f32(greatest, vmulq_n_f32(score, scales[row]));
        }
        vst1q_f32(best + quarter * 4, greatest);
    }
}

DOTPROD void rag_residual_neon(const struct rag_residual_query *query, struct rag_residual_rows rows, float *best) {
    _Alignas(64) uint8_t stage[TILE_ROWS * (RAG_MAXIMUM_DIMENSION + RAG_RESIDUAL_SLACK)];
    const size_t stride = rag_residual_stride(query->dimension), width = query->panel_count * RAG_PANEL_ROWS;
    while (rows.count > 0) {
        const size_t height = rag_least(rows.count, TILE_ROWS);
        const float *centroids[TILE_ROWS];
        float scales[TILE_ROWS];
        // A short tile repeats its last row, which changes no maximum.
        for (size_t index = 0; index < TILE_ROWS; index++) {
            const size_t row = rag_least(index, height - 1);
            rag_convert_f16_to_f32(&rows.scales[row], 1, &scales[index]);
            centroids[index] = query->table + rows.centroids[row] * width;
            decode(query, rows.codes + row * query->row_bytes, stage + index * stride);
        }
        for (size_t index = 0; index < query->panel_count; index++) {
            const struct rag_residual_panel *panel = (const void *)(query->panels + index * query->panel_bytes);
            score_tile(stage, stride, panel, query->quads, centroids, scales, best + index * RAG_PANEL_ROWS);
            FOR_ROWS centroids[row] += RAG_PANEL_ROWS;
        }
        rows = rag_residual_rows_behind(rows, height, query->row_bytes);
    }
}
#endif
