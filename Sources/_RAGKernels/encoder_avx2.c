// SPDX-License-Identifier: Apache-2.0
//
// AVX2 with FMA: tiles of 6 rows x 1 panel of two registers.
#if defined(__x86_64__)
#define LEVEL avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define LANES 8
#define TALLEST 6
#define PANELS 1
#define PIN(register) __asm__ volatile("" : "+x"(register));
#include "encoder_template.h"
#endif
