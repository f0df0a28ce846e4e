// SPDX-License-Identifier: Apache-2.0
//
// Posting lists with NEON. Only unpacking needs instructions that compilers do not find by themselves.
#include "postings.h"

#if defined(__aarch64__)
#include <arm_neon.h>

// Eight numbers start at a byte; the last four of them at the byte that holds their first bit. Each is brought into its
// lane with the 4 bytes around it and shifted down.
static void unpack(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values) {
    uint32_t bytes[2][4];
    int32_t shifts[2][4];
    for (unsigned half = 0; half < 2; half++)
        for (unsigned lane = 0; lane < 4; lane++) {
            const unsigned start = half * (4 * bits % 8) + lane * bits;
            bytes[half][lane] = start / 8 * 0x01010101 + 0x03020100;
            shifts[half][lane] = -(int32_t)(start % 8);
        }
    const uint32x4_t mask = vdupq_n_u32((1u << bits) - 1);
    for (size_t index = 0; index < count; index += 8, stream += bits)
        for (unsigned half = 0; half < 2; half++) {
            const uint8x16_t block = vld1q_u8(stream + half * (4 * bits / 8));
            const uint32x4_t words =
                vreinterpretq_u32_u8(vqtbl1q_u8(block, vreinterpretq_u8_u32(vld1q_u32(bytes[half]))));
            vst1q_u32(values + index + 4 * half, vandq_u32(vshlq_u32(words, vld1q_s32(shifts[half])), mask));
        }
}

const struct rag_posting_kernels rag_postings_neon = {
    unpack,
    rag_portable_sum_gaps,
    rag_portable_list_bits,
    rag_portable_contributions,
    rag_portable_block_bounds,
    rag_portable_collect,
};
#endif
