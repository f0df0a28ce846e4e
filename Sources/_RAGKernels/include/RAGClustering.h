// SPDX-License-Identifier: Apache-2.0
//
// What follows the products of rows and centroids when the lists of an inverted file are made.
#ifndef RAG_CLUSTERING_H
#define RAG_CLUSTERING_H

#include <stddef.h>
#include <stdint.h>

#ifndef __clang__
#define _Nonnull
#endif

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// Chooses for each row its nearest centroid, and another one whose residual points elsewhere than that of the first
// (Sun et al. 2023, arXiv 2404.00774): of the other centroids c the one of least
//
//     |x - c|^2 + weight * <r / |r|, x - c>^2     with r = x - nearest
//
// products: rows x count, <x, c>; row_lengths: |x|^2 of each row; lengths: |c|^2 of each centroid; gram: count x count,
// <c, c'>. The lowest of equals is taken; of one centroid `second` is `nearest`.
void rag_assign_two_f32(const float *products, const float *row_lengths, size_t rows, const float *lengths,
                        const float *gram, size_t count, float weight, uint32_t *nearest, uint32_t *second);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
