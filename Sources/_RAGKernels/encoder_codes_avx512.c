// SPDX-License-Identifier: Apache-2.0
//
// AVX-512 VNNI: four products of bytes a lane in one instruction.
#if defined(__x86_64__)
#include <immintrin.h>

#define LEVEL avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,avx512vnni,fma,f16c")))
#define LANES 16
#define TALLEST 12
#define PANELS 2
#define PIN(register) __asm__ volatile("" : "+v"(register));
#define START(lowered) ((lowered) & 0)
#define DOT(sum, value, weights) (integers) _mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(value), (__m512i)(weights))
#include "encoder_codes.h"
#endif
