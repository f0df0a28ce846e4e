// SPDX-License-Identifier: Apache-2.0
//
// What the self-tests of the kernels share: seeded values, memory between pages that trap, and a count of checks. Included
// before anything else.
#ifndef RAG_SELFTEST_H
#define RAG_SELFTEST_H

#define _DEFAULT_SOURCE
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernels.h"

// Calls the statement that follows once at every level that this processor has.
#define AT_EVERY_LEVEL                                                                \
    for (enum rag_level level = RAG_LEVEL_PORTABLE; level <= RAG_LEVEL_NEON; level++) \
        if (rag_cpu_set_thread_level(level))

// ---- Seeded values --------------------------------------------------------------------------------------------------

static uint64_t random_state = 42;

// SplitMix64.
static inline uint64_t draw_bits(void) {
    uint64_t mixed = random_state += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
    return mixed ^ mixed >> 31;
}

static inline uint32_t draw(uint32_t below) { return (uint32_t)((draw_bits() >> 33) % below); }

// From 0 to 1.
static inline float draw_unit(void) { return (float)(draw_bits() >> 40) * 0x1p-24f; }

// From -1 to 1.
static inline float draw_value(void) { return 2 * draw_unit() - 1; }

// ---- Memory between pages that trap ---------------------------------------------------------------------------------

struct guarded {
    char *pages;
    size_t size;
    union {
        void *data;
        char *bytes;
        float *values;
    };
};

// Memory that follows a page that traps, or that precedes one as nearly as the alignment lets it.
static inline struct guarded guard(size_t bytes, size_t alignment, bool at_end) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), inner = rag_ceiling(bytes + alignment, page) * page;
    struct guarded memory = {NULL, inner + 2 * page, {NULL}};
    memory.pages = mmap(NULL, memory.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory.pages == MAP_FAILED) abort();
    mprotect(memory.pages, page, PROT_NONE);
    mprotect(memory.pages + page + inner, page, PROT_NONE);
    memory.bytes = memory.pages + page + (at_end ? (inner - bytes) / alignment * alignment : 0);
    return memory;
}

// Floats, at either end by chance, filled with values.
static inline struct guarded guarded_values(size_t count) {
    const struct guarded memory = guard(count * sizeof(float), sizeof(float), draw(2));
    for (size_t index = 0; index < count; index++) memory.values[index] = draw_value();
    return memory;
}

static inline void release(struct guarded memory) { munmap(memory.pages, memory.size); }

// ---- Checks ---------------------------------------------------------------------------------------------------------

static size_t checks, failures;

// Counts a check, and tells of the first that fail.
__attribute__((format(printf, 2, 3))) static inline void check(bool good, const char *what, ...) {
    checks++;
    if (good || failures++ >= 20) return;
    va_list arguments;
    va_start(arguments, what);
    printf("FAILED at %s: ", rag_level_name(rag_cpu_level()));
    vprintf(what, arguments);
    printf("\n");
    va_end(arguments);
}

// Prints the counts; what a test ends with.
static inline int report(const char *subject) {
    printf("%s: %zu checks, %zu failures\n", subject, checks, failures);
    return failures > 0;
}

#endif
