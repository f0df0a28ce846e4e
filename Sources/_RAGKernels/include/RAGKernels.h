// SPDX-License-Identifier: Apache-2.0
//
// Late interaction (MaxSim) on a CPU: score(Q, D) = sum over the rows q of Q of the maximum over the rows d of D of q .
// d (Khattab and Zaharia 2020, arXiv 2004.12832).
//
// What holds for every function here:
// - Matrices are row-major and contiguous, at any alignment, except packed queries, which start at a multiple of 64
// bytes.
// - No byte outside a buffer is read, no memory is allocated, no state is kept but the level, no function blocks.
// - The caller has checked shapes and offsets: 1...4096 dimensions, 1...256 query rows, any number of document rows.
// - Values are finite. A NaN is not reported: it may vanish in a maximum.
// - Distinct outputs may be computed on distinct threads at once; a packed query may be shared by all of them.
#ifndef RAG_KERNELS_H
#define RAG_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "EncoderKernels.h"

#ifndef __clang__
#define _Nonnull
#define _Nullable
#endif

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

#ifdef __cplusplus
extern "C" {
#endif

// ---- The processor --------------------------------------------------------------------------------------------------

// A set of kernels, by the instruction set that they are written for.
enum rag_level {
    RAG_LEVEL_PORTABLE = 0, // C that any compiler vectorises as it can
    RAG_LEVEL_AVX2 = 1,     // AVX2, FMA, F16C; AVX-VNNI where present
    RAG_LEVEL_AVX512 = 2,   // AVX-512 F, BW, VL, DQ, CD; VNNI, BF16 and VPOPCNTDQ where present
    RAG_LEVEL_NEON = 3,     // AArch64 Advanced SIMD; the dot-product extension where present
};

// Instructions beyond a level that some kernels use.
enum rag_feature {
    RAG_FEATURE_AVX_VNNI = 1 << 0,
    RAG_FEATURE_AVX512_VNNI = 1 << 1,
    RAG_FEATURE_AVX512_BF16 = 1 << 2,
    RAG_FEATURE_AVX512_VPOPCNTDQ = 1 << 3,
    RAG_FEATURE_AVX512_FP16 = 1 << 4,
    RAG_FEATURE_NEON_DOTPROD = 1 << 5,
    RAG_FEATURE_AVX512_VBMI = 1 << 6,
};

// The level in use: the best that the processor has, or the one named by the environment variable RAG_KERNELS
// (portable, avx2, avx512, neon) if the processor has it. Decided at the first call, then constant, but for a thread
// that calls `rag_cpu_set_thread_level`.
enum rag_level rag_cpu_level(void);

// The best level of this processor.
enum rag_level rag_cpu_best_level(void);

// Whether this processor runs a level.
bool rag_cpu_has_level(enum rag_level level);

// Uses a level on the calling thread from now on, for tests and comparisons. A query is scored at the level at which it
// was packed. Returns false, and changes nothing, where the processor does not have the level.
bool rag_cpu_set_thread_level(enum rag_level level);

// The lower-case name of a level, as RAG_KERNELS spells it.
const char *rag_level_name(enum rag_level level);

// The features that this processor has: a union of `rag_feature` values.
uint32_t rag_cpu_features(void);

// ---- Packing a query ------------------------------------------------------------------------------------------------

// How document rows are stored.
enum rag_precision {
    RAG_PRECISION_F32 = 0,    // float
    RAG_PRECISION_F16 = 1,    // IEEE 754 binary16 bits; scored in fp32 against an fp32 query
    RAG_PRECISION_BF16 = 2,   // bfloat16 bits; the query is rounded to bfloat16 too, sums are fp32
    RAG_PRECISION_I8 = 3,     // int8 codes, stored raised by 128; row value = code * scale of the row
    RAG_PRECISION_BINARY = 4, // sign bits on both sides; a pair scores dimension - 2 * hamming distance
    RAG_PRECISION_SIGNS = 5,  // sign bits, each read as +1 or -1, scored in fp32 against an fp32 query
};

// Bytes that a packed query takes, the same at every level.
size_t rag_maxsim_pack_size(enum rag_precision precision, size_t query_rows, size_t dimension);

// Packs fp32 query rows for documents in F32, F16, BF16 or SIGNS.
//
// weights: one factor per query row, applied to its maximum; NULL means 1.
// packed: `rag_maxsim_pack_size` bytes, aligned to 64.
void rag_maxsim_pack_f32(enum rag_precision precision, const float *query, size_t query_rows, size_t dimension,
                         const float *_Nullable weights, void *packed);

// Packs int8 query rows, each with its scale, for documents in I8.
void rag_maxsim_pack_i8(const int8_t *query, const float *_Nullable scales, size_t query_rows, size_t dimension,
                        const float *_Nullable weights, void *packed);

// Packs query rows of sign bits, each of (dimension + 7) / 8 bytes, for documents in BINARY.
void rag_maxsim_pack_binary(const uint8_t *query, size_t query_rows, size_t dimension, const float *_Nullable weights,
                            void *packed);

// ---- Scoring --------------------------------------------------------------------------------------------------------

// Scores a packed query against a block of documents of any precision; the typed functions below are this one.
//
// Call it once per block of documents, not per document. With many queries, let the block be about as large as half the
// second-level cache (256 KiB to 1 MiB of rows) and score it against every query before going on: its rows then come
// from the cache for all queries but the first. With many threads, give each its own documents, balanced by rows. Rows
// may start at any address.
//
// packed: the query, packed for this precision at the level in use.
// documents: all rows of all documents, one after the other.
// scales: one factor per row from documents[0] on, 0 or in 1e-30...1e30 (I8 only); NULL means 1, and is faster.
// offsets: document_count + 1 row numbers, ascending; document i has the rows offsets[i]..<offsets[i + 1].
// row_mask: one byte per row from documents[0] on, 0 for a row that does not count; NULL means that all count.
// scores: one score per document; 0 for a document without a row that counts.
void rag_maxsim_scores(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                       const void *documents, const float *_Nullable scales, const int64_t *offsets,
                       size_t document_count, const uint8_t *_Nullable row_mask, float *scores);

// As `rag_maxsim_scores`, but a document that scores less than `least` may get any score below that and no less than its
// own, for less work. Weights are not negative. For the best of many documents: what cannot be among them need not be
// scored to the last bit.
void rag_maxsim_scores_reaching(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                                const void *documents, const float *_Nullable scales, const int64_t *offsets,
                                size_t document_count, const uint8_t *_Nullable row_mask, float least, float *scores);

// fp32 rows. Every rounding of a dot product is that of one fused multiply-add per dimension in ascending order at
// every level but the portable one, so that these levels agree to the last bit. |error| <= 2 * dimension * 2^-24 * sum
// |q_k d_k| for each pair.
void rag_maxsim_scores_f32(const void *packed, size_t query_rows, size_t dimension, const float *documents,
                           const int64_t *offsets, size_t document_count, const uint8_t *_Nullable row_mask,
                           float *scores);

// fp16 rows, widened exactly; the error bound of fp32.
void rag_maxsim_scores_f16(const void *packed, size_t query_rows, size_t dimension, const uint16_t *documents,
                           const int64_t *offsets, size_t document_count, const uint8_t *_Nullable row_mask,
                           float *scores);

// bf16 rows; products of two bf16 values are exact in fp32, the sums have the error bound of fp32. On processors that
// multiply bf16 pairs faster than fp32 values, values, products and sums below the normal numbers count as zero.
void rag_maxsim_scores_bf16(const void *packed, size_t query_rows, size_t dimension, const uint16_t *documents,
                            const int64_t *offsets, size_t document_count, const uint8_t *_Nullable row_mask,
                            float *scores);

// Rows of int8 codes, each raised by 128 and so unsigned, as the instructions that multiply bytes want one side. The dot
// product of codes is exact: 4096 * 128 * 128 < 2^31. The maximum is taken over dot * scale, rounded to fp32 with
// |error| <= 2^-21 * |dot * scale|; without scales, over the exact integers.
void rag_maxsim_scores_i8(const void *packed, size_t query_rows, size_t dimension, const uint8_t *documents,
                          const float *_Nullable scales, const int64_t *offsets, size_t document_count,
                          const uint8_t *_Nullable row_mask, float *scores);

// Rows of sign bits, (dimension + 7) / 8 bytes each; both sides are bits and the score is exact. Bits beyond the
// dimension in the last byte of a row are ignored.
void rag_maxsim_scores_binary(const void *packed, size_t query_rows, size_t dimension, const uint8_t *documents,
                              const int64_t *offsets, size_t document_count, const uint8_t *_Nullable row_mask,
                              float *scores);

// Rows of sign bits against an fp32 query: a set bit counts +1 and a clear bit -1. For rescoring what the symmetric
// score found; the error bound of fp32.
void rag_maxsim_scores_signs(const void *packed, size_t query_rows, size_t dimension, const uint8_t *documents,
                             const int64_t *offsets, size_t document_count, const uint8_t *_Nullable row_mask,
                             float *scores);

// ---- Explaining -----------------------------------------------------------------------------------------------------

// Finds, for every query row, the best row of one document and its similarity: before the factors of the query row,
// which are its weight and, for I8, its scale.
//
// row_count: at least 1. row_mask: as in `rag_maxsim_scores`.
// best_rows: one row number per query row, the lowest among equals; -1 where no row counts.
// best_scores: the similarity of that row, to the bit what `rag_maxsim_scores` adds up; 0 where no row counts.
void rag_maxsim_argmax(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                       const void *document, const float *_Nullable scales, size_t row_count,
                       const uint8_t *_Nullable row_mask, int32_t *best_rows, float *best_scores);

// Writes the similarity of every document row to every query row, before the factors of the query row: row_count x
// query_rows values.
void rag_maxsim_similarities(enum rag_precision precision, const void *packed, size_t query_rows, size_t dimension,
                             const void *document, const float *_Nullable scales, size_t row_count,
                             float *similarities);

// ---- Around a matrix product ----------------------------------------------------------------------------------------

// Whether no value is an infinity or a NaN.
bool rag_all_finite_f32(const float *values, size_t count);

// Raises column_maxima[j] to the greatest of scores[i * columns + j]; start with -infinity.
void rag_max_columns_f32(const float *scores, size_t rows, size_t columns, float *column_maxima);

// The same, and keeps in column_rows[j] the row of the maximum, the lowest among equals; first_row is the number of the
// first row given.
void rag_argmax_columns_f32(const float *scores, size_t rows, size_t columns, int32_t first_row, float *column_maxima,
                            int32_t *column_rows);

// ---- Conversions ----------------------------------------------------------------------------------------------------

// fp32 to bfloat16, to nearest, ties to even; a NaN stays one.
void rag_convert_f32_to_bf16(const float *source, size_t count, uint16_t *target);

// bfloat16 to fp32, exact.
void rag_convert_bf16_to_f32(const uint16_t *source, size_t count, float *target);

// fp32 to IEEE 754 binary16, to nearest, ties to even; what is too large becomes an infinity.
void rag_convert_f32_to_f16(const float *source, size_t count, uint16_t *target);

// IEEE 754 binary16 to fp32, exact.
void rag_convert_f16_to_f32(const uint16_t *source, size_t count, float *target);

// fp32 rows to int8 codes in -127...127, to nearest, and one scale per row: max |value| / 127, or 0 for a row of zeros.
void rag_quantize_f32_to_i8(const float *source, size_t rows, size_t dimension, int8_t *codes, float *scales);

// fp32 rows to sign bits: 1 for a value above zero. (dimension + 7) / 8 bytes a row, the first value in the highest bit
// of the first byte, zeros at the end: the order of numpy.packbits.
void rag_quantize_f32_to_bits(const float *source, size_t rows, size_t dimension, uint8_t *bits);

// ---- Residual codes -------------------------------------------------------------------------------------------------
//
// ColBERTv2's compression (Santhanam and others 2022, arXiv 2112.01488): a row is the number of a centroid and, for every
// dimension, 2 or 4 bits that name a bucket of the residual. A row costs 4 bytes and (dimension * bits + 7) / 8 more.
//
// row value k = scale * (centroid k + weight[bucket k]); scales are IEEE 754 binary16 bits, finite and not negative. Weights
// are whole multiples of a step, int8 codes of which the greatest and the least are at most 127 apart.
// Centroid numbers are below the number of centroids; the caller has checked them.

// fp32 rows to codes.
//
// centroids: all centroids, fp32. ids: the centroid of each row. cutoffs: 2^bits - 1 values, ascending; a residual is in the
// bucket of the number of cut-offs below it. weights: 2^bits values. scales: receives what gives each decoded row the
// length of the row; 1 where nothing but zeros is decoded.
void rag_residual_encode(const float *rows, size_t row_count, size_t dimension, size_t bits, const float *centroids,
                         const uint16_t *ids, const float *cutoffs, const float *weights, uint8_t *codes,
                         uint16_t *scales);

// Codes to fp32 rows.
void rag_residual_decode(const uint8_t *codes, const uint16_t *ids, const uint16_t *scales, size_t row_count,
                         size_t dimension, size_t bits, const float *centroids, const float *weights, float *rows);

// Bytes that a query packed for residual codes takes, the same at every level.
size_t rag_residual_pack_size(size_t query_rows, size_t dimension);

// Packs fp32 query rows, rounded to bytes: query_steps[i] receives the step of row i, max |value| / 127.
//
// weights: 2^bits codes; their step is weight_step. packed: aligned to 64; the same at every level.
void rag_residual_pack(const float *query, size_t query_rows, size_t dimension, const int8_t *weights,
                       size_t weight_count, float weight_step, void *packed, float *query_steps);

// Scores a packed query against documents of residual codes, without decoding them to fp32.
//
// table: the dot products of every centroid with the query rows, row_count x 16 * ceil(query_rows / 16) values, zeros at the
// end of each row. offsets and scores: as in `rag_maxsim_scores`.
// The rounding of the query touches the residual alone: for each pair, |error| <= scale * query_step / 2 * sum |weight|
// plus a few roundings of fp32. The sums of bytes are exact in int32, and all levels agree to the bit but the portable one.
void rag_residual_scores(const void *packed, const float *table, size_t query_rows, size_t dimension, size_t bits,
                         const uint8_t *codes, const uint16_t *centroids, const uint16_t *scales,
                         const int64_t *offsets, size_t document_count, float *scores);

// ---- The limits of the machine --------------------------------------------------------------------------------------

// Operations per second of one core in a loop over registers, at the level in use: the best of several runs that take
// `seconds` in all. A multiplication and an addition are two operations. 0 where the processor lacks the instruction.
double rag_peak_f32(double seconds);

// bfloat16 pair products (VDPBF16PS).
double rag_peak_bf16(double seconds);

// int8 products summed in int32 (VPDPBUSD, SDOT).
double rag_peak_i8(double seconds);

// Bits compared and counted: exclusive or, population count, addition; two operations per bit.
double rag_peak_binary(double seconds);

// Bytes per second that one core reads from a buffer, again and again for `seconds`; its size decides which memory.
double rag_peak_read(const void *buffer, size_t byte_count, double seconds);

#ifdef __cplusplus
}
#endif

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
