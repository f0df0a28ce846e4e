// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 VNNI. VPDPBUSD multiplies unsigned by signed bytes: the codes of a document are raised by 128 on the stack,
// and the sums begin at -128 times the sum of the query row, so that they end exact.
//
// The maximum needs dot x scale in fp32. Up to 256 dimensions the sums begin at the bits of 1.5 * 2^23 as well: read as
// fp32, a sum is then 1.5 * 2^23 + dot exactly, and one fused multiply-add with scale and -1.5 * 2^23 * scale converts
// and scales at once. That product is exact because the scale is first rounded to 22 significant bits.
#if defined(__x86_64__)
#include "avx512.h"

#define AVX512_VNNI __attribute__((target(AVX512_BASE ",avx512vnni")))

enum {
    MAGIC_BITS = 0x4B400000, // 1.5 * 2^23 as fp32
};

// How a tile of integer sums becomes maxima.
enum fold {
    FOLD_INTEGERS,  // no scales: the maximum of integers
    FOLD_MAGIC,     // see above
    FOLD_CONVERTED, // by a conversion and a multiplication
};

// The scales of the rows of a tile.
struct tile_scales {
    _Alignas(64) float scale[16];
    _Alignas(64) float offset[16];
};

AVX512_VNNI RAG_INLINE void prepare_scales(const float *scales, size_t height, enum fold fold, struct tile_scales *out) {
    __m512i scale = _mm512_maskz_loadu_epi32((__mmask16)((1u << height) - 1), scales);
    if (fold == FOLD_MAGIC)
        scale = _mm512_and_si512(_mm512_add_epi32(scale, _mm512_set1_epi32(2)), _mm512_set1_epi32(~3));
    _mm512_store_si512(out->scale, scale);
    _mm512_store_ps(out->offset, _mm512_mul_ps(_mm512_castsi512_ps(scale), _mm512_set1_ps(-12582912.0f)));
}

AVX512_VNNI RAG_INLINE int32_t four_codes(const char *codes) {
    int32_t four;
    __builtin_memcpy(&four, codes, sizeof four);
    return four;
}

// Codes of a document on their way to the stage, raised by 128, line by line. Each byte keeps its place in its line, so that
// no load and no store crosses two.
struct raising {
    // The next line, at a multiple of 64 bytes, and where it goes.
    const char *source;
    char *target;
    // How many lines follow that lie wholly in the document.
    size_t whole_lines;
};

AVX512_VNNI RAG_INLINE void raise_whole_lines(struct raising *raising, size_t count) {
    const __m512i raise = _mm512_set1_epi8(-128);
    RAG_UNROLL for (size_t line = 0; line < count; line++) {
        const __m512i codes = _mm512_load_si512(raising->source + line * 64);
        _mm512_store_si512(raising->target + line * 64, _mm512_xor_si512(codes, raise));
    }
    raising->source += count * 64;
    raising->target += count * 64;
    raising->whole_lines -= count;
}

// Scores a tile, and raises lines of the next one meanwhile, while the multiplications wait for their units.
AVX512_VNNI RAG_INLINE void tile_i8(const size_t HEIGHT, const size_t WIDTH, const char *rows, size_t stride,
                                    const char *panels, size_t quads, enum fold fold, const struct tile_scales *scales,
                                    struct raising *raising, float *best) {
    __m512i sum[HEIGHT][WIDTH];
    struct raising next = *raising;
    const char *first = panels, *second = panels + 64 * (1 + quads);
    const __m512i magic = _mm512_set1_epi32(fold == FOLD_MAGIC ? MAGIC_BITS : 0);
    RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
        sum[row][0] = _mm512_add_epi32(_mm512_load_si512(first), magic);
        if (WIDTH > 1) sum[row][1] = _mm512_add_epi32(_mm512_load_si512(second), magic);
    }
    first += 64;
    second += 64;
    POINTERS_TO_ROWS(char, rows, stride)
#define STEP(k)                                                                                        \
    {                                                                                                  \
        const __m512i left = _mm512_load_si512(first + (k) * 64);                                      \
        const __m512i right = WIDTH > 1 ? _mm512_load_si512(second + (k) * 64) : left;                 \
        RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {                                         \
            const __m512i value = _mm512_set1_epi32(four_codes(at[row / 3] + row % 3 * stride + (k) * 4)); \
            sum[row][0] = _mm512_dpbusd_epi32(sum[row][0], value, left);                               \
            if (WIDTH > 1) sum[row][1] = _mm512_dpbusd_epi32(sum[row][1], value, right);               \
            PIN_ROW(sum[row])                                                                          \
        }                                                                                              \
    }
#define ADVANCE(steps)                                                                                 \
    RAG_UNROLL for (size_t triple = 0; triple < (HEIGHT + 2) / 3; triple++) {                          \
        at[triple] += (steps) * 4;                                                                     \
        PIN_POINTER(at[triple])                                                                        \
    }                                                                                                  \
    first += (steps) * 64;                                                                             \
    second += (steps) * 64;
    size_t steps_left = quads;
    for (; steps_left >= 4; steps_left -= 4) {
        // Four steps use up 16 bytes of each row, and as much is raised.
        const size_t lines = (HEIGHT + 3) / 4;
        if (next.whole_lines >= lines) {
            const char *ahead = next.source + RAG_AHEAD;
            PREFETCH_AHEAD(ahead)
            raise_whole_lines(&next, lines);
        }
        STEP(0) STEP(1) STEP(2) STEP(3)
        ADVANCE(4)
    }
    for (; steps_left > 0; steps_left--) {
        STEP(0)
        ADVANCE(1)
    }
    *raising = next;
#undef STEP
#undef ADVANCE
    RAG_UNROLL for (size_t column = 0; column < WIDTH; column++) {
        float *target = best + column * RAG_PANEL_ROWS;
        __m512 greatest = _mm512_loadu_ps(target);
        if (fold == FOLD_INTEGERS) {
            FOLD_COLUMN(sum, column, _mm512_max_epi32)
            greatest = _mm512_max_ps(greatest, _mm512_cvtepi32_ps(sum[0][column]));
        } else {
            __m512 score[HEIGHT][1];
            RAG_UNROLL for (size_t row = 0; row < HEIGHT; row++) {
                const __m512 scale = _mm512_set1_ps(scales->scale[row]), offset = _mm512_set1_ps(scales->offset[row]);
                score[row][0] = fold == FOLD_MAGIC
                                    ? _mm512_fmadd_ps(_mm512_castsi512_ps(sum[row][column]), scale, offset)
                                    : _mm512_mul_ps(_mm512_cvtepi32_ps(sum[row][column]), scale);
            }
            FOLD_COLUMN(score, 0, _mm512_max_ps)
            greatest = _mm512_max_ps(greatest, score[0][0]);
        }
        _mm512_storeu_ps(target, greatest);
    }
}

// The way of rows first..<last, given by their addresses, to a stage.
AVX512_VNNI RAG_INLINE struct raising raising_of(const char *first, const char *last, const char *document_begin,
                                                 const char *document_end, char *stage) {
    struct raising raising = {first - (uintptr_t)first % 64, stage, 0};
    const char *whole_end = last + (64 - (uintptr_t)last % 64) % 64;
    if (whole_end > document_end) whole_end -= 64;
    if (raising.source >= document_begin && whole_end > raising.source)
        raising.whole_lines = (size_t)(whole_end - raising.source) / 64;
    return raising;
}

// Raises what is left until `last`; of the first and the last line of the document, what belongs to it.
AVX512_VNNI RAG_INLINE void raise_rest(struct raising *raising, const char *last, const char *document_begin,
                                       const char *document_end) {
    while (raising->source < last) {
        if (raising->whole_lines > 0) {
            raise_whole_lines(raising, 1);
            continue;
        }
        __mmask64 inside = ~(__mmask64)0;
        if (raising->source < document_begin) inside <<= document_begin - raising->source;
        if (document_end - raising->source < 64) inside &= ~(__mmask64)0 >> (64 - (document_end - raising->source));
        const __m512i codes = _mm512_maskz_loadu_epi8(inside, raising->source);
        _mm512_store_si512(raising->target, _mm512_xor_si512(codes, _mm512_set1_epi8(-128)));
        raising->source += 64;
        raising->target += 64;
    }
}

AVX512_VNNI static void panels_i8(const struct rag_query *query, const char *rows, size_t height, enum fold fold,
                                  const struct tile_scales *scales, struct raising *raising, float *best) {
    const size_t stride = query->dimension, quads = rag_ceiling(stride, 4), panel_bytes = 64 * (1 + quads);
    const char *panels = query->panels;
    size_t panels_left = query->panel_count;
    for (; panels_left >= 2; panels_left -= 2, panels += 2 * panel_bytes, best += 2 * RAG_PANEL_ROWS) {
        RAG_TILE_OF_HEIGHT(height, tile_i8, 2, rows, stride, panels, quads, fold, scales, raising, best)
    }
    if (panels_left > 0) {
        RAG_TILE_OF_HEIGHT(height, tile_i8, 1, rows, stride, panels, quads, fold, scales, raising, best)
    }
}

AVX512_VNNI void rag_document_i8_avx512(const struct rag_query *query, const void *rows, const float *scales,
                                        size_t row_count, float *best) {
    // A line more, since rows may begin within a line, and one for the quads of the last row that reach beyond it.
    _Alignas(64) char stages[2][RAG_STAGE_BYTES / 2 + 128];
    struct tile_scales prepared;
    const size_t dimension = query->dimension;
    const size_t tallest = rag_least(RAG_TILE_ROWS, RAG_STAGE_BYTES / 2 / dimension);
    const enum fold fold = scales == NULL                     ? FOLD_INTEGERS
                           : dimension <= RAG_MAGIC_DIMENSION ? FOLD_MAGIC
                                                              : FOLD_CONVERTED;
    const char *const begin = rows, *const end = begin + row_count * dimension;
    size_t height = rag_tile_height(row_count, tallest), turn = 0;
    const char *first = begin, *last = first + height * dimension;
    struct raising raising = raising_of(first, last, begin, end, stages[0]);
    raise_rest(&raising, last, begin, end);
    while (row_count > 0) {
        row_count -= height;
        const size_t next_height = rag_tile_height(row_count, tallest);
        const char *const next_last = last + next_height * dimension;
        raising = raising_of(last, next_last, begin, end, stages[1 - turn]);
        if (scales != NULL) {
            prepare_scales(scales, height, fold, &prepared);
            scales += height;
        }
        panels_i8(query, stages[turn] + (uintptr_t)first % 64, height, fold, &prepared, &raising, best);
        raise_rest(&raising, next_last, begin, end);
        first = last;
        last = next_last;
        height = next_height;
        turn = 1 - turn;
    }
}
#endif
