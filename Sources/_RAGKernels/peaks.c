// SPDX-License-Identifier: Apache-2.0
//
// What one core can do at most: loops over registers, timed. Each kernel's speed is judged as a share of these.
#define _POSIX_C_SOURCE 199309L
#include <time.h>

#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// The class of register that holds a float, in the words of inline assembly.
#if defined(__x86_64__)
#define FLOAT_REGISTER "x"
#elif defined(__aarch64__)
#define FLOAT_REGISTER "w"
#else
#define FLOAT_REGISTER "m"
#endif

// A loop of `rounds` rounds; returns the operations that it did.
typedef double work(size_t rounds);

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// The best rate of runs of a few milliseconds each, until the time is over.
static double best_rate(work *run, double seconds) {
    const double end = seconds_now() + seconds;
    const size_t rounds = 200000;
    double best = 0;
    do {
        const double start = seconds_now();
        const double operations = run(rounds);
        const double rate = operations / (seconds_now() - start);
        best = rate > best ? rate : best;
    } while (seconds_now() < end);
    return best;
}

enum {
    // Independent sums: enough to hide any latency, and few enough for the registers.
    SUMS = 12,
};

// Defines a loop over SUMS independent registers of `type`; `step` is one operation on `sum[index]`. The empty assembly
// hides what the registers hold, so that no operation is dropped or combined.
#define DEFINE_WORK(name, attributes, type, constraint, start, step, operations)          \
    attributes static double name(size_t rounds) {                                        \
        type sum[SUMS];                                                                   \
        RAG_UNROLL for (size_t index = 0; index < SUMS; index++) sum[index] = start;      \
        for (size_t round = 0; round < rounds; round++) {                                 \
            RAG_UNROLL for (size_t index = 0; index < SUMS; index++) {                    \
                step;                                                                     \
                __asm__ volatile("" : "+" constraint(sum[index]));                        \
            }                                                                             \
        }                                                                                 \
        return (double)rounds * SUMS * (operations);                                      \
    }

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX_VNNI __attribute__((target("avx2,avxvnni")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,avx512bf16,avx512vpopcntdq")))

DEFINE_WORK(f32_avx512, AVX512, __m512, "v", _mm512_set1_ps(0.5f),
            sum[index] = _mm512_fmadd_ps(sum[index], sum[index], sum[index]), 32)
DEFINE_WORK(f32_avx2, AVX2, __m256, "x", _mm256_set1_ps(0.5f),
            sum[index] = _mm256_fmadd_ps(sum[index], sum[index], sum[index]), 16)
DEFINE_WORK(bf16_avx512, AVX512, __m512, "v", _mm512_set1_ps(0.5f),
            sum[index] = _mm512_dpbf16_ps(sum[index], (__m512bh)sum[index], (__m512bh)sum[index]), 64)
DEFINE_WORK(i8_avx512, AVX512, __m512i, "v", _mm512_set1_epi8(1),
            sum[index] = _mm512_dpbusd_epi32(sum[index], sum[index], sum[index]), 128)
DEFINE_WORK(i8_avxvnni, AVX_VNNI, __m256i, "x", _mm256_set1_epi8(1),
            sum[index] = _mm256_dpbusd_avx_epi32(sum[index], sum[index], sum[index]), 64)
// Two instructions for 16 products, each of which counts as two operations.
DEFINE_WORK(i8_avx2, AVX2, __m256i, "x", _mm256_set1_epi8(1),
            sum[index] = _mm256_add_epi32(sum[index], _mm256_madd_epi16(sum[index], sum[index])), 32)
DEFINE_WORK(binary_avx512, AVX512, __m512i, "v", _mm512_set1_epi8(1),
            __m512i mixed = _mm512_xor_si512(sum[index], sum[(index + 1) % SUMS]);
            __asm__ volatile("" : "+v"(mixed));
            sum[index] = _mm512_add_epi64(sum[index], _mm512_popcnt_epi64(mixed)), 1024)
#elif defined(__aarch64__)
DEFINE_WORK(f32_neon, , float32x4_t, "w", vdupq_n_f32(0.5f), sum[index] = vfmaq_f32(sum[index], sum[index], sum[index]),
            8)
#ifdef __clang__
#define DOTPROD __attribute__((target("dotprod")))
#else
#define DOTPROD __attribute__((target("arch=armv8.2-a+dotprod")))
#endif
DEFINE_WORK(i8_neon, DOTPROD, int32x4_t, "w", vdupq_n_s32(1),
            sum[index] = vdotq_s32(sum[index], vreinterpretq_s8_s32(sum[index]), vreinterpretq_s8_s32(sum[index])), 32)
DEFINE_WORK(binary_neon, , uint8x16_t, "w", vdupq_n_u8(1), uint8x16_t mixed = veorq_u8(sum[index], sum[(index + 1) % SUMS]);
            sum[index] = vaddq_u8(sum[index], vcntq_u8(mixed)), 256)
#endif

// General registers: what a processor does whose level has no instruction for the purpose.
DEFINE_WORK(f32_scalar, , float, FLOAT_REGISTER, 0.5f, sum[index] = sum[index] * sum[index] + sum[index], 2)
DEFINE_WORK(i8_scalar, , int32_t, "r", 1, sum[index] = sum[index] * sum[index] + sum[index], 2)
DEFINE_WORK(binary_scalar, , uint64_t, "r", 1,
            sum[index] += (uint64_t)__builtin_popcountll(sum[index] ^ sum[(index + 1) % SUMS]), 128)

double rag_peak_f32(double seconds) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX512: return best_rate(f32_avx512, seconds);
    case RAG_LEVEL_AVX2: return best_rate(f32_avx2, seconds);
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return best_rate(f32_neon, seconds);
#endif
    default: return best_rate(f32_scalar, seconds);
    }
}

double rag_peak_bf16(double seconds) {
#if defined(__x86_64__)
    if (rag_cpu_level() == RAG_LEVEL_AVX512 && (rag_cpu_features() & RAG_FEATURE_AVX512_BF16))
        return best_rate(bf16_avx512, seconds);
#endif
    (void)seconds;
    return 0;
}

double rag_peak_i8(double seconds) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX512:
        if (rag_cpu_features() & RAG_FEATURE_AVX512_VNNI) return best_rate(i8_avx512, seconds);
        return best_rate(i8_avx2, seconds);
    case RAG_LEVEL_AVX2:
        return best_rate(rag_cpu_features() & RAG_FEATURE_AVX_VNNI ? i8_avxvnni : i8_avx2, seconds);
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON:
        return best_rate(rag_cpu_features() & RAG_FEATURE_NEON_DOTPROD ? i8_neon : i8_scalar, seconds);
#endif
    default: return best_rate(i8_scalar, seconds);
    }
}

double rag_peak_binary(double seconds) {
#if defined(__x86_64__)
    if (rag_cpu_level() == RAG_LEVEL_AVX512 && (rag_cpu_features() & RAG_FEATURE_AVX512_VPOPCNTDQ))
        return best_rate(binary_avx512, seconds);
#elif defined(__aarch64__)
    if (rag_cpu_level() == RAG_LEVEL_NEON) return best_rate(binary_neon, seconds);
#endif
    return best_rate(binary_scalar, seconds);
}

// Reads lines as eight streams side by side, 16 KiB at a time, and asks for the next 16 KiB: one stream alone keeps fewer
// reads in flight than memory can answer.
static void read_lines(const uint64_t *words, size_t lines, uint64_t *sum) {
    enum { STREAMS = 8, STREAM_LINES = 32, LINE_WORDS = 8 };
    size_t line = 0;
    for (; line + STREAMS * STREAM_LINES <= lines; line += STREAMS * STREAM_LINES) {
        const uint64_t *start = words + line * LINE_WORDS;
        const size_t ahead = line + 2 * STREAMS * STREAM_LINES <= lines ? STREAMS * STREAM_LINES * LINE_WORDS : 0;
        for (size_t step = 0; step < STREAM_LINES; step++)
            RAG_UNROLL for (size_t stream = 0; stream < STREAMS; stream++) {
                const uint64_t *at = start + (stream * STREAM_LINES + step) * LINE_WORDS;
                __builtin_prefetch(at + ahead);
                for (size_t word = 0; word < LINE_WORDS; word++) sum[word] ^= at[word];
            }
    }
    for (; line < lines; line++)
        for (size_t word = 0; word < LINE_WORDS; word++) sum[word] ^= words[line * LINE_WORDS + word];
}

double rag_peak_read(const void *buffer, size_t byte_count, double seconds) {
    const double end = seconds_now() + seconds;
    const uint64_t *words = buffer;
    const size_t lines = byte_count / 64;
    // Small buffers are read often enough that the clock does not count.
    const size_t repeats = rag_ceiling((size_t)1 << 22, byte_count + 1);
    double best = 0;
    do {
        const double start = seconds_now();
        for (size_t repeat = 0; repeat < repeats; repeat++) {
            uint64_t sum[8] = {0};
            read_lines(words, lines, sum);
            for (size_t word = 0; word < 8; word++) __asm__ volatile("" : : "r"(sum[word]));
        }
        const double rate = (double)(lines * 64 * repeats) / (seconds_now() - start);
        best = rate > best ? rate : best;
    } while (seconds_now() < end);
    return best;
}
