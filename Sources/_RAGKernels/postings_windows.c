// SPDX-License-Identifier: Apache-2.0
//
// BM25 over a window of rows, one term at a time.
#include <string.h>

#include "postings.h"

void rag_bm25_contributions(const struct rag_bm25 *scorer, const uint32_t *rows, const uint32_t *frequencies,
                            size_t count, int32_t *contributions) {
    rag_posting_kernels()->contributions(scorer, rows, frequencies, count, contributions);
}

void rag_bm25_block_bounds(float weight, const float *norms, const uint8_t *pairs, size_t block_count, int32_t *bounds) {
    rag_posting_kernels()->block_bounds(weight, norms, pairs, block_count, bounds);
}

size_t rag_window_collect(int32_t *sums, uint8_t *touched, size_t width, int32_t least, uint32_t *places,
                          int32_t *scores) {
    return rag_posting_kernels()->collect(sums, touched, rag_ceiling(width, RAG_CHUNK_ROWS), least, places, scores);
}

// A sum that only a list which repeats rows can make too great; then it is any number.
RAG_INLINE int32_t wrapping_sum(int32_t sum, int32_t value) { return (int32_t)((uint32_t)sum + (uint32_t)value); }

// Adds to the sum of one place.
RAG_INLINE void add(int32_t *sums, uint8_t *touched, uint32_t place, int32_t value) {
    sums[place] = wrapping_sum(sums[place], value);
    touched[place / RAG_CHUNK_ROWS] = 1;
}

static size_t block_count(const struct rag_posting_list *list) {
    return rag_ceiling(list->posting_count, RAG_BLOCK_POSTINGS);
}

// The least row that a block can hold.
static uint32_t base_of(const struct rag_posting_list *list, size_t block) {
    return block > 0 ? list->last_rows[block - 1] + 1 : 0;
}

// The greatest row that a block can hold.
static uint32_t last_of(const struct rag_posting_list *list, size_t block) {
    return block + 1 < block_count(list) ? list->last_rows[block] : list->row_count - 1;
}

static bool reaches(const struct rag_posting_list *list, size_t block, struct rag_window window) {
    return block < block_count(list) && base_of(list, block) < (uint64_t)window.start + window.width;
}

bool rag_window_accumulate(const struct rag_posting_list *list, const struct rag_bm25 *scorer, struct rag_window window,
                           int32_t *sums, uint8_t *touched) {
    uint32_t rows[RAG_BLOCK_POSTINGS], frequencies[RAG_BLOCK_POSTINGS];
    int32_t values[RAG_BLOCK_POSTINGS];
    for (size_t block = window.first; reaches(list, block, window); block++) {
        const size_t count = rag_list_decode(list, block, rows, frequencies);
        if (count == 0) return false;
        rag_bm25_contributions(scorer, rows, frequencies, count, values);
        for (size_t index = 0; index < count; index++) {
            const uint32_t place = rows[index] - window.start;
            if (place < window.width) add(sums, touched, place, values[index]);
        }
    }
    return true;
}

size_t rag_window_single(const struct rag_posting_list *list, const struct rag_bm25 *scorer, const int32_t *bounds,
                         struct rag_window window, int32_t least, uint32_t *places, int32_t *scores) {
    uint32_t rows[RAG_BLOCK_POSTINGS], frequencies[RAG_BLOCK_POSTINGS];
    int32_t values[RAG_BLOCK_POSTINGS];
    size_t taken = 0;
    for (size_t block = window.first; reaches(list, block, window); block++) {
        if (bounds[block] < least) continue;
        const size_t count = rag_list_decode(list, block, rows, frequencies);
        if (count == 0) return SIZE_MAX;
        rag_bm25_contributions(scorer, rows, frequencies, count, values);
        for (size_t index = 0; index < count; index++) {
            const uint32_t place = rows[index] - window.start;
            // A list that repeats rows, which only damage can make, must not fill more than there is room for.
            if (taken > window.width) return SIZE_MAX;
            places[taken] = place;
            scores[taken] = values[index];
            taken += (place < window.width) & (values[index] >= least);
        }
    }
    return taken;
}

// The block that candidates are looked up in.
struct open_block {
    size_t number;
    size_t count;
    // A bitmap stays as it is; other rows are decoded.
    const uint8_t *_Nullable bitmap;
    size_t bitmap_bytes;
    const uint8_t *frequencies;
    size_t frequency_bytes;
    uint32_t rows[RAG_BLOCK_POSTINGS];
};

static bool open_block(const struct rag_posting_list *list, size_t number, struct open_block *open) {
    const size_t before = number * RAG_BLOCK_POSTINGS, start = number > 0 ? list->starts[number] : 0;
    if (start > list->byte_count) return false;
    const uint8_t *bytes = list->bytes + start;
    const size_t available = list->byte_count - start;
    open->number = number;
    open->count = rag_least(RAG_BLOCK_POSTINGS, list->posting_count - before);
    const bool is_bitmap = available >= 2 && bytes[0] == RAG_BITMAP;
    open->bitmap = is_bitmap ? bytes + 2 : NULL;
    open->bitmap_bytes = is_bitmap ? bytes[1] : 0;
    const size_t size =
        is_bitmap ? rag_block_rows_size(bytes, available, open->count)
                  : rag_block_decode_rows(bytes, available, open->count, base_of(list, number), list->row_count, open->rows);
    for (size_t place = open->count; place < RAG_BLOCK_POSTINGS; place++) open->rows[place] = UINT32_MAX;
    open->frequencies = bytes + size;
    open->frequency_bytes = available - size;
    return size > 0;
}

static uint64_t word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

// The place of a row among the postings of a bitmap, or -1.
static ptrdiff_t find_in_bitmap(const struct open_block *open, uint32_t place) {
    if (place / 8 >= open->bitmap_bytes || !(open->bitmap[place / 8] >> place % 8 & 1)) return -1;
    size_t rank = 0;
    for (size_t word = 0; word < place / 64; word++) rank += (size_t)__builtin_popcountll(word_at(open->bitmap + 8 * word));
    const uint64_t below = (1ull << place % 64) - 1;
    rank += (size_t)__builtin_popcountll(word_at(open->bitmap + place / 64 * 8) & below);
    return rank < open->count ? (ptrdiff_t)rank : -1;
}

// The place of a row among those that were decoded, or -1. There is no branch that a processor would have to guess.
static ptrdiff_t find_in_rows(const struct open_block *open, uint32_t row) {
    size_t place = 0;
    for (size_t half = RAG_BLOCK_POSTINGS / 2; half > 0; half /= 2) place += half * (open->rows[place + half - 1] < row);
    return open->rows[place] == row ? (ptrdiff_t)place : -1;
}

size_t rag_window_probe(const struct rag_posting_list *list, const struct rag_bm25 *scorer, const int32_t *bounds,
                        struct rag_window window, size_t count, int32_t least, uint32_t *places, int32_t *scores) {
    struct open_block open;
    open.number = SIZE_MAX;
    size_t block = window.first, left = 0;
    for (size_t index = 0; index < count; index++) {
        const uint32_t row = window.start + places[index];
        int32_t score = scores[index];
        while (block < block_count(list) && last_of(list, block) < row) block++;
        if (reaches(list, block, window) && base_of(list, block) <= row) {
            if ((int64_t)score + bounds[block] < least) continue;
            if (open.number != block && !open_block(list, block, &open)) return SIZE_MAX;
            const ptrdiff_t found =
                open.bitmap != NULL ? find_in_bitmap(&open, row - base_of(list, block)) : find_in_rows(&open, row);
            if (found >= 0) {
                const uint32_t frequency =
                    rag_block_frequency(open.frequencies, open.frequency_bytes, open.count, (size_t)found);
                if (frequency == 0) return SIZE_MAX;
                const float norm = scorer->norms[rag_length_code(scorer, row)];
                score = wrapping_sum(score, rag_contribution(scorer->weight, (float)frequency, norm));
            }
        }
        places[left] = places[index];
        scores[left] = score;
        left += score >= least;
    }
    return left;
}

void rag_decoded_accumulate(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                            int32_t *sums, uint8_t *touched) {
    for (size_t index = window.first; index < last; index++) {
        const uint32_t place = rows[index] - window.start;
        if (place < window.width) add(sums, touched, place, contributions[index]);
    }
}

size_t rag_decoded_single(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                          int32_t least, uint32_t *places, int32_t *scores) {
    size_t taken = 0;
    for (size_t index = window.first; index < last && taken <= window.width; index++) {
        places[taken] = rows[index] - window.start;
        scores[taken] = contributions[index];
        taken += (places[taken] < window.width) & (contributions[index] >= least);
    }
    return taken;
}

size_t rag_decoded_probe(const uint32_t *rows, const int32_t *contributions, size_t last, struct rag_window window,
                         size_t count, int32_t least, uint32_t *places, int32_t *scores) {
    size_t next = window.first, left = 0;
    for (size_t index = 0; index < count; index++) {
        const uint32_t row = window.start + places[index];
        while (next < last && rows[next] < row) next++;
        const int32_t score = wrapping_sum(scores[index], next < last && rows[next] == row ? contributions[next] : 0);
        places[left] = places[index];
        scores[left] = score;
        left += score >= least;
    }
    return left;
}

size_t rag_window_filter(const uint64_t *kept, uint32_t start, size_t count, uint32_t *places, int32_t *scores) {
    size_t left = 0;
    for (size_t index = 0; index < count; index++) {
        const uint32_t row = start + places[index];
        places[left] = places[index];
        scores[left] = scores[index];
        left += kept[row / 64] >> row % 64 & 1;
    }
    return left;
}
