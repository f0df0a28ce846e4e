// SPDX-License-Identifier: Apache-2.0
//
// AVX2: a panel is two registers of fp32 or int32 lanes; tiles are 6 document rows x 1 panel, which leaves 4 of the 16
// registers for operands.
#include "kernels.h"

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

// Ends the work on one row of a tile: keeps the compiler from loading the values of later rows early, which would cost
// more registers than there are.
#define PIN_ROW(sums) __asm__ volatile("" : "+x"((sums)[0]), "+x"((sums)[1])::"memory");

// Keeps a pointer in its own register, where the compiler would derive it from its neighbours at every step.
#define PIN_POINTER(pointer) __asm__ volatile("" : "+r"(pointer));

// Pointers to every third row; the rows between are one and two strides away.
#define POINTERS_TO_ROWS(type, rows, stride)                                                 \
    const type *at[TILE_ROWS / 3];                                                           \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {                \
        at[triple] = (rows) + triple * 3 * (stride);                                         \
        PIN_POINTER(at[triple])                                                              \
    }

#define ADVANCE_ROWS(steps) \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) at[triple] += (steps);

AVX2 RAG_INLINE void tile_f32(const size_t HEIGHT, const float *rows, size_t stride, const float *panel,
                              size_t dimension, struct rag_ahead ahead, float *best) {
    __m256 sum[HEIGHT][2];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) sum[row][0] = sum[row][1] = _mm256_setzero_ps();
    POINTERS_TO_ROWS(float, rows, stride)
    for (size_t k = 0; k < dimension; k++) {
        // Four steps use up 16 bytes of each row, and as much is asked for.
        if (k % 4 == 0) {
            RAG_UNROLL for (size_t line = 0; line < (HEIGHT + 3) / 4; line++, ahead.next += 64)
                _mm_prefetch(ahead.next, _MM_HINT_T1);
        }
        const __m256 left = _mm256_load_ps(panel), right = _mm256_load_ps(panel + 8);
        panel += RAG_PANEL_ROWS;
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            const __m256 value = _mm256_broadcast_ss(&at[row / 3][row % 3 * stride]);
            sum[row][0] = _mm256_fmadd_ps(value, left, sum[row][0]);
            sum[row][1] = _mm256_fmadd_ps(value, right, sum[row][1]);
            PIN_ROW(sum[row])
        }
        ADVANCE_ROWS(1)
    }
    RAG_UNROLL for (size_t half = 0; half < 2; half++) {
        RAG_UNROLL for (size_t row = HEIGHT - 1; row >= 1; row--)
            sum[row / 2][half] = _mm256_max_ps(sum[row / 2][half], sum[row][half]);
        _mm256_storeu_ps(best + half * 8, _mm256_max_ps(_mm256_loadu_ps(best + half * 8), sum[0][half]));
    }
}

AVX2 static void panels_f32(const struct rag_query *query, const float *rows, size_t stride, size_t height,
                            struct rag_ahead ahead, float *best) {
    const float *panel = query->panels;
    for (size_t index = 0; index < query->panel_count; index++) {
        SHORT_TILE_OF_HEIGHT(height, tile_f32, rows, stride, panel, query->dimension, ahead, best)
        panel += query->dimension * RAG_PANEL_ROWS;
        best += RAG_PANEL_ROWS;
    }
}

AVX2 static void decode_f16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    size_t k = 0;
    for (; k + 8 <= dimension; k += 8)
        _mm256_storeu_ps(decoded + k, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(source + k))));
    for (; k < dimension; k++) decoded[k] = _cvtsh_ss(source[k]);
}

AVX2 static void decode_bf16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    const __m256i upper_half = _mm256_set1_epi32((int)0xFFFF0000);
    size_t k = 0;
    for (; k + 32 <= dimension; k += 32) {
        RAG_UNROLL for (size_t half = 0; half < 16; half += 8) {
            const __m256i pairs = _mm256_loadu_si256((const __m256i *)(source + k + 2 * half));
            _mm256_storeu_si256((__m256i *)(decoded + k + half), _mm256_slli_epi32(pairs, 16));
            _mm256_storeu_si256((__m256i *)(decoded + k + 16 + half), _mm256_and_si256(pairs, upper_half));
        }
    }
    rag_convert_bf16_to_f32(source + k, dimension - k, decoded + k);
}

AVX2 static void decode_signs(const void *row, float *decoded, size_t dimension) {
    const uint8_t *source = row;
    // The first value stands in the highest bit of its byte. A clear bit becomes the sign of -1.
    const __m256i selector = _mm256_setr_epi32(1 << 7, 1 << 6, 1 << 5, 1 << 4, 1 << 3, 1 << 2, 1 << 1, 1 << 0);
    const __m256i sign = _mm256_set1_epi32((int)0x80000000);
    for (size_t k = 0; k < dimension; k += 8, source++) {
        const __m256i chosen = _mm256_and_si256(_mm256_set1_epi32(*source), selector);
        const __m256i clear = _mm256_and_si256(_mm256_cmpeq_epi32(chosen, _mm256_setzero_si256()), sign);
        _mm256_storeu_ps(decoded + k, _mm256_or_ps(_mm256_set1_ps(1), _mm256_castsi256_ps(clear)));
    }
}

AVX2 void rag_document_f32_avx2(const struct rag_query *query, const void *rows, const float *scales,
                                size_t row_count, float *best) {
    (void)scales;
    rag_document_direct(query, rows, row_count, best, panels_f32, TILE_ROWS);
}

AVX2 void rag_document_f16_avx2(const struct rag_query *query, const void *rows, const float *scales,
                                size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_f16, panels_f32, TILE_ROWS);
}

AVX2 void rag_document_bf16_avx2(const struct rag_query *query, const void *rows, const float *scales,
                                 size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_bf16, panels_f32, TILE_ROWS);
}

AVX2 void rag_document_signs_avx2(const struct rag_query *query, const void *rows, const float *scales,
                                  size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, (query->dimension + 7) / 8, row_count, best, decode_signs, panels_f32,
                         TILE_ROWS);
}

// Folds a tile of int32 sums into the maxima: scaled per row in fp32, or as integers where there are no scales.
AVX2 RAG_INLINE void fold_i8(const size_t HEIGHT, __m256i (*sum)[2], const float *_Nullable scales, float *best) {
    RAG_UNROLL for (size_t half = 0; half < 2; half++) {
        __m256 greatest = _mm256_loadu_ps(best + half * 8);
        if (scales == NULL) {
            RAG_UNROLL for (size_t row = HEIGHT - 1; row >= 1; row--)
                sum[row / 2][half] = _mm256_max_epi32(sum[row / 2][half], sum[row][half]);
            greatest = _mm256_max_ps(greatest, _mm256_cvtepi32_ps(sum[0][half]));
        } else {
            RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
                const __m256 score = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[row][half]), _mm256_set1_ps(scales[row]));
                greatest = _mm256_max_ps(greatest, score);
            }
        }
        _mm256_storeu_ps(best + half * 8, greatest);
    }
}

// VPMADDWD: exact products of int16 pairs, for processors without VNNI.
AVX2 RAG_INLINE void tile_pairs(const size_t HEIGHT, const int16_t *rows, size_t stride, const int16_t *panel,
                                size_t pairs, const float *_Nullable scales, float *best) {
    __m256i sum[HEIGHT][2];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) sum[row][0] = sum[row][1] = _mm256_setzero_si256();
    POINTERS_TO_ROWS(int16_t, rows, stride)
    for (size_t pair = 0; pair < pairs; pair++) {
        const __m256i left = _mm256_load_si256((const __m256i *)panel);
        const __m256i right = _mm256_load_si256((const __m256i *)panel + 1);
        panel += 2 * RAG_PANEL_ROWS;
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            int32_t both;
            __builtin_memcpy(&both, &at[row / 3][row % 3 * stride], sizeof both);
            const __m256i value = _mm256_set1_epi32(both);
            sum[row][0] = _mm256_add_epi32(sum[row][0], _mm256_madd_epi16(value, left));
            sum[row][1] = _mm256_add_epi32(sum[row][1], _mm256_madd_epi16(value, right));
            PIN_ROW(sum[row])
        }
        ADVANCE_ROWS(2)
    }
    fold_i8(HEIGHT, sum, scales, best);
}

AVX2 static void widen_codes(const uint8_t *source, int16_t *target, size_t dimension) {
    const __m256i raise = _mm256_set1_epi16(128);
    size_t k = 0;
    for (; k + 16 <= dimension; k += 16) {
        const __m256i wide = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(source + k)));
        _mm256_storeu_si256((__m256i *)(target + k), _mm256_sub_epi16(wide, raise));
    }
    for (; k < dimension; k++) target[k] = (int16_t)(source[k] - 128);
    target[k] = 0;
}

AVX2 void rag_document_i8_avx2(const struct rag_query *query, const void *rows, const float *scales, size_t row_count,
                               float *best) {
    _Alignas(32) int16_t stage[RAG_STAGE_BYTES / sizeof(int16_t)];
    const size_t dimension = query->dimension, pairs = rag_ceiling(dimension, 2), stride = pairs * 2 + 2;
    const size_t tallest = rag_staged_height(stride * sizeof(int16_t), TILE_ROWS);
    const uint8_t *codes = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, tallest);
        for (size_t row = 0; row < height; row++, codes += dimension) widen_codes(codes, stage + row * stride, dimension);
        const int16_t *panel = query->panels;
        for (size_t index = 0; index < query->panel_count; index++, panel += pairs * 2 * RAG_PANEL_ROWS) {
            SHORT_TILE_OF_HEIGHT(height, tile_pairs, stage, stride, panel, pairs, scales, best + index * RAG_PANEL_ROWS)
        }
        if (scales != NULL) scales += height;
        row_count -= height;
    }
}

// VPDPBUSD: sums of four products, raised document codes by signed query codes, exact in int32.
AVX_VNNI RAG_INLINE void tile_quads(const size_t HEIGHT, const uint8_t *rows, size_t stride, const char *panel,
                                    size_t quads, const float *_Nullable scales, float *best) {
    __m256i sum[HEIGHT][2];
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        sum[row][0] = _mm256_load_si256((const __m256i *)panel);
        sum[row][1] = _mm256_load_si256((const __m256i *)panel + 1);
    }
    POINTERS_TO_ROWS(uint8_t, rows, stride)
    for (size_t quad = 0; quad < quads; quad++) {
        panel += 64;
        const __m256i left = _mm256_load_si256((const __m256i *)panel);
        const __m256i right = _mm256_load_si256((const __m256i *)panel + 1);
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
            int32_t four;
            __builtin_memcpy(&four, &at[row / 3][row % 3 * stride], sizeof four);
            const __m256i value = _mm256_set1_epi32(four);
            sum[row][0] = _mm256_dpbusd_avx_epi32(sum[row][0], value, left);
            sum[row][1] = _mm256_dpbusd_avx_epi32(sum[row][1], value, right);
            PIN_ROW(sum[row])
        }
        ADVANCE_ROWS(4)
    }
    fold_i8(HEIGHT, sum, scales, best);
}

AVX_VNNI void rag_document_i8_avxvnni(const struct rag_query *query, const void *rows, const float *scales,
                                      size_t row_count, float *best) {
    uint8_t stage[RAG_STAGE_BYTES];
    const size_t dimension = query->dimension, quads = rag_ceiling(dimension, 4), stride = quads * 4;
    const uint8_t *codes = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, TILE_ROWS);
        const uint8_t *tile = rag_whole_quads(codes, height, dimension, stage);
        codes += height * dimension;
        const char *panel = query->panels;
        for (size_t index = 0; index < query->panel_count; index++, panel += 64 * (1 + quads)) {
            SHORT_TILE_OF_HEIGHT(height, tile_quads, tile, stride, panel, quads, scales, best + index * RAG_PANEL_ROWS)
        }
        if (scales != NULL) scales += height;
        row_count -= height;
    }
}

// The population count of each byte, by a table of the counts of four bits (Mula, Kurz, Lemire 2018, arXiv 1611.07612).
AVX2 RAG_INLINE __m256i count_bits(__m256i bits) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2,
                                           3, 2, 3, 3, 4);
    const __m256i four = _mm256_set1_epi8(0x0F);
    const __m256i low = _mm256_shuffle_epi8(table, _mm256_and_si256(bits, four));
    const __m256i high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(bits, 4), four));
    return _mm256_add_epi8(low, high);
}

AVX2 void rag_document_binary_avx2(const struct rag_query *query, const void *rows, const float *scales,
                                   size_t row_count, float *best) {
    (void)scales;
    const size_t dimension = query->dimension, words = rag_ceiling(dimension, 64), row_bytes = (dimension + 7) / 8;
    for (size_t row = 0; row < row_count; row++) {
        uint64_t bits[RAG_MAXIMUM_DIMENSION / 64];
        rag_copy_bits((const uint8_t *)rows + row * row_bytes, dimension, bits);
        const __m256i *panel = query->panels;
        for (size_t index = 0; index < query->panel_count; index++, panel += words * 4) {
            __m256i distance[4];
            RAG_UNROLL for (size_t quarter = 0; quarter < 4; quarter++) {
                distance[quarter] = _mm256_setzero_si256();
                for (size_t word = 0; word < words; word++) {
                    const __m256i mixed = _mm256_xor_si256(_mm256_set1_epi64x((int64_t)bits[word]), panel[word * 4 + quarter]);
                    const __m256i counts = _mm256_sad_epu8(count_bits(mixed), _mm256_setzero_si256());
                    distance[quarter] = _mm256_add_epi64(distance[quarter], counts);
                }
            }
            _Alignas(32) uint64_t lanes[RAG_PANEL_ROWS];
            RAG_UNROLL for (size_t quarter = 0; quarter < 4; quarter++)
                _mm256_store_si256((__m256i *)lanes + quarter, distance[quarter]);
            float *target = best + index * RAG_PANEL_ROWS;
            for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++) {
                const float score = (float)((int32_t)dimension - 2 * (int32_t)lanes[lane]);
                target[lane] = score > target[lane] ? score : target[lane];
            }
        }
    }
}
#endif
