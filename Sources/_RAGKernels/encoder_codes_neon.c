// SPDX-License-Identifier: Apache-2.0
//
// AArch64 with the dot-product extension, which multiplies signed bytes: the rows' codes are lowered by 128.
#if defined(__aarch64__)
#include <arm_neon.h>

#define LEVEL neon
#ifdef __clang__
#define TARGET __attribute__((target("dotprod")))
#else
#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#endif
#define LANES 4
#define TALLEST 6
#define PANELS 1
#define PIN(register) __asm__ volatile("" : "+w"(register));
#define START(lowered) (lowered)
#define DOT(sum, value, weights) (integers) vdotq_s32((int32x4_t)(sum), signed_codes((int32x4_t)(value)), (int8x16_t)(weights))

TARGET static inline int8x16_t signed_codes(int32x4_t codes) {
    return veorq_s8(vreinterpretq_s8_s32(codes), vdupq_n_s8(-128));
}

#include "encoder_codes.h"
#endif
