// SPDX-License-Identifier: Apache-2.0
//
// What the processor can do, and which level is in use.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

// The level of the process plus 1; 0 until it is decided. Deciding twice at once gives the same value twice.
static atomic_int process_level;

// The level that this thread was told to use plus 1; 0 for that of the process.
static _Thread_local int thread_level;

// What was found out about the processor; 0 until it was. Asking it is slow on virtual machines, which trap the
// question.
static atomic_uint known_traits;

enum {
    TRAIT_FEATURES = 0xFFFF, // a union of `rag_feature` values
    TRAIT_AVX2 = 1 << 16,
    TRAIT_AVX512 = 1 << 17,
    TRAIT_NEON = 1 << 18,
    TRAIT_FAST_BF16 = 1 << 19,
    TRAIT_AMD = 1 << 20,
    TRAIT_ASKED = 1 << 21,
};

#if defined(__x86_64__)
struct leaf {
    uint32_t a, b, c, d;
};

static struct leaf read_leaf(uint32_t leaf, uint32_t subleaf) {
    struct leaf result = {0, 0, 0, 0};
    __get_cpuid_count(leaf, subleaf, &result.a, &result.b, &result.c, &result.d);
    return result;
}

static bool has(uint32_t word, int bit) { return word >> bit & 1; }

// The register states that the operating system saves; without them the instructions trap.
static uint32_t saved_states(struct leaf basic) {
    if (!has(basic.c, 27)) return 0;
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static uint32_t ask_processor(void) {
    const uint32_t avx_states = 0x06, avx512_states = 0xE6;
    const struct leaf vendor = read_leaf(0, 0), basic = read_leaf(1, 0);
    const struct leaf structured = read_leaf(7, 0), extended = read_leaf(7, 1);
    const uint32_t saved = saved_states(basic);
    uint32_t traits = TRAIT_ASKED;
    const bool fma = has(basic.c, 12), f16c = has(basic.c, 29), avx2 = has(structured.b, 5);
    if ((saved & avx_states) != avx_states || !fma || !f16c || !avx2) return traits;
    traits |= TRAIT_AVX2;
    if (has(extended.a, 4)) traits |= RAG_FEATURE_AVX_VNNI;
    // F, DQ, CD, BW, VL.
    const uint32_t avx512 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
    if ((saved & avx512_states) != avx512_states || (structured.b & avx512) != avx512) return traits;
    traits |= TRAIT_AVX512;
    if (has(structured.c, 1)) traits |= RAG_FEATURE_AVX512_VBMI;
    if (has(structured.c, 11)) traits |= RAG_FEATURE_AVX512_VNNI;
    if (has(structured.c, 14)) traits |= RAG_FEATURE_AVX512_VPOPCNTDQ;
    if (has(structured.d, 23)) traits |= RAG_FEATURE_AVX512_FP16;
    if (has(extended.a, 5)) traits |= RAG_FEATURE_AVX512_BF16;
    const bool amd = vendor.b == 0x68747541 && vendor.d == 0x69746E65 && vendor.c == 0x444D4163;
    if (amd) traits |= TRAIT_AMD;
    if (amd && has(extended.a, 5)) traits |= TRAIT_FAST_BF16;
    return traits;
}
#elif defined(__aarch64__)
static uint32_t ask_processor(void) {
    bool dotprod = false;
#if defined(__linux__)
    dotprod = (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__ARM_FEATURE_DOTPROD)
    dotprod = true;
#endif
    return TRAIT_ASKED | TRAIT_NEON | (dotprod ? RAG_FEATURE_NEON_DOTPROD : 0);
}
#else
static uint32_t ask_processor(void) { return TRAIT_ASKED; }
#endif

static uint32_t processor_traits(void) {
    uint32_t traits = atomic_load_explicit(&known_traits, memory_order_relaxed);
    if (traits == 0) {
        traits = ask_processor();
        atomic_store_explicit(&known_traits, traits, memory_order_relaxed);
    }
    return traits;
}

uint32_t rag_cpu_features(void) { return processor_traits() & TRAIT_FEATURES; }

bool rag_cpu_multiplies_bf16_fast(void) { return processor_traits() & TRAIT_FAST_BF16; }

// Streams of other pages are one line more than a multiple of 3 and of 2 lines apart, so that streams that take every third
// line or every second leave none out.
size_t rag_cpu_stream_bytes(void) { return processor_traits() & TRAIT_AMD ? 64 : 67 * 64; }

bool rag_cpu_has_level(enum rag_level level) {
    switch (level) {
    case RAG_LEVEL_PORTABLE: return true;
    case RAG_LEVEL_AVX2: return processor_traits() & TRAIT_AVX2;
    case RAG_LEVEL_AVX512: return processor_traits() & TRAIT_AVX512;
    case RAG_LEVEL_NEON: return processor_traits() & TRAIT_NEON;
    default: return false;
    }
}

enum rag_level rag_cpu_best_level(void) {
    static const enum rag_level best_first[] = {RAG_LEVEL_AVX512, RAG_LEVEL_AVX2, RAG_LEVEL_NEON};
    for (size_t index = 0; index < sizeof best_first / sizeof *best_first; index++)
        if (rag_cpu_has_level(best_first[index])) return best_first[index];
    return RAG_LEVEL_PORTABLE;
}

const char *rag_level_name(enum rag_level level) {
    switch (level) {
    case RAG_LEVEL_AVX2: return "avx2";
    case RAG_LEVEL_AVX512: return "avx512";
    case RAG_LEVEL_NEON: return "neon";
    default: return "portable";
    }
}

static enum rag_level decide_level(void) {
    const char *wish = getenv("RAG_KERNELS");
    for (int level = RAG_LEVEL_PORTABLE; wish != NULL && level <= RAG_LEVEL_NEON; level++)
        if (strcmp(wish, rag_level_name((enum rag_level)level)) == 0 && rag_cpu_has_level((enum rag_level)level))
            return (enum rag_level)level;
    return rag_cpu_best_level();
}

enum rag_level rag_cpu_level(void) {
    if (thread_level != 0) return (enum rag_level)(thread_level - 1);
    int level = atomic_load_explicit(&process_level, memory_order_relaxed);
    if (level == 0) {
        level = (int)decide_level() + 1;
        atomic_store_explicit(&process_level, level, memory_order_relaxed);
    }
    return (enum rag_level)(level - 1);
}

bool rag_cpu_set_thread_level(enum rag_level level) {
    if (!rag_cpu_has_level(level)) return false;
    thread_level = (int)level + 1;
    return true;
}
