// SPDX-License-Identifier: Apache-2.0
//
// AVX-VNNI: four products of bytes a lane in one instruction, on processors without AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>

#define LEVEL avxvnni
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define LANES 8
#define TALLEST 6
#define PANELS 1
#define PIN(register) __asm__ volatile("" : "+x"(register));
#define START(lowered) ((lowered) & 0)
#define DOT(sum, value, weights) \
    (integers) _mm256_dpbusd_avx_epi32((__m256i)(sum), (__m256i)(value), (__m256i)(weights))
#include "encoder_codes.h"
#endif
