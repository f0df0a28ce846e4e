// SPDX-License-Identifier: Apache-2.0
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// Starts to count the calling thread's heap allocations from zero.
void allocation_counter_start(void);

/// Stops counting, and returns the number of calls of malloc, calloc, realloc and the aligned ones since the start;
/// -1 where they cannot be counted, which is under sanitizers and on systems without the GNU C library.
int64_t allocation_counter_stop(void);

#endif
