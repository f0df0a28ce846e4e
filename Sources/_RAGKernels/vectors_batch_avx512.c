// SPDX-License-Identifier: Apache-2.0
//
// Many queries against many rows with AVX-512, by tiles of 12 rows x 32 queries as in late interaction.
//
// A pair of panels of a long dimension is more than the first cache holds, so a block of rows passes by one stretch of it
// after the other, and the sums wait in the cache meanwhile. The products are never written: after the last stretch they are
// compared with what each query's best rows must reach, and soon hardly any reaches it.
#include "vectors_batch.h"

#if defined(__x86_64__)
#include "avx512.h"

enum {
    WIDTH = 2,
    NARROW = false,
    LANES = WIDTH * RAG_PANEL_ROWS,
    // Dimensions of a stretch: 24 KiB of panels.
    STRETCH = 192,
    BLOCK_ROWS = 16 * RAG_TILE_ROWS,
};

// One stretch of a tile: from zero, or from the sums of the stretches before, to the sums behind it.
AVX512 RAG_INLINE void tile(const size_t HEIGHT, const float *rows, size_t stride, const float *first,
                            const float *second, size_t steps, bool is_first, struct rag_ahead ahead, float *sums) {
    __m512 sum[HEIGHT][WIDTH];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
            sum[row][column] = is_first ? _mm512_setzero_ps()
                                        : _mm512_load_ps(sums + row * LANES + column * RAG_PANEL_ROWS);
    }
    POINTERS_TO_ROWS(float, rows, stride)
    RUN_STEPS(steps, ahead, LINES_OF_FOUR_STEPS, STEP_F32, ADVANCE_F32)
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
            _mm512_store_ps(sums + row * LANES + column * RAG_PANEL_ROWS, sum[row][column]);
    }
}

// Offers the sums of a block to a pair of panels' queries.
AVX512 static void offer_sums(const struct rag_batch_rows *rows, size_t start, size_t count, size_t panel,
                              const float *sums, struct rag_batch_best *best) {
    const size_t query = panel * RAG_PANEL_ROWS;
    for (size_t index = 0; index < count; index++) {
        const __m512 base = _mm512_set1_ps(rows->subtracted ? rows->subtracted[start + index] : 0);
        __m512 value[WIDTH];
        uint32_t good = 0;
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
            value[column] = _mm512_sub_ps(_mm512_load_ps(sums + index * LANES + column * RAG_PANEL_ROWS), base);
            const __m512 least = _mm512_loadu_ps(best->least + query + column * RAG_PANEL_ROWS);
            good |= (uint32_t)_mm512_cmp_ps_mask(value[column], least, _CMP_GE_OQ) << column * RAG_PANEL_ROWS;
        }
        if (__builtin_expect(good == 0, 1)) continue;
        const uint32_t row = rows->numbers ? rows->numbers[start + index] : rows->first + (uint32_t)(start + index);
        if (rows->kept && !(rows->kept[row / 64] >> row % 64 & 1)) continue;
        float values[LANES];
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
            _mm512_storeu_ps(values + column * RAG_PANEL_ROWS, value[column]);
        for (; good; good &= good - 1) {
            const size_t lane = (size_t)__builtin_ctz(good);
            rag_batch_keep(best, query + lane, row, values[lane]);
        }
    }
}

AVX512 void rag_batch_offer_avx512(const struct rag_batch_query *query, const struct rag_batch_rows *rows,
                                   struct rag_batch_best *best) {
    _Alignas(64) float sums[BLOCK_ROWS * LANES];
    const size_t dimension = query->dimension;
    for (size_t start = 0; start < rows->count; start += BLOCK_ROWS) {
        const size_t count = rag_least(rows->count - start, BLOCK_ROWS);
        for (size_t panel = 0; panel < query->panel_count; panel += WIDTH) {
            const float *panels = (const float *)(query + 1) + panel * RAG_PANEL_ROWS * dimension;
            for (size_t k = 0; k < dimension; k += STRETCH) {
                const float *first = panels + k * RAG_PANEL_ROWS, *second = first + dimension * RAG_PANEL_ROWS;
                const size_t steps = rag_least(dimension - k, STRETCH);
                for (size_t index = 0; index < count; index += RAG_TILE_ROWS) {
                    const float *at = rows->rows + (start + index) * dimension + k;
                    const size_t height = rag_least(count - index, RAG_TILE_ROWS);
                    const char *next = (const char *)(at + RAG_TILE_ROWS * dimension);
                    const struct rag_ahead ahead = {next, rag_cpu_stream_bytes()};
                    RAG_TILE_OF_HEIGHT(height, tile, at, dimension, first, second, steps, k == 0, ahead,
                                       sums + index * LANES)
                }
            }
            offer_sums(rows, start, count, panel, sums, best);
        }
    }
}
#endif
