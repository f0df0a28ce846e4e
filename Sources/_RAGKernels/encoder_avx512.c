// SPDX-License-Identifier: Apache-2.0
//
// AVX-512: tiles of 12 rows x 2 panels, a panel a register.
#if defined(__x86_64__)
#define LEVEL avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,fma,f16c")))
#define LANES 16
#define TALLEST 12
#define PANELS 2
#define PIN(register) __asm__ volatile("" : "+v"(register));
#include "encoder_template.h"
#endif
