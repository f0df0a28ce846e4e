// SPDX-License-Identifier: Apache-2.0
//
// C for any processor: the four codes of a lane one after the other.
#define LEVEL portable
#define TARGET
#define LANES 4
#define TALLEST 2
#define PANELS 1
#define PIN(register)
#define START(lowered) ((lowered) & 0)
#define DOT(sum, value, weights)                                                                            \
    ((sum) + ((value)&0xFF) * ((weights) << 24 >> 24) + ((value) >> 8 & 0xFF) * ((weights) << 16 >> 24) +   \
     ((value) >> 16 & 0xFF) * ((weights) << 8 >> 24) + ((value) >> 24 & 0xFF) * ((weights) >> 24))
#include "encoder_codes.h"
