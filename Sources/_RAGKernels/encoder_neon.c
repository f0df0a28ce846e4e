// SPDX-License-Identifier: Apache-2.0
//
// AArch64 Advanced SIMD: tiles of 6 rows x 1 panel of four registers.
#if defined(__aarch64__)
#define LEVEL neon
#define TARGET
#define LANES 4
#define TALLEST 6
#define PANELS 1
#define PIN(register) __asm__ volatile("" : "+w"(register));
#include "encoder_template.h"
#endif
