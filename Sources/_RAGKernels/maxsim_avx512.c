// SPDX-License-Identifier: Apache-2.0
//
// AVX-512: a panel is one register of fp32 or int32 lanes; tiles are 12 document rows x 2 panels.
#if defined(__x86_64__)
#include "avx512.h"

TILE_FORMS(AVX512, tile_f32,
           (size_t height, const float *rows, size_t stride, const float *panels, size_t dimension, struct rag_ahead ahead,
            float *best),
           rows, stride, panels, dimension, ahead, best)

AVX512 static void panels_f32(const struct rag_query *query, const float *rows, size_t stride, size_t height,
                              struct rag_ahead ahead, float *best) {
    const float *panels = query->panels;
    const size_t dimension = query->dimension;
    for (size_t row = 0; row < query->rows; row += 2 * RAG_PANEL_ROWS, panels += 2 * dimension * RAG_PANEL_ROWS) {
        CALL_TILE_FORM(query->rows - row, tile_f32, height, rows, stride, panels, dimension, ahead, best + row)
    }
}

// Where memory beyond a row must not be read, the last block is read under a mask.
AVX512 static void decode_f16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    for (size_t k = 0; k < dimension; k += 16) {
        const __mmask16 mask = (__mmask16)((1u << rag_least(dimension - k, 16)) - 1);
        _mm512_store_ps(decoded + k, _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, source + k)));
    }
}

AVX512 static void decode_bf16(const void *row, float *decoded, size_t dimension) {
    const uint16_t *source = row;
    size_t k = 0;
    for (; k + 32 <= dimension; k += 32) {
        const __m512i pairs = _mm512_loadu_si512(source + k);
        _mm512_store_si512(decoded + k, _mm512_slli_epi32(pairs, 16));
        _mm512_store_si512(decoded + k + 16, _mm512_and_si512(pairs, _mm512_set1_epi32((int)0xFFFF0000)));
    }
    for (; k < dimension; k += 16) {
        const __mmask16 mask = (__mmask16)((1u << rag_least(dimension - k, 16)) - 1);
        const __m512i values = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, source + k));
        _mm512_store_si512(decoded + k, _mm512_slli_epi32(values, 16));
    }
}

AVX512 static void decode_signs(const void *row, float *decoded, size_t dimension) {
    const uint8_t *source = row;
    // The first value stands in the highest bit of its byte.
    const __m512i selector = _mm512_setr_epi32(1 << 7, 1 << 6, 1 << 5, 1 << 4, 1 << 3, 1 << 2, 1 << 1, 1 << 0, 1 << 15,
                                               1 << 14, 1 << 13, 1 << 12, 1 << 11, 1 << 10, 1 << 9, 1 << 8);
    for (size_t k = 0; k < dimension; k += 16, source += 2) {
        const int bits = dimension - k > 8 ? source[0] | source[1] << 8 : source[0];
        const __mmask16 positive = _mm512_test_epi32_mask(_mm512_set1_epi32(bits), selector);
        _mm512_store_ps(decoded + k, _mm512_mask_blend_ps(positive, _mm512_set1_ps(-1), _mm512_set1_ps(1)));
    }
}

AVX512 void rag_document_f32_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                    size_t row_count, float *best) {
    (void)scales;
    rag_document_direct(query, rows, row_count, best, panels_f32, RAG_TILE_ROWS);
}

AVX512 void rag_document_f16_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                    size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_f16, panels_f32, RAG_TILE_ROWS);
}

AVX512 void rag_document_bf16_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                     size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, query->dimension * 2, row_count, best, decode_bf16, panels_f32, RAG_TILE_ROWS);
}

AVX512 void rag_document_signs_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                      size_t row_count, float *best) {
    (void)scales;
    rag_document_decoded(query, rows, (query->dimension + 7) / 8, row_count, best, decode_signs, panels_f32,
                         RAG_TILE_ROWS);
}
#endif
