// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// How the rows of a document are stored, and so which kernels score them.
package enum RowPrecision: Sendable, CaseIterable {
    case float32
    case float16
    case bfloat16
    case int8
    case binary

    /// The bytes of one row's values; an int8 row has a scale of four bytes besides.
    package func rowByteCount(dimension: Int) -> Int {
        switch self {
        case .float32: dimension * 4
        case .float16, .bfloat16: dimension * 2
        case .int8: dimension
        case .binary: (dimension + 7) / 8
        }
    }

    var kernel: rag_precision {
        switch self {
        case .float32: RAG_PRECISION_F32
        case .float16: RAG_PRECISION_F16
        case .bfloat16: RAG_PRECISION_BF16
        case .int8: RAG_PRECISION_I8
        case .binary: RAG_PRECISION_BINARY
        }
    }
}
