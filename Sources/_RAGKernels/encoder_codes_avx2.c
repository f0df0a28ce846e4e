// SPDX-License-Identifier: Apache-2.0
//
// AVX2 without VNNI: codes are widened to 16 bits, even and odd ones apart, since the instruction that multiplies bytes
// saturates.
#if defined(__x86_64__)
#include <immintrin.h>

#define LEVEL avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define LANES 8
#define TALLEST 4
#define PANELS 1
#define PIN(register) __asm__ volatile("" : "+x"(register));
#define START(lowered) ((lowered) & 0)
#define DOT(sum, value, weights) (integers) four_products((__m256i)(sum), (__m256i)(value), (__m256i)(weights))

__attribute__((target("avx2,fma,f16c"), always_inline)) static inline __m256i four_products(__m256i sum, __m256i value,
                                                                                             __m256i weights) {
    const __m256i even = _mm256_madd_epi16(_mm256_and_si256(value, _mm256_set1_epi16(0xFF)),
                                           _mm256_srai_epi16(_mm256_slli_epi16(weights, 8), 8));
    const __m256i odd = _mm256_madd_epi16(_mm256_srli_epi16(value, 8), _mm256_srai_epi16(weights, 8));
    return _mm256_add_epi32(sum, _mm256_add_epi32(even, odd));
}

#include "encoder_codes.h"
#endif
