// SPDX-License-Identifier: Apache-2.0
//
// Compares every kernel of every level that this processor has with double precision, between guard pages. Built and
// run by `.ci/kernels`: with AddressSanitizer on this processor, and for AArch64 under an emulator.
//
// usage: kernels-selftest [quick | sample]
#include "selftest.h"

static const char *const precision_names[] = {"f32", "f16", "bf16", "i8", "binary", "signs"};

// What the values of a case are like.
enum values { MIXED, OPPOSED, REPEATED, TINY, KINDS_OF_VALUES };

static float random_value(enum values values, bool of_document) {
    const float unit = draw_unit();
    switch (values) {
    case OPPOSED: return of_document ? -unit - 0x1p-10f : unit + 0x1p-10f;
    case TINY: return draw_bits() % 4 == 0 ? 0 : (unit - 0.5f) * (of_document ? 0x1p-130f : 1);
    default: return 2 * unit - 1;
    }
}

static const size_t lengths[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 17, 23, 24, 25, 31};
enum { DOCUMENTS = sizeof lengths / sizeof *lengths };

struct test_case {
    enum rag_precision precision;
    size_t dimension, query_rows, row_count;
    bool at_end;
    struct guarded query, documents, scales, offsets, mask, weights, query_scales, packed, scores;
    // Decoded values, exact similarities, and what bounds the error of each.
    double *query_values, *row_values, *similarity, *bound;
};

static void check_value(bool good, const struct test_case *test, const char *what, double got, double expected) {
    check(good, "%s %s: dimension %zu, %zu query rows: %.9g instead of %.9g", precision_names[test->precision], what,
          test->dimension, test->query_rows, got, expected);
}

static size_t stored_row_bytes(enum rag_precision precision, size_t dimension) {
    switch (precision) {
    case RAG_PRECISION_F32: return dimension * 4;
    case RAG_PRECISION_F16:
    case RAG_PRECISION_BF16: return dimension * 2;
    case RAG_PRECISION_I8: return dimension;
    default: return (dimension + 7) / 8;
    }
}

// Encodes one row as the precision stores it, and decodes what was stored.
static void store_row(enum rag_precision precision, const float *values, size_t dimension, void *stored, float *scale,
                      double *decoded) {
    float back[4096];
    switch (precision) {
    case RAG_PRECISION_F32: memcpy(stored, values, dimension * 4); memcpy(back, values, dimension * 4); break;
    case RAG_PRECISION_F16:
        rag_convert_f32_to_f16(values, dimension, stored);
        rag_convert_f16_to_f32(stored, dimension, back);
        break;
    case RAG_PRECISION_BF16:
        rag_convert_f32_to_bf16(values, dimension, stored);
        rag_convert_bf16_to_f32(stored, dimension, back);
        break;
    case RAG_PRECISION_I8:
        rag_quantize_f32_to_i8(values, 1, dimension, stored, scale);
        if (draw_bits() % 3 == 0) *(int8_t *)stored = -128;
        for (size_t k = 0; k < dimension; k++) back[k] = ((int8_t *)stored)[k];
        break;
    default:
        rag_quantize_f32_to_bits(values, 1, dimension, stored);
        for (size_t k = 0; k < dimension; k++) back[k] = values[k] > 0 ? 1 : -1;
        // Bits beyond the dimension do not count.
        if (dimension % 8 != 0) ((uint8_t *)stored)[dimension / 8] |= (uint8_t)draw_bits() & (0xFF >> dimension % 8);
    }
    for (size_t k = 0; k < dimension; k++) decoded[k] = (double)back[k];
}

static void fill(struct test_case *test, enum values values) {
    const size_t dimension = test->dimension;
    float row[4096];
    float *scales = test->scales.data, *query_scales = test->query_scales.data;
    for (size_t index = 0; index < test->query_rows; index++) {
        for (size_t k = 0; k < dimension; k++) row[k] = random_value(values, false);
        ((float *)test->weights.data)[index] = 0.5f + draw_unit();
        double *decoded = test->query_values + index * dimension;
        const bool stays_f32 = test->precision == RAG_PRECISION_F16 || test->precision == RAG_PRECISION_SIGNS ||
                               test->precision == RAG_PRECISION_BF16;
        const enum rag_precision stored = stays_f32 ? RAG_PRECISION_F32 : test->precision;
        store_row(stored, row, dimension, (char *)test->query.data + index * stored_row_bytes(stored, dimension),
                  query_scales + index, decoded);
        uint16_t rounded[4096];
        if (test->precision == RAG_PRECISION_BF16) store_row(RAG_PRECISION_BF16, row, dimension, rounded, NULL, decoded);
    }
    for (size_t index = 0; index < test->row_count; index++) {
        if (values != REPEATED || index % 3 == 0)
            for (size_t k = 0; k < dimension; k++) row[k] = random_value(values, true);
        ((uint8_t *)test->mask.data)[index] = draw_bits() % 4 != 0;
        uint8_t *stored = (uint8_t *)test->documents.data + index * stored_row_bytes(test->precision, dimension);
        store_row(test->precision, row, dimension, stored, scales + index, test->row_values + index * dimension);
        // The codes of documents are stored raised by 128.
        if (test->precision == RAG_PRECISION_I8)
            for (size_t k = 0; k < dimension; k++) stored[k] ^= 0x80;
    }
}

// |computed - exact| of one pair, as the header promises.
static double error_bound(const struct test_case *test, double magnitude, double dot) {
    const double dimension = (double)test->dimension;
    switch (test->precision) {
    case RAG_PRECISION_I8: return 0x1p-21 * fabs(dot);
    case RAG_PRECISION_BINARY: return 0;
    // VDPBF16PS, where it is the chosen instruction, counts values below the normal ones as zero.
    case RAG_PRECISION_BF16:
        return 2 * dimension * (0x1p-24 * magnitude + (rag_cpu_multiplies_bf16_fast() ? 0x1p-126 : 0x1p-149));
    default: return 2 * dimension * (0x1p-24 * magnitude + 0x1p-149);
    }
}

static void refer(struct test_case *test) {
    for (size_t row = 0; row < test->row_count; row++)
        for (size_t index = 0; index < test->query_rows; index++) {
            const double *left = test->query_values + index * test->dimension;
            const double *right = test->row_values + row * test->dimension;
            double dot = 0, magnitude = 0;
            for (size_t k = 0; k < test->dimension; k++) {
                dot += left[k] * right[k];
                magnitude += fabs(left[k] * right[k]);
            }
            test->similarity[row * test->query_rows + index] = dot;
            test->bound[row * test->query_rows + index] = error_bound(test, magnitude, dot);
        }
}

static void pack(const struct test_case *test, bool weighted) {
    const float *weights = weighted ? test->weights.data : NULL;
    switch (test->precision) {
    case RAG_PRECISION_I8:
        rag_maxsim_pack_i8(test->query.data, test->query_scales.data, test->query_rows, test->dimension, weights,
                           test->packed.data);
        break;
    case RAG_PRECISION_BINARY:
        rag_maxsim_pack_binary(test->query.data, test->query_rows, test->dimension, weights, test->packed.data);
        break;
    default:
        rag_maxsim_pack_f32(test->precision, test->query.data, test->query_rows, test->dimension, weights,
                            test->packed.data);
    }
}

// The exact score of a document and the bound of its error.
static double exact_score(const struct test_case *test, size_t first, size_t last, bool scaled, bool weighted,
                          const uint8_t *mask, double *bound) {
    double score = 0;
    *bound = 0;
    for (size_t index = 0; index < test->query_rows; index++) {
        double best = -INFINITY, error = 0;
        for (size_t row = first; row < last; row++) {
            if (mask != NULL && mask[row] == 0) continue;
            const size_t pair = row * test->query_rows + index;
            const double scale = scaled ? (double)((float *)test->scales.data)[row] : 1;
            best = fmax(best, test->similarity[pair] * scale);
            error = fmax(error, test->bound[pair] * scale);
        }
        if (best == -INFINITY) return 0;
        const double weight = weighted ? (double)((float *)test->weights.data)[index] : 1;
        const double query_scale =
            test->precision == RAG_PRECISION_I8 ? (double)((float *)test->query_scales.data)[index] : 1;
        score += best * weight * query_scale;
        // The factor is rounded once.
        *bound += (error + 0x1p-23 * fabs(best)) * weight * query_scale;
    }
    *bound += 0x1p-23 * fabs(score) + 0x1p-149;
    return score;
}

static void compare_scores(const struct test_case *test, bool scaled, bool weighted, bool masked) {
    const int64_t *offsets = test->offsets.data;
    const uint8_t *mask = masked ? test->mask.data : NULL;
    float *scores = test->scores.data;
    pack(test, weighted);
    rag_maxsim_scores(test->precision, test->packed.data, test->query_rows, test->dimension, test->documents.data,
                      scaled ? test->scales.data : NULL, offsets, DOCUMENTS, mask, scores);
    for (size_t document = 0; document < DOCUMENTS; document++) {
        double bound;
        const double exact = exact_score(test, (size_t)offsets[document], (size_t)offsets[document + 1], scaled, weighted,
                                         mask, &bound);
        check_value(fabs((double)scores[document] - exact) <= bound, test, "score", (double)scores[document], exact);
    }
}

// The best rows agree with the similarities, and these with the exact ones.
static void compare_explanation(const struct test_case *test, bool scaled) {
    const size_t rows = rag_least(test->row_count, 40);
    const float *scales = scaled ? test->scales.data : NULL;
    float *similarities = malloc(rows * test->query_rows * sizeof *similarities);
    int32_t best_rows[256];
    float best_scores[256];
    pack(test, false);
    rag_maxsim_similarities(test->precision, test->packed.data, test->query_rows, test->dimension, test->documents.data,
                            scales, rows, similarities);
    rag_maxsim_argmax(test->precision, test->packed.data, test->query_rows, test->dimension, test->documents.data, scales,
                      rows, NULL, best_rows, best_scores);
    for (size_t index = 0; index < test->query_rows; index++) {
        size_t expected = 0;
        for (size_t row = 0; row < rows; row++) {
            const size_t pair = row * test->query_rows + index;
            const double scale = scaled ? (double)((float *)test->scales.data)[row] : 1;
            check_value(
                fabs((double)similarities[pair] - test->similarity[pair] * scale) <= test->bound[pair] * scale + 0x1p-149,
                test, "similarity", (double)similarities[pair], test->similarity[pair] * scale);
            if (similarities[pair] > similarities[expected * test->query_rows + index]) expected = row;
        }
        check_value(best_rows[index] == (int32_t)expected, test, "best row", best_rows[index], (double)expected);
        check_value(best_scores[index] == similarities[expected * test->query_rows + index], test, "best score",
                    (double)best_scores[index], 0);
    }
    free(similarities);
}

// Levels with fused multiply-adds round alike, so that they agree to the bit; so do all levels in exact precisions.
static void compare_levels(const struct test_case *test) {
    float first[DOCUMENTS];
    bool have_first = false;
    const enum rag_level from = test->precision == RAG_PRECISION_BINARY ? RAG_LEVEL_PORTABLE : RAG_LEVEL_AVX2;
    if (test->precision == RAG_PRECISION_I8 || test->precision == RAG_PRECISION_BF16) return;
    for (enum rag_level level = from; level <= RAG_LEVEL_NEON; level++) {
        if (!rag_cpu_set_thread_level(level)) continue;
        compare_scores(test, false, true, false);
        const float *scores = test->scores.data;
        for (size_t document = 0; have_first && document < DOCUMENTS; document++)
            check_value(scores[document] == first[document], test, "agreement of levels", (double)scores[document],
                        (double)first[document]);
        memcpy(first, scores, sizeof first);
        have_first = true;
    }
}

#if defined(__x86_64__)
// The kernel of VDPBF16PS, which is the chosen one on some processors only. It flushes denormals.
static void compare_bf16_pairs(const struct test_case *test) {
    const size_t panels = rag_ceiling(test->query_rows, RAG_PANEL_ROWS), pairs = rag_ceiling(test->dimension, 2);
    struct guarded packed = guard(panels * pairs * 64, 64, true);
    uint16_t *target = packed.data;
    memset(target, 0, panels * pairs * 64);
    for (size_t row = 0; row < test->query_rows; row++)
        for (size_t k = 0; k < test->dimension; k++) {
            const float value = (float)test->query_values[row * test->dimension + k];
            rag_convert_f32_to_bf16(
                &value, 1, &target[((row / 16 * pairs + k / 2) * RAG_PANEL_ROWS + row % 16) * 2 + k % 2]);
        }
    const struct rag_query query = {RAG_LEVEL_AVX512, test->weights.data, target, panels, test->query_rows, test->dimension,
                                    rag_cpu_stream_bytes(), -INFINITY};
    const int64_t *offsets = test->offsets.data;
    for (size_t document = 0; document < DOCUMENTS; document++) {
        const size_t first = (size_t)offsets[document], last = (size_t)offsets[document + 1];
        if (first == last) continue;
        float best[256];
        for (size_t index = 0; index < 256; index++) best[index] = -INFINITY;
        rag_document_bf16_avx512dot(&query, (uint16_t *)test->documents.data + first * test->dimension, NULL, last - first,
                                    best);
        for (size_t index = 0; index < test->query_rows; index++) {
            double exact = -INFINITY, bound = 0;
            for (size_t row = first; row < last; row++) {
                exact = fmax(exact, test->similarity[row * test->query_rows + index]);
                bound = fmax(bound, test->bound[row * test->query_rows + index]);
            }
            bound += (double)test->dimension * 0x1p-125;
            check_value(fabs((double)best[index] - exact) <= bound, test, "VDPBF16PS", (double)best[index], exact);
        }
    }
    release(packed);
}
#endif

static void run_case(enum rag_precision precision, size_t dimension, size_t query_rows, enum values values, bool at_end) {
    struct test_case test = {.precision = precision, .dimension = dimension, .query_rows = query_rows, .at_end = at_end};
    for (size_t document = 0; document < DOCUMENTS; document++) test.row_count += lengths[document];
    const bool wide = precision != RAG_PRECISION_I8 && precision != RAG_PRECISION_BINARY;
    const size_t query_row_bytes = wide ? dimension * 4 : stored_row_bytes(precision, dimension);
    test.query = guard(query_rows * query_row_bytes, wide ? 4 : 1, at_end);
    test.documents = guard(test.row_count * stored_row_bytes(precision, dimension), 1, at_end);
    test.scales = guard(test.row_count * 4, 4, at_end);
    test.query_scales = guard(query_rows * 4, 4, at_end);
    test.weights = guard(query_rows * 4, 4, at_end);
    test.mask = guard(test.row_count, 1, at_end);
    test.offsets = guard((DOCUMENTS + 1) * 8, 8, at_end);
    test.scores = guard(DOCUMENTS * 4, 4, at_end);
    test.packed = guard(rag_maxsim_pack_size(precision, query_rows, dimension), 64, at_end);
    test.query_values = malloc(query_rows * dimension * sizeof(double));
    test.row_values = malloc(test.row_count * dimension * sizeof(double));
    test.similarity = malloc(test.row_count * query_rows * sizeof(double));
    test.bound = malloc(test.row_count * query_rows * sizeof(double));
    int64_t *offsets = test.offsets.data;
    offsets[0] = 0;
    for (size_t document = 0; document < DOCUMENTS; document++)
        offsets[document + 1] = offsets[document] + (int64_t)lengths[document];
    fill(&test, values);
    refer(&test);
    const bool has_scales = precision == RAG_PRECISION_I8;
    AT_EVERY_LEVEL {
        compare_scores(&test, has_scales, true, false);
        compare_scores(&test, false, false, true);
        if (values == MIXED) compare_explanation(&test, has_scales);
    }
    compare_levels(&test);
#if defined(__x86_64__)
    if (precision == RAG_PRECISION_BF16 && (rag_cpu_features() & RAG_FEATURE_AVX512_BF16)) compare_bf16_pairs(&test);
#endif
    struct guarded *const memories[] = {&test.query, &test.documents, &test.scales, &test.query_scales, &test.weights,
                                        &test.mask,  &test.offsets,   &test.scores, &test.packed};
    for (size_t index = 0; index < sizeof memories / sizeof *memories; index++) release(*memories[index]);
    free(test.query_values);
    free(test.row_values);
    free(test.similarity);
    free(test.bound);
}

int main(int argument_count, char **arguments) {
    static const size_t dimensions[] = {1,  2,  3,  4,  7,  8,   15,  16,  17,  31,  32,  33,   63,  64,
                                        65, 96, 100, 127, 128, 129, 255, 256, 257, 320, 768, 1000, 4096};
    static const size_t query_rows[] = {1, 2, 4, 8, 9, 12, 16, 17, 24, 25, 28, 31, 32, 33, 40, 64, 255, 256};
    const bool sample = argument_count > 1 && strcmp(arguments[1], "sample") == 0;
    const bool quick = sample || (argument_count > 1 && strcmp(arguments[1], "quick") == 0);
    size_t cases = 0;
    for (enum rag_precision precision = RAG_PRECISION_F32; precision <= RAG_PRECISION_SIGNS; precision++)
        for (size_t d = 0; d < sizeof dimensions / sizeof *dimensions; d++)
            for (size_t q = 0; q < sizeof query_rows / sizeof *query_rows; q++) {
                // The product of all would take minutes; long rows go with few of the query lengths.
                const size_t work = dimensions[d] * query_rows[q];
                if (work > (quick ? 20000 : 200000) && q % 5 != d % 5) continue;
                if (work > (quick ? 70000 : 2000000)) continue;
                if (sample && (q + d + precision) % 4 != 0) continue;
                random_state = (uint64_t)precision << 40 | dimensions[d] << 16 | query_rows[q];
                run_case(precision, dimensions[d], query_rows[q], (enum values)(cases % KINDS_OF_VALUES),
                         cases / KINDS_OF_VALUES % 2 == 0);
                cases++;
            }
    printf("%zu cases; levels:", cases);
    for (enum rag_level level = RAG_LEVEL_PORTABLE; level <= RAG_LEVEL_NEON; level++)
        if (rag_cpu_has_level(level)) printf(" %s", rag_level_name(level));
    printf("\n");
    return report("kernels");
}
