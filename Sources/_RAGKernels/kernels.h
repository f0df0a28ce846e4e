// SPDX-License-Identifier: Apache-2.0
//
// What the files of this target share; nothing here is visible to Swift.
//
// A *panel* is 16 query rows, interleaved: for every step of the dimension, the 16 values stand side by side, so that
// one broadcast of a document value meets 16 query rows. Every kernel fills a tile of (document rows) x (query rows) of
// the score matrix in registers, folds it into the running maxima and forgets it: the matrix is never written.
#ifndef RAG_KERNELS_INTERNAL_H
#define RAG_KERNELS_INTERNAL_H

#include "RAGKernels.h"
#include "RAGPostings.h"

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum {
    // Query rows in a panel.
    RAG_PANEL_ROWS = 16,
    RAG_HALF_PANEL_ROWS = RAG_PANEL_ROWS / 2,
    // Document rows in the tallest tile of any kernel: 12 rows x 2 vectors leave 8 of 32 registers for operands.
    RAG_TILE_ROWS = 12,
    // Bytes on the stack where rows are decoded before they are scored: the tallest tile at 1,024 fp32 values.
    RAG_STAGE_BYTES = RAG_TILE_ROWS * 4096,
    RAG_MAXIMUM_DIMENSION = 4096,
    // The highest dimension at which 1.5 * 2^23 + dot(int8, int8) is still an exact float.
    RAG_MAGIC_DIMENSION = 256,
};

// How the panels of a packed query are laid out. The layouts depend on the level, hence a packed query names its own.
enum rag_layout {
    RAG_LAYOUT_F32,        // [panel][k][16] float
    RAG_LAYOUT_F32_SCREENED, // the same, then what screens them: see `rag_screened_panels`
    RAG_LAYOUT_BF16_WIDE,  // as RAG_LAYOUT_F32, k reordered as `rag_bf16_order` says
    RAG_LAYOUT_BF16_PAIRS, // [panel][k / 2][16][2] bf16
    RAG_LAYOUT_I8_BIASED,  // [panel] { int32 bias[16]; int8 [k / 4][16][4] } for raised document codes
    RAG_LAYOUT_I8_QUADS,   // [panel][k / 4][16][4] int8
    RAG_LAYOUT_I8_PAIRS,   // [panel][k / 2][16][2] int16
    RAG_LAYOUT_BITS,       // [panel][k / 64][16] uint64, clear beyond the dimension
};

// The start of a packed query; then come the factors of its rows, then its panels.
struct rag_packed_header {
    // The level whose layout the panels have.
    _Alignas(64) enum rag_level level;
};

// A packed query, taken apart.
struct rag_query {
    enum rag_level level;
    // One factor per query row (weight x scale), padded with zeros to whole panels.
    const float *factors;
    const void *panels;
    size_t panel_count;
    size_t rows;
    size_t dimension;
    // `rag_cpu_stream_bytes`.
    size_t stream_bytes;
    // What a score must reach: a kernel may leave maxima too high where even they give a document a lower score.
    float least;
};

// Raises best[i] to the highest score of query row i against any of `row_count` >= 1 contiguous document rows.
// `best` has room for whole panels. `scales` is one factor per document row, or NULL for none (int8 only).
typedef void rag_document_kernel(const struct rag_query *query, const void *rows, const float *_Nullable scales,
                                 size_t row_count, float *best);

// A kernel and the layout it reads.
struct rag_kernel {
    rag_document_kernel *document;
    enum rag_layout layout;
};

struct rag_kernel rag_kernel_at(enum rag_level level, enum rag_precision precision);

// The score of a document: the sum of maximum x factor.
float rag_weighted_sum(const struct rag_query *query, const float *best);

// Packs fp32 query rows in a layout of fp32 or bf16; the panels are all zeros.
void rag_pack_f32(enum rag_layout layout, const float *query, size_t query_rows, size_t dimension, void *panels);

// Whether VDPBF16PS beats widening to fp32. Zen 4 does twice the work of a fused multiply-add in the same time;
// Sapphire Rapids issues one every second cycle, half the work of its two fused multiply-adds per cycle (measured).
bool rag_cpu_multiplies_bf16_fast(void);

// How far apart the streams are in which a tile asks for memory. Intel's cores keep more reads in flight in several pages
// than in one, AMD's follow one stream best: on Zen 4, lines that follow each other are 5 to 7 % faster (measured).
size_t rag_cpu_stream_bytes(void);

// Where memory is asked for while a tile is worked on, and how far the streams are apart.
struct rag_ahead {
    const char *next;
    size_t apart;
};

// One set of kernels per instruction set. Where a level lacks an instruction, `rag_kernel_at` takes the next lower
// one.
#define RAG_DECLARE_LEVEL(level)                     \
    rag_document_kernel rag_document_f32_##level;    \
    rag_document_kernel rag_document_f16_##level;    \
    rag_document_kernel rag_document_bf16_##level;   \
    rag_document_kernel rag_document_i8_##level;     \
    rag_document_kernel rag_document_binary_##level; \
    rag_document_kernel rag_document_signs_##level;
RAG_DECLARE_LEVEL(portable)
RAG_DECLARE_LEVEL(avx2)
RAG_DECLARE_LEVEL(avx512)
RAG_DECLARE_LEVEL(neon)
rag_document_kernel rag_document_i8_avxvnni;
rag_document_kernel rag_document_bf16_avx512dot;
rag_document_kernel rag_document_f32_avx512screened;
rag_document_kernel rag_document_f16_avx512screened;

#define RAG_INLINE static inline __attribute__((always_inline))

// Full unrolling of a loop with constant bounds, so that an array of vectors becomes registers.
#ifdef __clang__
#define RAG_UNROLL _Pragma("clang loop unroll(full)")
#else
#define RAG_UNROLL _Pragma("GCC unroll 64")
#endif

// Calls tile(HEIGHT, ...) with the height as a constant.
#define RAG_TILE_OF_HEIGHT(height, tile, ...)   \
    switch (height) {                           \
    case 1: tile(1, __VA_ARGS__); break;        \
    case 2: tile(2, __VA_ARGS__); break;        \
    case 3: tile(3, __VA_ARGS__); break;        \
    case 4: tile(4, __VA_ARGS__); break;        \
    case 5: tile(5, __VA_ARGS__); break;        \
    case 6: tile(6, __VA_ARGS__); break;        \
    case 7: tile(7, __VA_ARGS__); break;        \
    case 8: tile(8, __VA_ARGS__); break;        \
    case 9: tile(9, __VA_ARGS__); break;        \
    case 10: tile(10, __VA_ARGS__); break;      \
    case 11: tile(11, __VA_ARGS__); break;      \
    default: tile(12, __VA_ARGS__); break;      \
    }

RAG_INLINE size_t rag_ceiling(size_t value, size_t step) { return (value + step - 1) / step; }

RAG_INLINE size_t rag_least(size_t left, size_t right) { return left < right ? left : right; }

// The bits that count in the last byte of a row of sign bits: the first value stands in the highest bit.
RAG_INLINE uint8_t rag_last_byte_mask(size_t dimension) {
    return dimension % 8 == 0 ? 0xFF : (uint8_t)(0xFF00 >> dimension % 8);
}

// Copies a row of sign bits to whole words, clear beyond the dimension.
RAG_INLINE void rag_copy_bits(const uint8_t *row, size_t dimension, uint64_t *words) {
    const size_t row_bytes = (dimension + 7) / 8;
    words[(dimension - 1) / 64] = 0;
    __builtin_memcpy(words, row, row_bytes);
    ((uint8_t *)words)[row_bytes - 1] &= rag_last_byte_mask(dimension);
}

// Rows of the next tile. The last two share what is left evenly: a tile of one row would wait for its own sums.
RAG_INLINE size_t rag_tile_height(size_t rows_left, size_t tallest) {
    if (rows_left <= tallest) return rows_left;
    return rows_left < 2 * tallest ? (rows_left + 1) / 2 : tallest;
}

// The tallest tile for decoded rows of `row_bytes` each: half the stage, so that rows and query share the first-level
// cache, but six rows, which hide the latency of their sums, as long as they fit at all.
RAG_INLINE size_t rag_staged_height(size_t row_bytes, size_t tallest) {
    const size_t cached = RAG_STAGE_BYTES / 2 / row_bytes, fitting = rag_least(RAG_STAGE_BYTES / row_bytes, 6);
    return rag_least(tallest, cached > fitting ? cached : fitting);
}

// The row stride, in floats, of rows decoded to fp32.
RAG_INLINE size_t rag_staged_stride(size_t dimension) { return rag_ceiling(dimension, 16) * 16; }

// Rows of int8 codes from which whole quads of four can be read: these, or where the dimension is no multiple of four, a
// copy on `stage`. The query is zero in the places that a row does not have, so that any value will do there.
RAG_INLINE const uint8_t *rag_whole_quads(const uint8_t *rows, size_t height, size_t dimension, uint8_t *stage) {
    if (dimension % 4 == 0) return rows;
    const size_t stride = rag_ceiling(dimension, 4) * 4;
    for (size_t row = 0; row < height; row++) {
        __builtin_memset(stage + row * stride + stride - 4, 0, 4);
        __builtin_memcpy(stage + row * stride, rows + row * dimension, dimension);
    }
    return stage;
}

// Some panels of a query that is screened in bf16: [panel][k][16] float, all of them, then [panel][k / 2][16][2] bf16, then
// [panel][16] float, what bounds the error of a screened product by the length of the document's row.
struct rag_screened_panels {
    const float *exact;
    const char *rounded;
    const float *errors;
};

// The panels of a screened query from one of them on.
RAG_INLINE struct rag_screened_panels rag_screened_panels(const struct rag_query *query, size_t panel) {
    const size_t dimension = query->dimension, pairs = rag_ceiling(dimension, 2);
    const float *exact = query->panels;
    const char *rounded = (const char *)(exact + query->panel_count * dimension * RAG_PANEL_ROWS);
    const float *errors = (const float *)(rounded + query->panel_count * pairs * 64);
    return (struct rag_screened_panels){exact + panel * dimension * RAG_PANEL_ROWS, rounded + panel * pairs * 64,
                                        errors + panel * RAG_PANEL_ROWS};
}

// Decodes one row to fp32.
typedef void rag_decoder(const void *row, float *decoded, size_t dimension);

// Scores one tile of fp32 rows, `stride` floats apart, against all panels; asks for memory from `ahead` on.
typedef void rag_panel_scorer(const struct rag_query *query, const float *rows, size_t stride, size_t height,
                              struct rag_ahead ahead, float *best);

enum {
    // How many bytes ahead of a tile memory is asked for.
    RAG_AHEAD = 4096,
};

// Where memory is asked for while the tile before `next` is worked on.
RAG_INLINE struct rag_ahead rag_ahead_of(const struct rag_query *query, const void *next) {
    return (struct rag_ahead){(const char *)next + RAG_AHEAD, query->stream_bytes};
}

// A document of fp32 rows, tile by tile.
RAG_INLINE void rag_document_direct(const struct rag_query *query, const float *rows, size_t row_count, float *best,
                                    rag_panel_scorer *scorer, size_t tallest) {
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, tallest);
        const float *next = rows + height * query->dimension;
        scorer(query, rows, query->dimension, height, rag_ahead_of(query, next), best);
        rows = next;
        row_count -= height;
    }
}

// A document whose rows are decoded to fp32 on the stack, tile by tile.
RAG_INLINE void rag_document_decoded(const struct rag_query *query, const void *rows, size_t row_bytes,
                                     size_t row_count, float *best, rag_decoder *decoder, rag_panel_scorer *scorer,
                                     size_t tallest) {
    _Alignas(64) float stage[RAG_STAGE_BYTES / sizeof(float)];
    const size_t stride = rag_staged_stride(query->dimension);
    tallest = rag_staged_height(stride * sizeof(float), tallest);
    const char *row = rows;
    while (row_count > 0) {
        const size_t height = rag_tile_height(row_count, tallest);
        for (size_t index = 0; index < height; index++, row += row_bytes) {
            decoder(row, stage + index * stride, query->dimension);
        }
        // Asking for as much as the tile would take in fp32 reaches one tile too far for 16-bit rows, 31 for bits.
        const char *next = row_bytes >= query->dimension ? row : (const char *)stage;
        scorer(query, stage, stride, height, (struct rag_ahead){next, query->stream_bytes}, best);
        row_count -= height;
    }
}

// Where the value at `position` of a bf16 row stands once widened: whole blocks of 32 are split into their even and
// their odd values, since a shift and a mask widen both halves of a register without moving anything sideways.
RAG_INLINE size_t rag_bf16_order(size_t position, size_t dimension) {
    const size_t block = position / 32 * 32, within = position % 32;
    return block + 32 > dimension ? position : block + within / 2 + (within % 2) * 16;
}

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
