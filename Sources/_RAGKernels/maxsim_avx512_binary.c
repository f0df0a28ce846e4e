// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 VPOPCNTDQ: a register holds the words of eight query rows, half a panel. Up to 256 dimensions the bits of four
// halves stay in registers while the rows of a document stream by; a half without query rows is left out, and the last one is
// computed in 256 bits, NARROW, where it has no more than four. Above that, tiles of 12 rows x 1 panel.
#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_POPCNT __attribute__((target(AVX512_BASE ",avx512vpopcntdq")))

enum {
    // Words of a row for which four halves, a register per word each, leave enough of the 32 registers for the rest.
    RESIDENT_WORDS = 4,
    // Rows whose minima are taken by a tree: one after the other they would wait for each other.
    ROWS_AT_ONCE = 4,
    // Where distances begin; above any distance, and the upper half of a lane stays 0 so that VPMINUD will do.
    FAR = 0x7FFFFFFF,
};

// A lane operation, in 256 bits where NARROW; the upper half is then zero.
#define LANES_512_OR_256(name, operation, suffix)                                                          \
    AVX512_POPCNT RAG_INLINE __m512i name(const bool NARROW, __m512i left, __m512i right) {                \
        if (!NARROW) return _mm512_##operation##_##suffix(left, right);                                    \
        const __m256i low_left = _mm512_castsi512_si256(left), low_right = _mm512_castsi512_si256(right);  \
        return _mm512_zextsi256_si512(_mm256_##operation##_##suffix(low_left, low_right));                 \
    }
LANES_512_OR_256(sum_of, add, epi64)
LANES_512_OR_256(least_of, min, epu32)
LANES_512_OR_256(difference_of, xor, epi64)

AVX512_POPCNT RAG_INLINE __m512i distance_of(const bool NARROW, __m512i row_word, __m512i query_word) {
    const __m512i bits = difference_of(NARROW, row_word, query_word);
    return NARROW ? _mm512_zextsi256_si512(_mm256_popcnt_epi64(_mm512_castsi512_si256(bits))) : _mm512_popcnt_epi64(bits);
}

// Where NARROW, a load of its own: clang computes in 512 bits what begins as half of a wider register.
AVX512_POPCNT RAG_INLINE __m512i broadcast_word(const bool NARROW, const uint8_t *word) {
    if (NARROW) {
        struct eight { uint8_t byte[8]; };
        __m256i bits;
        __asm__("vpbroadcastq %1, %0" : "=v"(bits) : "m"(*(const struct eight *)word));
        return _mm512_zextsi256_si512(bits);
    }
    int64_t bits;
    __builtin_memcpy(&bits, word, sizeof bits);
    return _mm512_set1_epi64(bits);
}

// Raises the maxima of one register of lanes.
AVX512_POPCNT RAG_INLINE void fold_distances(__m512i nearest, size_t dimension, float *best) {
    const __m256i distance = _mm512_cvtepi64_epi32(nearest);
    const __m256i score = _mm256_sub_epi32(_mm256_set1_epi32((int32_t)dimension), _mm256_slli_epi32(distance, 1));
    _mm256_storeu_ps(best, _mm256_max_ps(_mm256_loadu_ps(best), _mm256_cvtepi32_ps(score)));
}

// The distances of a row to eight query rows, or to four where NARROW.
AVX512_POPCNT RAG_INLINE __m512i distance_of_row(const size_t WORDS, const bool NARROW, const uint8_t *row,
                                                 const __m512i *query) {
    __m512i sum = distance_of(NARROW, broadcast_word(NARROW, row), query[0]);
    RAG_UNROLL for (size_t word = 1; word < WORDS; word++)
        sum = sum_of(NARROW, sum, distance_of(NARROW, broadcast_word(NARROW, row + word * 8), query[word]));
    return sum;
}

// The least distances of eight query rows to ROWS_AT_ONCE rows.
AVX512_POPCNT RAG_INLINE __m512i least_distance(const size_t WORDS, const bool NARROW, const uint8_t *rows,
                                                const __m512i *query) {
    __m512i distance[ROWS_AT_ONCE];
    RAG_UNROLL for (size_t index = 0; index < ROWS_AT_ONCE; index++)
        distance[index] = distance_of_row(WORDS, NARROW, rows + index * WORDS * 8, query);
    return least_of(NARROW, least_of(NARROW, distance[0], distance[1]), least_of(NARROW, distance[2], distance[3]));
}

AVX512_POPCNT RAG_INLINE void resident(const size_t WORDS, const size_t WIDTH, const bool NARROW, const uint8_t *row,
                                       size_t row_count, const uint64_t *panels, size_t dimension, float *best) {
    __m512i query[WIDTH][WORDS], nearest[WIDTH];
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        nearest[column] = _mm512_set1_epi64(FAR);
        const uint64_t *panel = panels + column / 2 * WORDS * RAG_PANEL_ROWS + column % 2 * RAG_HALF_PANEL_ROWS;
        RAG_UNROLL for (size_t word = 0; word < WORDS; word++)
            query[column][word] = _mm512_load_si512(panel + word * RAG_PANEL_ROWS);
    }
    for (; row_count >= ROWS_AT_ONCE; row_count -= ROWS_AT_ONCE, row += ROWS_AT_ONCE * WORDS * 8) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
            const bool IS_NARROW = NARROW && column == WIDTH - 1;
            nearest[column] =
                least_of(IS_NARROW, nearest[column], least_distance(WORDS, IS_NARROW, row, query[column]));
        }
    }
    for (; row_count > 0; row_count--, row += WORDS * 8) {
        RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
            nearest[column] = least_of(false, nearest[column], distance_of_row(WORDS, false, row, query[column]));
    }
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++)
        fold_distances(nearest[column], dimension, best + column * RAG_HALF_PANEL_ROWS);
}

#define RESIDENT(width, NARROW)                                                                        \
    switch (words) {                                                                                   \
    case 1: resident(1, width, NARROW, rows, row_count, panels, dimension, best); break;               \
    case 2: resident(2, width, NARROW, rows, row_count, panels, dimension, best); break;               \
    case 3: resident(3, width, NARROW, rows, row_count, panels, dimension, best); break;               \
    default: resident(4, width, NARROW, rows, row_count, panels, dimension, best); break;              \
    }

AVX512_POPCNT static void score_resident(const struct rag_query *query, const uint8_t *rows, size_t words,
                                         size_t row_count, float *best) {
    const size_t dimension = query->dimension;
    const uint64_t *panels = query->panels;
    size_t fours_left = rag_ceiling(query->rows, 4);
    for (; fours_left >= 8; fours_left -= 8, panels += 2 * words * RAG_PANEL_ROWS, best += 2 * RAG_PANEL_ROWS) {
        RESIDENT(4, false)
    }
    switch (fours_left) {
    case 7: RESIDENT(4, true) break;
    case 6: RESIDENT(3, false) break;
    case 5: RESIDENT(3, true) break;
    case 4: RESIDENT(2, false) break;
    case 3: RESIDENT(2, true) break;
    case 2: RESIDENT(1, false) break;
    case 1: RESIDENT(1, true) break;
    default: break;
    }
}

AVX512_POPCNT RAG_INLINE void tile_binary(const size_t HEIGHT, const uint8_t *rows, size_t words, const uint64_t *panel,
                                          size_t dimension, float *best) {
    enum { WIDTH = 2 };
    __m512i sum[HEIGHT][WIDTH];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) sum[row][0] = sum[row][1] = _mm512_setzero_si512();
    const size_t stride = words * 8;
    POINTERS_TO_ROWS(uint8_t, rows, stride)
    for (size_t word = 0; word < words; word++, panel += RAG_PANEL_ROWS) {
        const __m512i left = _mm512_load_si512(panel), right = _mm512_load_si512(panel + 8);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const __m512i bits = broadcast_word(false, at[row / 3] + row % 3 * stride);
            sum[row][0] = _mm512_add_epi64(sum[row][0], distance_of(false, bits, left));
            sum[row][1] = _mm512_add_epi64(sum[row][1], distance_of(false, bits, right));
            PIN_ROW(sum[row])
        }
        RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += 8;
    }
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        FOLD_COLUMN(sum, column, _mm512_min_epu32)
        fold_distances(sum[0][column], dimension, best + column * 8);
    }
}

AVX512_POPCNT static void score_tiles(const struct rag_query *query, const uint8_t *rows, size_t words,
                                      size_t row_count, float *best) {
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, RAG_TILE_ROWS);
        const uint64_t *panel = query->panels;
        for (size_t index = 0; index < query->panel_count; index++, panel += words * RAG_PANEL_ROWS) {
            RAG_TILE_OF_HEIGHT(height, tile_binary, rows, words, panel, query->dimension, best + index * RAG_PANEL_ROWS)
        }
        rows += height * words * 8;
        row_count -= height;
    }
}

// Copies a row to whole words, clear beyond the dimension. The last block is read under a mask.
AVX512_POPCNT RAG_INLINE void copy_row(const uint8_t *row, size_t row_bytes, size_t dimension, uint8_t *words) {
    size_t byte = 0;
    for (; byte + 64 < row_bytes; byte += 64) _mm512_storeu_si512(words + byte, _mm512_loadu_si512(row + byte));
    const size_t left = row_bytes - byte, padded = rag_ceiling(left, 8) * 8;
    const __m512i last = _mm512_maskz_loadu_epi8(~(__mmask64)0 >> (64 - left), row + byte);
    _mm512_mask_storeu_epi8(words + byte, ~(__mmask64)0 >> (64 - padded), last);
    words[row_bytes - 1] &= rag_last_byte_mask(dimension);
}

AVX512_POPCNT void rag_document_binary_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                              size_t row_count, float *best) {
    (void)scales;
    const size_t dimension = query->dimension, words = rag_ceiling(dimension, 64), row_bytes = (dimension + 7) / 8;
    if (dimension % 64 == 0) {
        if (words <= RESIDENT_WORDS) score_resident(query, rows, words, row_count, best);
        else score_tiles(query, rows, words, row_count, best);
        return;
    }
    // Rows that do not end on a word are copied to whole words first.
    uint64_t stage[RAG_STAGE_BYTES / sizeof(uint64_t)];
    const size_t staged_rows = RAG_STAGE_BYTES / sizeof(uint64_t) / words;
    const uint8_t *row = rows;
    while (row_count > 0) {
        const size_t count = rag_least(row_count, staged_rows);
        for (size_t index = 0; index < count; index++, row += row_bytes)
            copy_row(row, row_bytes, dimension, (uint8_t *)(stage + index * words));
        if (words <= RESIDENT_WORDS) score_resident(query, (const uint8_t *)stage, words, count, best);
        else score_tiles(query, (const uint8_t *)stage, words, count, best);
        row_count -= count;
    }
}
#endif
