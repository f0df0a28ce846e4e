// SPDX-License-Identifier: Apache-2.0
//
// Writing and reading blocks of postings, around whichever kernels are in use.
#include <string.h>

#include "postings.h"

const struct rag_posting_kernels *rag_posting_kernels(void) {
    switch (rag_cpu_level()) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX2: return &rag_postings_avx2;
    case RAG_LEVEL_AVX512:
        return rag_cpu_features() & RAG_FEATURE_AVX512_VBMI ? &rag_postings_avx512 : &rag_postings_avx2;
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return &rag_postings_neon;
#endif
    default: return &rag_postings_portable;
    }
}

static unsigned bit_width(uint32_t value) { return value == 0 ? 0 : 32 - (unsigned)__builtin_clz(value); }

static size_t stream_size(unsigned bits, size_t count) { return (count * bits + 7) / 8; }

// ---- Writing --------------------------------------------------------------------------------------------------------

// The width that takes the fewest bytes; of equal ones the greatest, which has the fewest exceptions.
static unsigned best_width(const uint32_t *values, size_t count) {
    size_t wider[34] = {0}; // wider[b]: values of more than b bits
    for (size_t index = 0; index < count; index++) wider[bit_width(values[index])]++;
    for (int bits = 32; bits >= 0; bits--) wider[bits] += wider[bits + 1];
    unsigned greatest = 32;
    while (greatest > 0 && wider[greatest] == 0) greatest--;
    unsigned best = greatest;
    size_t best_size = stream_size(greatest, count);
    for (unsigned bits = greatest; bits-- > 0 && bits + 8 >= greatest;) {
        const size_t size = stream_size(bits, count) + 2 * wider[bits + 1];
        if (size < best_size) {
            best = bits;
            best_size = size;
        }
    }
    return best;
}

static size_t encode(const uint32_t *values, size_t count, uint8_t *bytes) {
    const unsigned bits = best_width(values, count);
    const uint32_t low = bits == 32 ? UINT32_MAX : (1u << bits) - 1;
    uint8_t *next = bytes + 2;
    for (size_t index = 0; index < count; index++) {
        if (values[index] <= low) continue;
        *next++ = (uint8_t)index;
        *next++ = (uint8_t)(values[index] >> bits);
    }
    bytes[0] = (uint8_t)bits;
    bytes[1] = (uint8_t)((size_t)(next - bytes - 2) / 2);
    uint64_t pending = 0;
    unsigned pending_bits = 0;
    for (size_t index = 0; index < count; index++) {
        pending |= (uint64_t)(values[index] & low) << pending_bits;
        for (pending_bits += bits; pending_bits >= 8; pending_bits -= 8, pending >>= 8) *next++ = (uint8_t)pending;
    }
    if (pending_bits > 0) *next++ = (uint8_t)pending;
    return (size_t)(next - bytes);
}

size_t rag_block_encode_rows(const uint32_t *rows, size_t count, uint32_t base, uint8_t *bytes) {
    uint32_t gaps[RAG_BLOCK_POSTINGS] = {0};
    uint32_t expected = base;
    for (size_t index = 0; index < count; index++) {
        gaps[index] = rows[index] - expected;
        expected = rows[index] + 1;
    }
    const size_t size = encode(gaps, count, bytes);
    const size_t span = (size_t)(expected - base);
    const size_t bitmap_bytes = (span + 7) / 8;
    if (span > RAG_BITMAP_ROWS || bitmap_bytes + 2 > size) return size;
    memset(bytes, 0, 2 + bitmap_bytes);
    bytes[0] = RAG_BITMAP;
    bytes[1] = (uint8_t)bitmap_bytes;
    for (size_t index = 0; index < count; index++) {
        const uint32_t place = rows[index] - base;
        bytes[2 + place / 8] |= (uint8_t)(1 << place % 8);
    }
    return 2 + bitmap_bytes;
}

size_t rag_block_encode_frequencies(const uint32_t *frequencies, size_t count, uint8_t *bytes) {
    uint32_t values[RAG_BLOCK_POSTINGS] = {0};
    for (size_t index = 0; index < count; index++) values[index] = frequencies[index] - 1;
    return encode(values, count, bytes);
}

// ---- Reading --------------------------------------------------------------------------------------------------------

// The bytes of a packed block, or 0 where it is cut short or contradicts itself.
static size_t packed_size(const uint8_t *bytes, size_t available, size_t count) {
    if (available < 2 || bytes[0] > 32) return 0;
    const size_t size = 2 + 2 * (size_t)bytes[1] + stream_size(bytes[0], count);
    return size <= available ? size : 0;
}

static void unpack_wide(const uint8_t *stream, unsigned bits, size_t count, uint32_t *values) {
    const uint64_t mask = (1ull << bits) - 1;
    for (size_t index = 0; index < count; index++) {
        uint64_t word;
        memcpy(&word, stream + index * bits / 8, sizeof word);
        values[index] = (uint32_t)(word >> index * bits % 8 & mask);
    }
}

// Reads a packed block whose size was checked.
static void unpack(const uint8_t *bytes, size_t count, uint32_t *values) {
    const unsigned bits = bytes[0];
    const uint8_t *exceptions = bytes + 2, *stream = exceptions + 2 * (size_t)bytes[1];
    const size_t rounded = rag_ceiling(count, 16) * 16;
    if (bits == 0)
        memset(values, 0, rounded * sizeof *values);
    else if (bits <= RAG_NARROW_BITS)
        rag_posting_kernels()->unpack(stream, bits, rounded, values);
    else
        unpack_wide(stream, bits, count, values);
    for (; exceptions < stream; exceptions += 2)
        values[exceptions[0] % RAG_BLOCK_POSTINGS] |= (uint32_t)((uint64_t)exceptions[1] << bits);
}

size_t rag_block_rows_size(const uint8_t *bytes, size_t available, size_t count) {
    if (available < 2 || bytes[0] != RAG_BITMAP) return packed_size(bytes, available, count);
    return 2 + (size_t)bytes[1] <= available ? 2 + (size_t)bytes[1] : 0;
}

static bool list_bitmap(const uint8_t *bytes, size_t count, uint32_t base, uint32_t row_count, uint32_t *rows) {
    if ((uint64_t)base + 8 * (size_t)bytes[1] > (uint64_t)row_count + 7) return false;
    uint32_t listed[RAG_BLOCK_POSTINGS + 16];
    if (rag_posting_kernels()->list_bits(bytes + 2, bytes[1], base, listed) != count) return false;
    memcpy(rows, listed, RAG_BLOCK_POSTINGS * sizeof *rows);
    return rows[count - 1] < row_count;
}

size_t rag_block_decode_rows(const uint8_t *bytes, size_t available, size_t count, uint32_t base, uint32_t row_count,
                             uint32_t *rows) {
    const size_t size = rag_block_rows_size(bytes, available, count);
    if (size == 0 || count == 0 || count > RAG_BLOCK_POSTINGS) return 0;
    if (bytes[0] == RAG_BITMAP) return list_bitmap(bytes, count, base, row_count, rows) ? size : 0;
    unpack(bytes, count, rows);
    return rag_posting_kernels()->sum_gaps(rows, count, base, row_count) ? size : 0;
}

size_t rag_block_decode_frequencies(const uint8_t *bytes, size_t available, size_t count, uint32_t *frequencies) {
    const size_t size = packed_size(bytes, available, count);
    if (size == 0 || count > RAG_BLOCK_POSTINGS) return 0;
    unpack(bytes, count, frequencies);
    // Kernels take frequencies as signed numbers of at least 1: of 2^31 and above, and of 0, there are none.
    uint32_t bits = 0;
    for (size_t index = 0; index < count; index++) {
        bits |= frequencies[index];
        bits |= frequencies[index] += 1;
    }
    return bits >> 31 == 0 ? size : 0;
}

uint32_t rag_block_frequency(const uint8_t *bytes, size_t available, size_t count, size_t place) {
    if (packed_size(bytes, available, count) == 0) return 0;
    const unsigned bits = bytes[0];
    const uint8_t *exceptions = bytes + 2, *stream = exceptions + 2 * (size_t)bytes[1];
    uint64_t word;
    memcpy(&word, stream + place * bits / 8, sizeof word);
    uint32_t value = (uint32_t)(word >> place * bits % 8 & ((1ull << bits) - 1));
    for (; exceptions < stream; exceptions += 2)
        if (exceptions[0] % RAG_BLOCK_POSTINGS == place) value |= (uint32_t)((uint64_t)exceptions[1] << bits);
    return value < INT32_MAX ? value + 1 : 0;
}

size_t rag_list_decode(const struct rag_posting_list *list, size_t block, uint32_t *rows, uint32_t *frequencies) {
    const size_t before = block * RAG_BLOCK_POSTINGS;
    const size_t count = rag_least(RAG_BLOCK_POSTINGS, list->posting_count - before);
    const uint32_t base = block > 0 ? list->last_rows[block - 1] + 1 : 0;
    const size_t start = block > 0 ? list->starts[block] : 0;
    if (start > list->byte_count) return 0;
    const uint8_t *bytes = list->bytes + start;
    const size_t available = list->byte_count - start;
    const size_t size = rag_block_decode_rows(bytes, available, count, base, list->row_count, rows);
    if (size == 0) return 0;
    if (frequencies == NULL) return count;
    return rag_block_decode_frequencies(bytes + size, available - size, count, frequencies) > 0 ? count : 0;
}
