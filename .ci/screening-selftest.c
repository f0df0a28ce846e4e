// SPDX-License-Identifier: Apache-2.0
//
// Holds the kernels that screen rows in bf16 against those that score every row, to the bit, and what they rule out against
// what was asked for. Directly, because screening is the chosen way on some processors only; does nothing where a processor
// lacks the instruction.
//
// usage: screening-selftest [quick | sample]
#include "selftest.h"

#if defined(__x86_64__)
// What the rows of a case are like.
enum values {
    MIXED,     // nothing in particular
    OPPOSED,   // every product is negative
    NEAR,      // rows that differ by less than bf16 can tell
    REPEATED,  // rows that stand there several times
    TINY,      // below the normal numbers, where products vanish
    LARGE,     // lengths whose squares overflow
    UNEVEN,    // a few rows are a million times as long
    ALIGNED,   // rows that point where the query rows do
    SPARSE,    // mostly zeros; whole rows of them on both sides
    ADVERSE,   // half of the rows are rounded up everywhere, the better half down
    BORDERING, // products in fp32 just do not overflow, those of half of the rounded rows do, the lesser half
    KINDS_OF_VALUES
};

static const char *const kinds[] = {"mixed", "opposed", "near", "repeated", "tiny", "large", "uneven", "aligned", "sparse",
                                    "adverse", "bordering"};

static float query_value(enum values values, size_t row) {
    switch (values) {
    case OPPOSED: return draw_unit() + 0x1p-10f;
    case LARGE: return draw_value() * 0x1p20f;
    case ADVERSE: return 1;
    case BORDERING: return 0x1p64f;
    case SPARSE: return row % 3 == 0 || draw(4) > 0 ? 0 : draw_value();
    default: return draw_value();
    }
}

static void draw_rows(enum values values, float *rows, size_t count, size_t dimension, const float *query,
                      size_t query_rows) {
    float base[4096];
    for (size_t k = 0; k < dimension; k++) base[k] = draw_value();
    for (size_t row = 0; row < count; row++) {
        float *target = rows + row * dimension;
        const float length = values == UNEVEN && draw(50) == 0 ? 1e6f : 1;
        const float *like = query + draw((uint32_t)query_rows) * dimension;
        const bool empty = values == SPARSE && draw(8) == 0, is_better = row % 2 == 1;
        for (size_t k = 0; k < dimension; k++) {
            const float value = draw_value();
            switch (values) {
            case OPPOSED: target[k] = -draw_unit() - 0x1p-10f; break;
            case NEAR: target[k] = base[k] * (1 + 0x1p-14f * value); break;
            case REPEATED: target[k] = row >= 7 && row % 4 != 0 ? rows[row % 7 * dimension + k] : value; break;
            case TINY: target[k] = value * 0x1p-128f; break;
            case LARGE: target[k] = value * 0x1p66f; break;
            case ALIGNED: target[k] = like[k] + 0.01f * value; break;
            // 2^-8 is half of the step of bf16 above 1.
            case ADVERSE:
                target[k] = k == 0 ? 1 : 1 + 0x1p-8f + (is_better ? -0x1p-20f : 0x1p-20f);
                if (k == 0 && is_better) target[k] += (float)dimension * 0x1p-18f;
                break;
            case BORDERING: {
                const float below = is_better ? (k == 0 ? 0.6f : 0) : 0.4f;
                target[k] = 0x1p64f / (float)dimension * (1 - 0x1p-8f * below - 0x1p-12f);
                break;
            }
            case SPARSE: target[k] = empty || draw(4) > 0 ? 0 : value; break;
            default: target[k] = value * length;
            }
        }
    }
}

struct kernels {
    enum rag_precision precision;
    rag_document_kernel *screened, *direct;
};

static void compare(struct kernels kernels, enum values values, size_t dimension, size_t query_rows, size_t row_count) {
    const size_t panel_count = rag_ceiling(query_rows, RAG_PANEL_ROWS), lanes = panel_count * RAG_PANEL_ROWS;
    const bool half = kernels.precision == RAG_PRECISION_F16;
    // fp16 has no values beyond 65,504, and fewer digits than these take.
    if (half && (values == LARGE || values == UNEVEN || values == ADVERSE || values == BORDERING)) return;
    float *query = malloc(query_rows * dimension * sizeof *query), *rows = malloc(row_count * dimension * sizeof *rows);
    for (size_t row = 0; row < query_rows; row++)
        for (size_t k = 0; k < dimension; k++) query[row * dimension + k] = query_value(values, row);
    draw_rows(values, rows, row_count, dimension, query, query_rows);

    const size_t bytes = row_count * dimension * (half ? 2 : 4);
    const size_t packed_bytes = rag_maxsim_pack_size(RAG_PRECISION_F32, lanes, dimension);
    const struct guarded stored = guard(bytes, 1, draw(2)), packed = guard(packed_bytes, 64, draw(2));
    if (half) rag_convert_f32_to_f16(rows, row_count * dimension, stored.data);
    else memcpy(stored.data, rows, bytes);
    memset(packed.data, 0, packed_bytes);
    rag_pack_f32(RAG_LAYOUT_F32_SCREENED, query, query_rows, dimension, packed.data);
    float factors[256] = {0}, screened[256], direct[256];
    for (size_t row = 0; row < query_rows; row++) factors[row] = draw_unit();
    struct rag_query asked = {RAG_LEVEL_AVX512, factors, packed.data, panel_count, query_rows, dimension, 64, -INFINITY};

    // As one run of rows and as two, of which the second finds maxima that the first one left.
    for (size_t split = 0; split <= 1; split++) {
        const size_t first = split ? row_count - draw((uint32_t)row_count) : row_count;
        const char *second = stored.bytes + first * (bytes / row_count);
        for (size_t lane = 0; lane < lanes; lane++) screened[lane] = direct[lane] = -INFINITY;
        kernels.screened(&asked, stored.data, NULL, first, screened);
        kernels.direct(&asked, stored.data, NULL, first, direct);
        if (first < row_count) kernels.screened(&asked, second, NULL, row_count - first, screened);
        if (first < row_count) kernels.direct(&asked, second, NULL, row_count - first, direct);
        check(memcmp(screened, direct, query_rows * sizeof *direct) == 0,
              "%s, %s: dimension %zu, %zu query rows, %zu rows: other maxima", half ? "f16" : "f32", kinds[values], dimension,
              query_rows, row_count);
    }

    // What is asked for lies around the score: from it on downwards the maxima are exact, above it they may be too high.
    const float score = rag_weighted_sum(&asked, direct);
    const float span = fabsf(score) * 0.01f + 0x1p-140f;
    for (int step = -2; step <= 8; step++) {
        asked.least = step == 0 ? score : score + (float)step * fabsf((float)step) * span;
        for (size_t lane = 0; lane < lanes; lane++) screened[lane] = -INFINITY;
        kernels.screened(&asked, stored.data, NULL, row_count, screened);
        const float bound = rag_weighted_sum(&asked, screened);
        const bool good = bound == score || (score < asked.least && bound >= score && bound < asked.least);
        check(good, "%s, %s: dimension %zu, %zu query rows, %zu rows: %g for a score of %g where %g was asked for",
              half ? "f16" : "f32", kinds[values], dimension, query_rows, row_count, (double)bound, (double)score,
              (double)asked.least);
    }
    free(query), free(rows), release(stored), release(packed);
}

int main(int argument_count, char **arguments) {
    (void)arguments;
    static const size_t dimensions[] = {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 96, 127, 128, 129, 256, 320, 768, 4096};
    static const size_t query_rows[] = {1, 7, 16, 17, 32, 33, 48, 100};
    static const size_t row_counts[] = {20, 96, 97, 300, 511, 512, 513, 700, 1030, 1537};
    static const struct kernels kernels[] = {
        {RAG_PRECISION_F32, rag_document_f32_avx512screened, rag_document_f32_avx512},
        {RAG_PRECISION_F16, rag_document_f16_avx512screened, rag_document_f16_avx512},
    };
    const bool is_quick = argument_count > 1;
    if (!(rag_cpu_features() & RAG_FEATURE_AVX512_BF16)) {
        printf("screening: skipped, this processor has no VDPBF16PS\n");
        return 0;
    }
    for (size_t d = 0; d < sizeof dimensions / sizeof *dimensions; d++)
        for (size_t q = 0; q < sizeof query_rows / sizeof *query_rows; q++)
            for (size_t r = 0; r < sizeof row_counts / sizeof *row_counts; r++) {
                const size_t work = dimensions[d] * query_rows[q] * row_counts[r];
                if (work > (is_quick ? 5000000 : 100000000) || (is_quick && (d + q + r) % 3 != 0)) continue;
                for (enum values values = MIXED; values < KINDS_OF_VALUES; values++)
                    for (size_t kernel = 0; kernel < 2; kernel++)
                        compare(kernels[kernel], values, dimensions[d], query_rows[q], row_counts[r]);
            }
    return report("screening");
}
#else
int main(void) {
    printf("screening: skipped, no such kernels for this processor\n");
    return 0;
}
#endif
