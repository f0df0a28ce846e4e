// SPDX-License-Identifier: Apache-2.0
//
// Residual codes by AVX2, with and without its byte dot products: tiles of 6 rows x 1 panel. Levels stay below 128, so that
// the sum of two products fits 16 bits and VPMADDUBSW is exact.
#include "residual.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma,f16c")))
#define AVX_VNNI __attribute__((target("avx2,fma,f16c,avxvnni")))

enum {
    TILE_ROWS = 6,
};

#define SHORT_TILE_OF_HEIGHT(height, tile, ...) \
    switch (height) {                           \
    case 1: tile(1, __VA_ARGS__); break;        \
    case 2: tile(2, __VA_ARGS__); break;        \
    case 3: tile(3, __VA_ARGS__); break;        \
    case 4: tile(4, __VA_ARGS__); break;        \
    case 5: tile(5, __VA_ARGS__); break;        \
    default: tile(6, __VA_ARGS__); break;       \
    }

// The levels of 32 codes at a time. Plane by plane: what is written beyond a plane, the next one overwrites.
AVX2 static void decode(const struct rag_residual_query *query, const uint8_t *codes, uint8_t *row) {
    const __m256i levels = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)query->levels));
    const __m256i mask = _mm256_set1_epi8((char)((1 << query->bits) - 1));
    const size_t row_bytes = query->row_bytes, whole = row_bytes / 32 * 32;
    _Alignas(32) uint8_t end[32] = {0};
    __builtin_memcpy(end, codes + whole, row_bytes - whole);
    rag_residual_clear_end(query, row);
    for (size_t shift = 0; shift < 8; shift += query->bits, row += row_bytes) {
        const __m128i count = _mm_cvtsi32_si128((int)shift);
        for (size_t byte = 0; byte < row_bytes; byte += 32) {
            const __m256i packed = _mm256_loadu_si256((const __m256i *)(byte < whole ? codes + byte : end));
            const __m256i buckets = _mm256_and_si256(_mm256_srl_epi16(packed, count), mask);
            _mm256_storeu_si256((__m256i *)(row + byte), _mm256_shuffle_epi8(levels, buckets));
        }
    }
}

AVX2 RAG_INLINE __m256i four_levels(const uint8_t *levels) {
    int32_t four;
    __builtin_memcpy(&four, levels, sizeof four);
    return _mm256_set1_epi32(four);
}

AVX2 RAG_INLINE __m256i add_dot_avx2(__m256i sum, __m256i levels, __m256i query) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(levels, query), _mm256_set1_epi16(1)));
}

AVX_VNNI RAG_INLINE __m256i add_dot_avxvnni(__m256i sum, __m256i levels, __m256i query) {
    return _mm256_dpbusd_avx_epi32(sum, levels, query);
}

AVX2 RAG_INLINE void fold_row(const __m256i *sum, const struct rag_residual_panel *panel, const float *centroid,
                              uint16_t scale, float *best) {
    const __m256 factor = _mm256_set1_ps(_cvtsh_ss(scale));
    RAG_UNROLL for (size_t half = 0; half < 2; half++) {
        const __m256 score = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum[half]), _mm256_load_ps(panel->factor + half * 8),
                                             _mm256_loadu_ps(centroid + half * 8));
        _mm256_storeu_ps(best + half * 8, _mm256_max_ps(_mm256_loadu_ps(best + half * 8), _mm256_mul_ps(score, factor)));
    }
}

#define RESIDUAL_KERNEL(name, TARGET)                                                                                    \
    TARGET RAG_INLINE void tile_##name(const size_t HEIGHT, const uint8_t *stage, size_t stride,                         \
                                       const struct rag_residual_panel *panel, size_t quads,                             \
                                       struct rag_residual_rows rows, const float *table, size_t width, float *best) {   \
        __m256i sum[HEIGHT][2];                                                                                          \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                                           \
            sum[row][0] = _mm256_load_si256((const __m256i *)panel->bias);                                               \
            sum[row][1] = _mm256_load_si256((const __m256i *)panel->bias + 1);                                           \
        }                                                                                                                \
        const __m256i *quad = (const __m256i *)(panel + 1);                                                              \
        for (size_t step = 0; step < quads; step++, quad += 2, stage += 4) {                                             \
            RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                                       \
                const __m256i value = four_levels(stage + row * stride);                                                 \
                sum[row][0] = add_dot_##name(sum[row][0], value, quad[0]);                                               \
                sum[row][1] = add_dot_##name(sum[row][1], value, quad[1]);                                               \
            }                                                                                                            \
        }                                                                                                                \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++)                                                             \
            fold_row(sum[row], panel, table + rows.centroids[row] * width, rows.scales[row], best);                      \
    }                                                                                                                    \
                                                                                                                         \
    TARGET void rag_residual_##name(const struct rag_residual_query *query, struct rag_residual_rows rows,               \
                                    float *best) {                                                                       \
        _Alignas(64) uint8_t stage[RAG_RESIDUAL_STAGE_BYTES];                                                            \
        const size_t stride = rag_residual_stride(query->dimension), width = query->panel_count * RAG_PANEL_ROWS;        \
        while (rows.count > 0) {                                                                                         \
            const size_t height = rag_tile_height(rows.count, TILE_ROWS);                                                \
            for (size_t row = 0; row < height; row++)                                                                    \
                decode(query, rows.codes + row * query->row_bytes, stage + row * stride);                                \
            for (size_t place = 0; place < width; place += RAG_PANEL_ROWS) {                                             \
                const struct rag_residual_panel *panel =                                                                 \
                    (const void *)(query->panels + place / RAG_PANEL_ROWS * query->panel_bytes);                         \
                SHORT_TILE_OF_HEIGHT(height, tile_##name, stage, stride, panel, query->quads, rows,                      \
                                     query->table + place, width, best + place)                                          \
            }                                                                                                            \
            rows = rag_residual_rows_behind(rows, height, query->row_bytes);                                             \
        }                                                                                                                \
    }

RESIDUAL_KERNEL(avx2, AVX2)
RESIDUAL_KERNEL(avxvnni, AVX_VNNI)
#endif
