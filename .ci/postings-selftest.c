// SPDX-License-Identifier: Apache-2.0
//
// Compares the kernels of posting lists at every level with plain loops, and feeds them damaged blocks. Built by
// .ci/kernels.
#include "selftest.h"

// Exactly as many bytes as a block may read, so that the sanitizer sees more.
static uint8_t *exact(const uint8_t *bytes, size_t count) {
    uint8_t *copy = calloc(count + RAG_BLOCK_SLACK, 1);
    memcpy(copy, bytes, count);
    return copy;
}

enum { ROWS = 60000, WIDTH = 4096 };

static uint16_t codes[ROWS + 2];
static float norms[512];

struct sample {
    size_t count;
    uint32_t rows[8 * 128], frequencies[8 * 128], last_rows[8], starts[8];
    uint8_t bytes[16 * RAG_BLOCK_BYTES], pairs[8 * 8];
    size_t byte_count;
};

static void make(struct sample *sample) {
    const uint32_t gap = 1u << draw(7), burst = 1 + draw(20);
    sample->count = 0;
    for (uint32_t row = draw(gap); row < ROWS && sample->count < 1 + draw(9 * 128) && sample->count < 8 * 128;) {
        sample->rows[sample->count] = row;
        sample->frequencies[sample->count++] = draw(burst) == 0 ? 1 + draw(1u << draw(20)) : 1 + draw(3);
        row += 1 + draw(gap) + (draw(64) == 0 ? draw(3000) : 0);
    }
    sample->byte_count = 0;
    memset(sample->pairs, 0, sizeof sample->pairs);
    for (size_t first = 0, block = 0; first < sample->count; first += 128, block++) {
        const size_t count = rag_least(128, sample->count - first);
        sample->starts[block] = (uint32_t)sample->byte_count;
        sample->last_rows[block] = sample->rows[first + count - 1];
        sample->byte_count += rag_block_encode_rows(sample->rows + first, count,
                                                    block > 0 ? sample->last_rows[block - 1] + 1 : 0,
                                                    sample->bytes + sample->byte_count);
        sample->byte_count += rag_block_encode_frequencies(sample->frequencies + first, count,
                                                           sample->bytes + sample->byte_count);
        sample->pairs[8 * block] = 0xFF;
    }
}

static struct rag_posting_list list_of(const struct sample *sample, const uint8_t *bytes) {
    return (struct rag_posting_list){bytes,         sample->byte_count, sample->last_rows,
                                     sample->starts, sample->count,      ROWS};
}

// What the sums of a window must be.
static void plain_sums(const struct sample *sample, const struct rag_bm25 *scorer, struct rag_window window,
                       int32_t *sums) {
    for (size_t index = 0; index < sample->count; index++) {
        const uint32_t place = sample->rows[index] - window.start;
        if (place < window.width)
            sums[place] += (int32_t)__builtin_rintf(
                scorer->weight * ((float)sample->frequencies[index] /
                                  ((float)sample->frequencies[index] + norms[codes[sample->rows[index]]])));
    }
}

static size_t first_block(const struct sample *sample, uint32_t start) {
    size_t block = 0;
    while (128 * (block + 1) < sample->count && sample->last_rows[block] < start) block++;
    return block;
}

static void compare(const struct sample *sample, const uint8_t *bytes) {
    static uint8_t touched[WIDTH / RAG_CHUNK_ROWS];
    static int32_t sums[WIDTH + 16], expected[WIDTH + 16], scores[WIDTH + 16];
    static uint32_t places[WIDTH + 16];
    uint32_t rows[128], frequencies[128];
    const struct rag_posting_list list = list_of(sample, bytes);
    for (size_t first = 0; first < sample->count; first += 128) {
        const size_t count = rag_list_decode(&list, first / 128, rows, frequencies);
        check(count == rag_least(128, sample->count - first), "the number of postings of a block");
        check(memcmp(rows, sample->rows + first, 4 * count) == 0, "the rows of a block");
        check(memcmp(frequencies, sample->frequencies + first, 4 * count) == 0, "the frequencies of a block");
    }
    const struct rag_bm25 scorer = {1e8f, norms, codes, 2};
    const uint32_t start = draw(ROWS / WIDTH) * WIDTH;
    const struct rag_window window = {start, WIDTH, first_block(sample, start)};
    memset(expected, 0, sizeof expected);
    plain_sums(sample, &scorer, window, expected);
    memset(sums, 0, sizeof sums);
    check(rag_window_accumulate(&list, &scorer, window, sums, touched), "an undamaged list");
    check(memcmp(sums, expected, 4 * WIDTH) == 0, "the sums of a window");
    int32_t bounds[8];
    rag_bm25_block_bounds(1e8f, norms, sample->pairs, rag_ceiling(sample->count, 128), bounds);
    const int32_t least = 1 + (int32_t)draw(100000000);
    const size_t single = rag_window_single(&list, &scorer, bounds, window, least, places, scores);
    size_t next = 0;
    for (uint32_t place = 0; place < WIDTH; place++)
        if (expected[place] >= least) {
            check(next < single && places[next] == place && scores[next] == expected[place], "a row of a single term");
            next++;
        }
    check(next == single, "the rows of a single term");
    // Every third row is a candidate.
    size_t count = 0;
    for (uint32_t place = draw(3); place < WIDTH; place += 3) {
        places[count] = place;
        scores[count++] = 5;
    }
    const size_t left = rag_window_probe(&list, &scorer, bounds, window, count, 6, places, scores);
    for (size_t index = 0; index < left; index++)
        check(scores[index] == expected[places[index]] + 5, "the score of a candidate");
    const size_t collected = rag_window_collect(sums, touched, WIDTH, least, places, scores);
    check(collected == single, "the rows collected from a window");
    for (size_t place = 0; place < WIDTH; place++) check(sums[place] == 0, "sums are cleared");
}

enum { TERMS = 4, SHIFT = 12, WINDOWS = (ROWS - 1) / WIDTH + 1 };

// A query of several terms and what it must find.
struct query {
    struct sample samples[TERMS];
    uint8_t *bytes[TERMS];
    struct rag_term terms[TERMS];
    uint32_t rows[TERMS][8 * 128], firsts[TERMS][WINDOWS + 1];
    int32_t values[TERMS][8 * 128], bounds[TERMS][WINDOWS], sums[ROWS + WIDTH];
    uint64_t kept[ROWS / 64 + 1];
};

// Terms in blocks and decoded ones take turns.
static void prepare(struct query *query) {
    memset(query->sums, 0, sizeof query->sums);
    for (size_t index = 0; index < TERMS; index++) {
        do make(&query->samples[index]);
        while (query->samples[index].count == 0);
        const struct sample *sample = &query->samples[index];
        query->bytes[index] = exact(sample->bytes, sample->byte_count);
        struct rag_term *term = &query->terms[index];
        *term = (struct rag_term){.list = list_of(sample, query->bytes[index]),
                                  .scorer = {1e7f * (float)(1 + draw(9)), norms, codes, 2},
                                  .values = query->values[index],
                                  .value_count = sample->count,
                                  .bounds = query->bounds[index],
                                  .firsts = query->firsts[index]};
        const struct rag_window all = {0, ROWS, 0};
        plain_sums(sample, &term->scorer, all, query->sums);
        if (sample->count <= 128 || draw(2)) {
            term->rows = query->rows[index];
            check(rag_list_score(&term->list, &term->scorer, query->rows[index], query->values[index]) == sample->count,
                  "a list that is read whole");
        } else {
            term->value_count = rag_ceiling(sample->count, 128);
            rag_bm25_block_bounds(term->scorer.weight, norms, sample->pairs, term->value_count, query->values[index]);
        }
        check(rag_term_bound(term, SHIFT, WINDOWS, ROWS), "the bounds of an undamaged list");
    }
    // From no row to all of them, in powers of two.
    const uint32_t density = draw(9);
    for (size_t word = 0; word <= ROWS / 64; word++) query->kept[word] = 0;
    for (uint32_t row = 0; row < ROWS; row++)
        if (draw(1u << density) == 0) query->kept[row / 64] |= 1ull << row % 64;
}

static void search(struct query *query) {
    static uint8_t touched[WIDTH / RAG_CHUNK_ROWS];
    static int32_t sums[WIDTH + 16], scores[WIDTH + 16];
    static uint32_t places[WIDTH + 16];
    const struct rag_window_memory memory = {sums, touched, places, scores};
    int32_t highest[WINDOWS];
    rag_terms_bound(query->terms, TERMS, WINDOWS, highest);
    check(highest[rag_highest_window(highest, WINDOWS)] >= highest[draw(WINDOWS)], "the highest window");
    uint32_t order[TERMS] = {0, 1, 2, 3};
    for (uint32_t number = 0; number < WINDOWS; number++) {
        const uint32_t start = number * WIDTH, width = (uint32_t)rag_least(WIDTH, ROWS - start);
        const int32_t least = 1 + (int32_t)draw(1u << (8 + draw(20)));
        const uint64_t *kept = draw(2) ? query->kept : NULL;
        const size_t count = rag_window_search(query->terms, order, TERMS, number, start, width, least, kept, memory);
        size_t next = 0;
        for (uint32_t place = 0; place < width; place++) {
            const uint32_t row = start + place;
            const int32_t score = query->sums[row];
            check(score <= highest[number], "the bound of a window");
            if (score < least || (kept != NULL && !(kept[row / 64] >> row % 64 & 1))) continue;
            check(next < count && places[next] == place && scores[next] == score, "a row of a query");
            next++;
        }
        check(next == count, "the rows of a query");
    }
}

// A search of a damaged list ends, and what it finds lies in the window.
static void search_damaged(struct query *query) {
    static uint8_t touched[WIDTH / RAG_CHUNK_ROWS];
    static int32_t sums[WIDTH + 16], scores[WIDTH + 16];
    static uint32_t places[WIDTH + 16];
    const struct rag_window_memory memory = {sums, touched, places, scores};
    uint32_t order[TERMS] = {0, 1, 2, 3};
    for (size_t index = 0; index < TERMS; index++)
        query->bytes[index][draw((uint32_t)query->samples[index].byte_count)] = (uint8_t)draw(256);
    for (uint32_t number = 0; number < WINDOWS; number++) {
        const uint32_t start = number * WIDTH, width = (uint32_t)rag_least(WIDTH, ROWS - start);
        const uint64_t *kept = draw(2) ? query->kept : NULL;
        const size_t count = rag_window_search(query->terms, order, TERMS, number, start, width, 1, kept, memory);
        for (size_t index = 0; count != SIZE_MAX && index < count; index++)
            check(places[index] < width, "a row of a damaged query");
    }
}

// Whatever a damaged list holds, it is reported or gives rows of the segment.
static void damage(const struct sample *sample, uint8_t *bytes) {
    static uint8_t touched[WIDTH / RAG_CHUNK_ROWS];
    static int32_t sums[WIDTH + 16], scores[WIDTH + 16], bounds[8];
    static uint32_t places[WIDTH + 16];
    uint32_t rows[128], frequencies[128];
    for (size_t hit = 1 + draw(4); hit > 0; hit--) bytes[draw((uint32_t)sample->byte_count)] = (uint8_t)draw(256);
    const struct rag_posting_list list = list_of(sample, bytes);
    for (size_t block = 0; block < rag_ceiling(sample->count, 128); block++) {
        const size_t count = rag_list_decode(&list, block, rows, frequencies);
        for (size_t index = 0; index < count; index++) {
            check(rows[index] < ROWS, "a row of a damaged block");
            check((int32_t)frequencies[index] > 0, "a frequency of a damaged block");
        }
        bounds[block] = INT32_MAX;
    }
    const struct rag_bm25 scorer = {1e6f, norms, codes, 2};
    const uint32_t start = draw(ROWS / WIDTH) * WIDTH;
    const struct rag_window window = {start, WIDTH, first_block(sample, start)};
    rag_window_accumulate(&list, &scorer, window, sums, touched);
    rag_window_collect(sums, touched, WIDTH, 1, places, scores);
    const size_t count = rag_window_single(&list, &scorer, bounds, window, 1, places, scores);
    if (count != SIZE_MAX) rag_window_probe(&list, &scorer, bounds, window, count, 1, places, scores);
}

int main(int count, char **arguments) {
    const size_t rounds = count > 1 && strcmp(arguments[1], "sample") == 0 ? 300 : 3000;
    for (size_t row = 0; row < ROWS; row++) codes[row] = (uint16_t)draw(512);
    for (size_t code = 0; code < 512; code++) norms[code] = 0.3f + (float)code / 100;
    static struct sample sample;
    static struct query query;
    AT_EVERY_LEVEL {
        for (size_t round = 0; round < rounds; round++) {
            make(&sample);
            if (sample.count == 0) continue;
            uint8_t *bytes = exact(sample.bytes, sample.byte_count);
            compare(&sample, bytes);
            damage(&sample, bytes);
            free(bytes);
            if (round % 8 > 0) continue;
            prepare(&query);
            search(&query);
            search_damaged(&query);
            for (size_t index = 0; index < TERMS; index++) free(query.bytes[index]);
        }
    }
    return report("posting lists");
}
