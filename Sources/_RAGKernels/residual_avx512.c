// SPDX-License-Identifier: Apache-2.0
//
// Residual codes by AVX-512 VNNI: tiles of 12 rows x 2 panels, as for int8 rows.
#if defined(__x86_64__)
#include "avx512.h"
#include "residual.h"

#define AVX512_VNNI __attribute__((target(AVX512_BASE ",avx512vnni")))

// The levels of 64 codes at a time, or of 32 where a row has no more bytes. Plane by plane: what is written beyond a plane,
// the next one overwrites.
AVX512_VNNI RAG_INLINE void decode(const struct rag_residual_query *query, const uint8_t *codes, uint8_t *row,
                                   __m512i levels) {
    const __m512i mask = _mm512_set1_epi8((char)((1 << query->bits) - 1));
    const size_t row_bytes = query->row_bytes;
    rag_residual_clear_end(query, row);
    if (row_bytes <= 32) {
        const __mmask32 inside = (__mmask32)((1ull << row_bytes) - 1);
        const __m256i packed = _mm256_maskz_loadu_epi8(inside, codes), short_levels = _mm512_castsi512_si256(levels);
        for (size_t shift = 0; shift < 8; shift += query->bits, row += row_bytes) {
            const __m256i shifted = _mm256_srl_epi16(packed, _mm_cvtsi32_si128((int)shift));
            const __m256i buckets = _mm256_and_si256(shifted, _mm512_castsi512_si256(mask));
            _mm256_storeu_si256((__m256i *)row, _mm256_shuffle_epi8(short_levels, buckets));
        }
        return;
    }
    for (size_t shift = 0; shift < 8; shift += query->bits, row += row_bytes) {
        const __m128i count = _mm_cvtsi32_si128((int)shift);
        for (size_t byte = 0; byte < row_bytes; byte += 64) {
            const size_t left = row_bytes - byte;
            const __mmask64 inside = left >= 64 ? ~0ull : (1ull << left) - 1;
            const __m512i packed = _mm512_maskz_loadu_epi8(inside, codes + byte);
            const __m512i buckets = _mm512_and_si512(_mm512_srl_epi16(packed, count), mask);
            _mm512_storeu_si512(row + byte, _mm512_shuffle_epi8(levels, buckets));
        }
    }
}

// What a tile needs beside the decoded rows.
struct tile_rows {
    const float *table[RAG_TILE_ROWS];
    _Alignas(64) float scale[16];
};

AVX512_VNNI RAG_INLINE int32_t four_levels(const uint8_t *levels) {
    int32_t four;
    __builtin_memcpy(&four, levels, sizeof four);
    return four;
}

AVX512_VNNI RAG_INLINE void tile(const size_t HEIGHT, const size_t WIDTH, const uint8_t *rows, size_t stride,
                                 const char *panels, size_t panel_bytes, size_t quads, const struct tile_rows *about,
                                 size_t table_place, float *best) {
    __m512i sum[HEIGHT][WIDTH];
    const char *first = panels, *second = panels + panel_bytes;
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        sum[row][0] = _mm512_load_si512(first);
        if (WIDTH > 1) sum[row][1] = _mm512_load_si512(second);
    }
    first += sizeof(struct rag_residual_panel);
    second += sizeof(struct rag_residual_panel);
    POINTERS_TO_ROWS(uint8_t, rows, stride)
    for (size_t quad = 0; quad < quads; quad++) {
        const __m512i left = _mm512_load_si512(first);
        const __m512i right = WIDTH > 1 ? _mm512_load_si512(second) : left;
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const __m512i value = _mm512_set1_epi32(four_levels(at[row / 3] + row % 3 * stride));
            sum[row][0] = _mm512_dpbusd_epi32(sum[row][0], value, left);
            if (WIDTH > 1) sum[row][1] = _mm512_dpbusd_epi32(sum[row][1], value, right);
            PIN_ROW(sum[row])
        }
        RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += 4;
        first += 64;
        second += 64;
    }
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        const struct rag_residual_panel *panel = (const void *)(panels + column * panel_bytes);
        const __m512 factor = _mm512_load_ps(panel->factor);
        float *target = best + column * RAG_PANEL_ROWS;
        __m512 greatest = _mm512_loadu_ps(target);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const __m512 centroid = _mm512_loadu_ps(about->table[row] + table_place + column * RAG_PANEL_ROWS);
            const __m512 score = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[row][column]), factor, centroid);
            greatest = _mm512_max_ps(greatest, _mm512_mul_ps(score, _mm512_set1_ps(about->scale[row])));
        }
        _mm512_storeu_ps(target, greatest);
    }
}

AVX512_VNNI static void score_tile(const struct rag_residual_query *query, const uint8_t *rows, size_t height,
                                   const struct tile_rows *about, float *best) {
    const size_t stride = rag_residual_stride(query->dimension), panel_bytes = query->panel_bytes, quads = query->quads;
    const char *panels = query->panels;
    size_t place = 0;
    const size_t end = query->panel_count * RAG_PANEL_ROWS;
    for (; place + 2 * RAG_PANEL_ROWS <= end; place += 2 * RAG_PANEL_ROWS, panels += 2 * panel_bytes) {
        RAG_TILE_OF_HEIGHT(height, tile, 2, rows, stride, panels, panel_bytes, quads, about, place, best + place)
    }
    if (place < end) {
        RAG_TILE_OF_HEIGHT(height, tile, 1, rows, stride, panels, panel_bytes, quads, about, place, best + place)
    }
}

AVX512_VNNI void rag_residual_avx512(const struct rag_residual_query *query, struct rag_residual_rows rows,
                                     float *best) {
    _Alignas(64) uint8_t stage[RAG_RESIDUAL_STAGE_BYTES];
    struct tile_rows about;
    const size_t stride = rag_residual_stride(query->dimension), width = query->panel_count * RAG_PANEL_ROWS;
    const __m512i levels = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)query->levels));
    while (rows.count > 0) {
        const size_t height = rag_tile_height(rows.count, RAG_TILE_ROWS);
        // The table is larger than the nearest caches; the numbers of the next rows say what will be read of it.
        const size_t next = rag_least(rows.count - height, RAG_TILE_ROWS);
        for (size_t row = height; row < height + next; row++)
            for (size_t place = 0; place < width; place += 16)
                _mm_prefetch((const char *)(query->table + rows.centroids[row] * width + place), _MM_HINT_T0);
        const __mmask16 inside = (__mmask16)((1u << height) - 1);
        _mm512_store_ps(about.scale, _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(inside, rows.scales)));
        for (size_t row = 0; row < height; row++) {
            const uint8_t *codes = rows.codes + row * query->row_bytes;
            for (size_t byte = 0; byte < query->row_bytes; byte += 64)
                _mm_prefetch((const char *)codes + RAG_AHEAD + byte, _MM_HINT_T0);
            about.table[row] = query->table + rows.centroids[row] * width;
            decode(query, codes, stage + row * stride, levels);
        }
        score_tile(query, stage, height, &about, best);
        rows = rag_residual_rows_behind(rows, height, query->row_bytes);
    }
}
#endif
