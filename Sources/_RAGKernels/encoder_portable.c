// SPDX-License-Identifier: Apache-2.0
//
// C for any processor: tiles of 2 rows x 1 panel, registers of four values as most have them.
#define LEVEL portable
#define TARGET
#define LANES 4
#define TALLEST 2
#define PANELS 1
#define PIN(register)
#include "encoder_template.h"
