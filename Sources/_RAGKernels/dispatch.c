// SPDX-License-Identifier: Apache-2.0
//
// Which kernel serves a precision at a level. Asked once per call, which scores a block of documents.
#include "kernels.h"

#define KERNELS_OF(level)                                                               \
    {                                                                                   \
        [RAG_PRECISION_F32] = {rag_document_f32_##level, RAG_LAYOUT_F32},               \
        [RAG_PRECISION_F16] = {rag_document_f16_##level, RAG_LAYOUT_F32},               \
        [RAG_PRECISION_BF16] = {rag_document_bf16_##level, RAG_LAYOUT_BF16_WIDE},       \
        [RAG_PRECISION_I8] = {rag_document_i8_##level, LAYOUT_I8_##level},              \
        [RAG_PRECISION_BINARY] = {rag_document_binary_##level, RAG_LAYOUT_BITS},        \
        [RAG_PRECISION_SIGNS] = {rag_document_signs_##level, RAG_LAYOUT_F32},           \
    }

#define LAYOUT_I8_portable RAG_LAYOUT_I8_PAIRS
#define LAYOUT_I8_avx2 RAG_LAYOUT_I8_PAIRS
#define LAYOUT_I8_avx512 RAG_LAYOUT_I8_BIASED
#define LAYOUT_I8_neon RAG_LAYOUT_I8_QUADS

static const struct rag_kernel portable[] = KERNELS_OF(portable);

#if defined(__x86_64__)
static const struct rag_kernel avx2[] = KERNELS_OF(avx2);
static const struct rag_kernel avx512[] = KERNELS_OF(avx512);

static struct rag_kernel avx2_kernel(enum rag_precision precision) {
    if (precision == RAG_PRECISION_I8 && (rag_cpu_features() & RAG_FEATURE_AVX_VNNI))
        return (struct rag_kernel){rag_document_i8_avxvnni, RAG_LAYOUT_I8_BIASED};
    return avx2[precision];
}

static struct rag_kernel avx512_kernel(enum rag_precision precision) {
    const uint32_t features = rag_cpu_features();
    if (rag_cpu_multiplies_bf16_fast()) {
        if (precision == RAG_PRECISION_F32)
            return (struct rag_kernel){rag_document_f32_avx512screened, RAG_LAYOUT_F32_SCREENED};
        if (precision == RAG_PRECISION_F16)
            return (struct rag_kernel){rag_document_f16_avx512screened, RAG_LAYOUT_F32_SCREENED};
        if (precision == RAG_PRECISION_BF16)
            return (struct rag_kernel){rag_document_bf16_avx512dot, RAG_LAYOUT_BF16_PAIRS};
    }
    if (precision == RAG_PRECISION_I8 && !(features & RAG_FEATURE_AVX512_VNNI)) return avx2_kernel(precision);
    if (precision == RAG_PRECISION_BINARY && !(features & RAG_FEATURE_AVX512_VPOPCNTDQ)) return avx2_kernel(precision);
    return avx512[precision];
}
#elif defined(__aarch64__)
static const struct rag_kernel neon[] = KERNELS_OF(neon);

static struct rag_kernel neon_kernel(enum rag_precision precision) {
    if (precision == RAG_PRECISION_I8 && !(rag_cpu_features() & RAG_FEATURE_NEON_DOTPROD)) return portable[precision];
    return neon[precision];
}
#endif

struct rag_kernel rag_kernel_at(enum rag_level level, enum rag_precision precision) {
    switch (level) {
#if defined(__x86_64__)
    case RAG_LEVEL_AVX2: return avx2_kernel(precision);
    case RAG_LEVEL_AVX512: return avx512_kernel(precision);
#elif defined(__aarch64__)
    case RAG_LEVEL_NEON: return neon_kernel(precision);
#endif
    default: return portable[precision];
    }
}
