// SPDX-License-Identifier: Apache-2.0
//
// The terms of a query over the windows of a segment: what each can add where, and which rows of a window reach a score.
#include <string.h>

#include "postings.h"

size_t rag_list_score(const struct rag_posting_list *list, const struct rag_bm25 *scorer, uint32_t *rows,
                      int32_t *contributions) {
    uint32_t frequencies[RAG_BLOCK_POSTINGS];
    for (size_t first = 0; first < list->posting_count; first += RAG_BLOCK_POSTINGS) {
        const size_t count = rag_list_decode(list, first / RAG_BLOCK_POSTINGS, rows + first, frequencies);
        if (count == 0) return 0;
        rag_bm25_contributions(scorer, rows + first, frequencies, count, contributions + first);
    }
    return list->posting_count;
}

static int32_t greater(int32_t left, int32_t right) { return left > right ? left : right; }

static void bound_rows(const struct rag_term *term, unsigned shift, size_t window_count) {
    size_t next = 0;
    for (size_t index = 0; index < term->value_count; index++) {
        const size_t window = term->rows[index] >> shift;
        while (next <= window) term->firsts[next++] = (uint32_t)index;
        term->bounds[window] = greater(term->bounds[window], term->values[index]);
    }
    while (next <= window_count) term->firsts[next++] = (uint32_t)term->value_count;
}

static bool bound_blocks(const struct rag_term *term, unsigned shift, size_t window_count, uint32_t row_count) {
    size_t next = 0;
    uint64_t base = 0;
    for (size_t block = 0; block < term->value_count; block++) {
        const uint32_t last = block + 1 < term->value_count ? term->list.last_rows[block] : row_count - 1;
        if (last < base || last >= row_count) return false;
        for (size_t window = base >> shift; window <= last >> shift; window++)
            term->bounds[window] = greater(term->bounds[window], term->values[block]);
        while (next <= last >> shift) term->firsts[next++] = (uint32_t)block;
        base = (uint64_t)last + 1;
    }
    while (next <= window_count) term->firsts[next++] = (uint32_t)term->value_count;
    return true;
}

bool rag_term_bound(const struct rag_term *term, unsigned shift, size_t window_count, uint32_t row_count) {
    memset(term->bounds, 0, window_count * sizeof *term->bounds);
    if (term->rows == NULL) return bound_blocks(term, shift, window_count, row_count);
    bound_rows(term, shift, window_count);
    return true;
}

void rag_terms_bound(const struct rag_term *terms, size_t term_count, size_t window_count, int32_t *sums) {
    memset(sums, 0, window_count * sizeof *sums);
    for (size_t term = 0; term < term_count; term++)
        for (size_t window = 0; window < window_count; window++) sums[window] += terms[term].bounds[window];
}

enum {
    // The values of a list are dealt out to so many places, of which each keeps the highest.
    REACHED_PLACES = 32,
};

// A value that at least `rank` of some values reach: the one of that rank among the highest of each place.
static int32_t reached_value(const int32_t *values, size_t count, size_t rank) {
    int32_t highest[REACHED_PLACES] = {0}, best[REACHED_PLACES];
    size_t first = 0, kept = 0;
    for (; first + REACHED_PLACES <= count; first += REACHED_PLACES)
        for (size_t place = 0; place < REACHED_PLACES; place++)
            highest[place] = greater(highest[place], values[first + place]);
    for (size_t place = 0; first + place < count; place++) highest[place] = greater(highest[place], values[first + place]);
    for (size_t index = 0; index < REACHED_PLACES; index++) {
        if (kept == rank && highest[index] <= best[rank - 1]) continue;
        size_t place = kept < rank ? kept++ : rank - 1;
        for (; place > 0 && best[place - 1] < highest[index]; place--) best[place] = best[place - 1];
        best[place] = highest[index];
    }
    return best[rank - 1];
}

int32_t rag_reached_score(const struct rag_term *terms, size_t term_count, size_t rank) {
    int32_t reached = 0;
    if (rank == 0 || rank > REACHED_PLACES) return 0;
    for (size_t term = 0; term < term_count; term++)
        if (terms[term].rows != NULL && terms[term].value_count >= rank)
            reached = greater(reached, reached_value(terms[term].values, terms[term].value_count, rank));
    return reached;
}

size_t rag_highest_window(const int32_t *sums, size_t window_count) {
    int32_t highest = INT32_MIN;
    for (size_t window = 0; window < window_count; window++) highest = greater(highest, sums[window]);
    size_t window = 0;
    while (sums[window] != highest) window++;
    return window;
}

// Sorts a few terms by their bounds in a window, by insertion.
static void sort(const struct rag_term *terms, uint32_t *order, size_t count, size_t window) {
    for (size_t index = 1; index < count; index++) {
        const uint32_t term = order[index];
        const int32_t bound = terms[term].bounds[window];
        size_t place = index;
        for (; place > 0 && terms[order[place - 1]].bounds[window] > bound; place--) order[place] = order[place - 1];
        order[place] = term;
    }
}

static bool accumulate(const struct rag_term *term, struct rag_window window, size_t end, struct rag_window_memory memory) {
    if (term->rows == NULL)
        return rag_window_accumulate(&term->list, &term->scorer, window, memory.sums, memory.touched);
    rag_decoded_accumulate(term->rows, term->values, end, window, memory.sums, memory.touched);
    return true;
}

static size_t take(const struct rag_term *term, struct rag_window window, size_t end, int32_t least,
                   struct rag_window_memory memory) {
    if (term->rows == NULL)
        return rag_window_single(&term->list, &term->scorer, term->values, window, least, memory.places, memory.scores);
    return rag_decoded_single(term->rows, term->values, end, window, least, memory.places, memory.scores);
}

static size_t probe(const struct rag_term *term, struct rag_window window, size_t end, size_t count, int32_t least,
                    struct rag_window_memory memory) {
    if (term->rows == NULL)
        return rag_window_probe(&term->list, &term->scorer, term->values, window, count, least, memory.places,
                                memory.scores);
    return rag_decoded_probe(term->rows, term->values, end, window, count, least, memory.places, memory.scores);
}

// Looks terms up for the candidates of a window: the last of `order` first, each with what those in front of it can add yet.
static size_t probe_terms(const struct rag_term *terms, const uint32_t *order, size_t term_count, size_t number,
                          uint32_t start, uint32_t width, int32_t least, size_t count, struct rag_window_memory memory) {
    int32_t reach = 0;
    for (size_t index = 0; index < term_count; index++) reach += terms[order[index]].bounds[number];
    while (term_count > 0 && count > 0 && count != SIZE_MAX) {
        const struct rag_term *term = &terms[order[--term_count]];
        if (term->bounds[number] == 0) break;
        reach -= term->bounds[number];
        const struct rag_window window = {start, width, term->firsts[number]};
        count = probe(term, window, term->firsts[number + 1], count, least - reach, memory);
    }
    return count;
}

// The postings of some terms that are read to add them up in a window.
static size_t postings_in(const struct rag_term *terms, const uint32_t *order, size_t term_count, size_t number) {
    size_t count = 0;
    for (size_t index = 0; index < term_count; index++) {
        const struct rag_term *term = &terms[order[index]];
        const size_t span = term->firsts[number + 1] - term->firsts[number];
        count += term->rows == NULL ? RAG_BLOCK_POSTINGS * (span + 1) : span;
    }
    return count;
}

// Makes candidates without a score of the kept rows of a window, if these are at most `limit`. Windows begin at a multiple of
// 64 rows. Returns how many, or SIZE_MAX for more.
static size_t list_kept(const uint64_t *kept, uint32_t start, uint32_t width, size_t limit, struct rag_window_memory memory) {
    const size_t first = start / 64, end = rag_ceiling((size_t)start + width, 64);
    size_t count = 0;
    for (size_t word = first; word < end; word++) count += (size_t)__builtin_popcountll(kept[word]);
    if (count > limit) return SIZE_MAX;
    size_t next = 0;
    for (size_t word = first; word < end && next < count; word++)
        for (uint64_t rest = kept[word]; rest != 0; rest &= rest - 1)
            memory.places[next++] = (uint32_t)(64 * (word - first)) + (uint32_t)__builtin_ctzll(rest);
    memset(memory.scores, 0, count * sizeof *memory.scores);
    return count;
}

enum {
    // To look a row up costs about as much as to add up so many postings.
    LOOKUP_POSTINGS = 8,
};

size_t rag_window_search(const struct rag_term *terms, uint32_t *order, size_t term_count, size_t number,
                         uint32_t start, uint32_t width, int32_t least, const uint64_t *kept,
                         struct rag_window_memory memory) {
    sort(terms, order, term_count, number);
    // The terms in front cannot reach the score together: the rows that do hold one of the others.
    size_t skipped = 0;
    int32_t reach = 0;
    while (skipped < term_count && reach + terms[order[skipped]].bounds[number] < least)
        reach += terms[order[skipped++]].bounds[number];
    if (skipped == term_count) return 0;
    const size_t needed = term_count - skipped;
    if (kept != NULL) {
        const size_t limit = postings_in(terms, order + skipped, needed, number) / (LOOKUP_POSTINGS * needed);
        const size_t count = list_kept(kept, start, width, rag_least(limit, width), memory);
        if (count != SIZE_MAX)
            return probe_terms(terms, order, term_count, number, start, width, least, count, memory);
    }
    size_t count;
    if (needed == 1) {
        const struct rag_term *term = &terms[order[skipped]];
        const struct rag_window window = {start, width, term->firsts[number]};
        count = take(term, window, term->firsts[number + 1], least - reach, memory);
    } else {
        bool good = true;
        for (size_t index = skipped; index < term_count && good; index++) {
            const struct rag_term *term = &terms[order[index]];
            const struct rag_window window = {start, width, term->firsts[number]};
            good = accumulate(term, window, term->firsts[number + 1], memory);
        }
        count = rag_window_collect(memory.sums, memory.touched, width, least - reach, memory.places, memory.scores);
        if (!good) return SIZE_MAX;
    }
    if (count == SIZE_MAX) return SIZE_MAX;
    if (kept != NULL) count = rag_window_filter(kept, start, count, memory.places, memory.scores);
    return probe_terms(terms, order, skipped, number, start, width, least, count, memory);
}
