// SPDX-License-Identifier: Apache-2.0
#ifndef PEER_BLAS_H
#define PEER_BLAS_H

#include <cblas.h>

// Of OpenBLAS; null where another library provides BLAS.
extern void openblas_set_num_threads(int count) __attribute__((weak));
extern char *openblas_get_config(void) __attribute__((weak));

// Limits the library to so many threads a call, where it can be told.
static inline void peer_blas_use_threads(int count) {
    if (openblas_set_num_threads) { openblas_set_num_threads(count); }
}

// What the library says about itself: its name, its version, the kernels that it chose. Never null.
static inline const char *_Nonnull peer_blas_description(void) {
    const char *description = openblas_get_config ? openblas_get_config() : 0;
    return description ? description : "unknown";
}

#endif
