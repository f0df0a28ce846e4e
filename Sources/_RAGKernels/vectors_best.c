// SPDX-License-Identifier: Apache-2.0
//
// The rows of the greatest values. What reaches the least value of the best so far is collected; when the room is full, the
// best are parted from the others and the least value rises, so that soon hardly anything reaches it.
#include <string.h>

#include "vectors.h"

RAG_INLINE bool is_better(const struct rag_best *best, size_t left, float value, uint32_t row) {
    return best->values[left] > value || (best->values[left] == value && best->rows[left] < row);
}

RAG_INLINE bool is_worse(const struct rag_best *best, size_t left, float value, uint32_t row) {
    return best->values[left] < value || (best->values[left] == value && best->rows[left] > row);
}

static void swap(struct rag_best *best, size_t left, size_t right) {
    const float value = best->values[left];
    const uint32_t row = best->rows[left];
    best->values[left] = best->values[right];
    best->rows[left] = best->rows[right];
    best->values[right] = value;
    best->rows[right] = row;
}

static size_t middle_of(const struct rag_best *best, size_t a, size_t b, size_t c) {
    const bool ab = is_better(best, a, best->values[b], best->rows[b]);
    const bool bc = is_better(best, b, best->values[c], best->rows[c]);
    const bool ac = is_better(best, a, best->values[c], best->rows[c]);
    return ab == bc ? b : ab == ac ? c : a;
}

// Parts `first ..< last` so that what comes before the result is no worse than what begins there (Hoare).
static size_t part(struct rag_best *best, size_t first, size_t last) {
    const size_t middle = middle_of(best, first, first + (last - first) / 2, last - 1);
    const float value = best->values[middle];
    const uint32_t row = best->rows[middle];
    size_t left = first, right = last - 1;
    for (;;) {
        while (is_better(best, left, value, row)) left++;
        while (is_worse(best, right, value, row)) right--;
        if (left >= right) return right + 1;
        swap(best, left++, right--);
    }
}

static void keep_wanted(struct rag_best *best) {
    if (best->count < best->wanted) return;
    size_t first = 0, last = best->count;
    while (last - first > 1) {
        const size_t border = part(best, first, last);
        // The pivot may be the last of its part, which then is no smaller than before.
        const size_t cut = border == last ? last - 1 : border;
        if (best->wanted <= cut) {
            last = cut;
        } else {
            first = cut;
        }
    }
    best->count = best->wanted;
    float least = best->values[0];
    for (size_t index = 1; index < best->count; index++)
        if (best->values[index] < least) least = best->values[index];
    best->least = least;
}

void rag_best_make_room(struct rag_best *best, size_t room, size_t more) {
    if (best->count + more > room) keep_wanted(best);
}

void rag_best_offer(struct rag_best *best, const float *values, const uint32_t *numbers, uint32_t first, size_t count,
                    const uint64_t *kept) {
    rag_select_kernel *const select = rag_vector_kernels()->select;
    uint32_t places[RAG_SCAN_CHUNK + 16];
    float chosen[RAG_SCAN_CHUNK + 16];
    for (size_t start = 0; start < count; start += RAG_SCAN_CHUNK) {
        const size_t length = rag_least(count - start, RAG_SCAN_CHUNK);
        const size_t found = select(values + start, length, best->least, places, chosen);
        if (found == 0) continue;
        rag_best_make_room(best, 2 * best->wanted + RAG_BEST_SLACK, found);
        for (size_t index = 0; index < found; index++) {
            const size_t place = start + places[index];
            const uint32_t row = numbers ? numbers[place] : first + (uint32_t)place;
            best->values[best->count] = chosen[index];
            best->rows[best->count] = row;
            best->count += kept == NULL || (kept[row / 64] >> row % 64 & 1);
        }
    }
}

// Lets the worst of a heap of `count` from `base` on, whose root is wrong, sink to its place.
static void sink(struct rag_best *best, size_t base, size_t root, size_t count) {
    const float value = best->values[base + root];
    const uint32_t row = best->rows[base + root];
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        const size_t next = base + child + 1;
        if (child + 1 < count && is_worse(best, next, best->values[next - 1], best->rows[next - 1])) child++;
        if (!is_worse(best, base + child, value, row)) break;
        best->values[base + root] = best->values[base + child];
        best->rows[base + root] = best->rows[base + child];
        root = child;
    }
    best->values[base + root] = value;
    best->rows[base + root] = row;
}

// Sorts `count` rows from `base` on, in place: a heap with the worst at its root, emptied from the end.
static void sort_by_heap(struct rag_best *best, size_t base, size_t count) {
    for (size_t root = count / 2; root-- > 0;) sink(best, base, root, count);
    for (size_t left = count; left-- > 1;) {
        swap(best, base, base + left);
        sink(best, base, 0, left);
    }
}

enum {
    // Sorting by digits beats the heap, whose comparisons no processor foretells, from so many rows on.
    LEAST_DIGITAL = 96,
    DIGIT_BITS = 8,
    DIGITS = 4,
    DIGIT_VALUES = 1 << DIGIT_BITS,
};

// A number that is the smaller, the greater the value; equal for both zeros.
RAG_INLINE uint32_t falling_key(float value) {
    const float settled = value + 0.0f;
    uint32_t bits;
    memcpy(&bits, &settled, sizeof bits);
    return bits >> 31 ? bits : ~bits & 0x7FFFFFFF;
}

// Sorts by value, the greatest first, and moves to and fro between the rows and the room behind them.
static void sort_by_digits(struct rag_best *best) {
    const size_t count = best->count;
    uint32_t places[DIGITS][DIGIT_VALUES] = {{0}};
    for (size_t index = 0; index < count; index++) {
        const uint32_t key = falling_key(best->values[index]);
        for (size_t digit = 0; digit < DIGITS; digit++)
            places[digit][key >> digit * DIGIT_BITS & (DIGIT_VALUES - 1)]++;
    }
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint32_t place = 0;
        for (size_t value = 0; value < DIGIT_VALUES; value++) {
            const uint32_t next = place + places[digit][value];
            places[digit][value] = place;
            place = next;
        }
    }
    // An even number of moves ends where it began.
    for (size_t digit = 0; digit < DIGITS; digit++) {
        const size_t source = digit % 2 ? count : 0, target = count - source;
        for (size_t index = 0; index < count; index++) {
            const float value = best->values[source + index];
            const uint32_t key = falling_key(value) >> digit * DIGIT_BITS & (DIGIT_VALUES - 1);
            const size_t place = target + places[digit][key]++;
            best->values[place] = value;
            best->rows[place] = best->rows[source + index];
        }
    }
}

void rag_best_finish(struct rag_best *best) {
    keep_wanted(best);
    if (best->count < LEAST_DIGITAL) {
        sort_by_heap(best, 0, best->count);
        return;
    }
    sort_by_digits(best);
    // Rows of equal values follow each other, but in no order.
    for (size_t first = 0, next; first < best->count; first = next) {
        for (next = first + 1; next < best->count && best->values[next] == best->values[first];) next++;
        if (next - first > 1) sort_by_heap(best, first, next - first);
    }
}
