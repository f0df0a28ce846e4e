// SPDX-License-Identifier: Apache-2.0
//
// Estimates from 1-bit codes with NEON: a structured load parts the bytes of 16 rows by their place in a word, TBL looks 16
// half bytes up in one table, and entries are added in 16 bits.
#include "vectors.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#define TARGET

RAG_INLINE void add_words(const uint8_t *words, const uint8_t *tables, size_t count, uint32_t *totals) {
    uint16x8_t sums[2] = {vdupq_n_u16(0), vdupq_n_u16(0)};
    for (size_t word = 0; word < count; word++, words += 64, tables += RAG_WORD_TABLE) {
        const uint8x16x4_t bytes = vld4q_u8(words);
        RAG_UNROLL for (size_t byte = 0; byte < 4; byte++) {
            const uint8x16_t low_table = vld1q_u8(tables + RAG_TABLE_ENTRIES * byte);
            const uint8x16_t high_table = vld1q_u8(tables + RAG_WORD_TABLE / 2 + RAG_TABLE_ENTRIES * byte);
            const uint8x16_t low = vqtbl1q_u8(low_table, vandq_u8(bytes.val[byte], vdupq_n_u8(15)));
            const uint8x16_t high = vqtbl1q_u8(high_table, vshrq_n_u8(bytes.val[byte], 4));
            sums[0] = vaddq_u16(sums[0], vaddl_u8(vget_low_u8(low), vget_low_u8(high)));
            sums[1] = vaddq_u16(sums[1], vaddl_high_u8(low, high));
        }
    }
    uint16_t lanes[RAG_CODE_LANES];
    vst1q_u16(lanes, sums[0]);
    vst1q_u16(lanes + 8, sums[1]);
    for (size_t row = 0; row < RAG_CODE_LANES; row++) totals[row] += lanes[row];
}

#include "binary_codes_blocks.h"

const struct rag_binary_kernels rag_binary_neon = {estimates, NULL};
#endif
