// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// How the values of single vectors are stored, one row for each.
package enum RowFormat: String, Sendable, CaseIterable {
    /// IEEE 754 single precision.
    case float32
    /// IEEE 754 half precision, as bits.
    case float16
    /// Codes of one byte, and one factor for each row, which is stored apart.
    case int8

    /// The bytes of one value.
    package var valueByteCount: Int {
        switch self {
        case .float32: 4
        case .float16: 2
        case .int8: 1
        }
    }

    /// The bytes of one row's values; an int8 row has a factor of four bytes besides.
    package func rowByteCount(dimension: Int) -> Int { dimension * valueByteCount }

    var kernel: rag_row_format {
        switch self {
        case .float32: RAG_ROWS_F32
        case .float16: RAG_ROWS_F16
        case .int8: RAG_ROWS_I8
        }
    }
}
