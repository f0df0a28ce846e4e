// SPDX-License-Identifier: Apache-2.0
import _RAGKernels

/// Rows of one precision, as the kernels read them.
enum KernelRows: Sendable {
    case fp32([Float])
    case bf16([UInt16])
    case int8([Int8], scales: [Float])
    case raised([UInt8], scales: [Float])
    case bits([UInt8])

    /// Converts rows.
    ///
    /// - Parameters:
    ///   - values: Whole rows.
    ///   - dimension: The length of a row.
    ///   - precision: What the rows become.
    init(_ values: [Float], dimension: Int, precision: rag_precision) {
        let rows = values.count / dimension
        switch precision {
        case RAG_PRECISION_BF16:
            var halves = [UInt16](repeating: 0, count: values.count)
            unsafe rag_convert_f32_to_bf16(values, values.count, &halves)
            self = .bf16(halves)
        case RAG_PRECISION_I8:
            var codes = [Int8](repeating: 0, count: values.count)
            var scales = [Float](repeating: 0, count: rows)
            unsafe rag_quantize_f32_to_i8(values, rows, dimension, &codes, &scales)
            self = .int8(codes, scales: scales)
        case RAG_PRECISION_BINARY:
            var bits = [UInt8](repeating: 0, count: rows * ((dimension + 7) / 8))
            unsafe rag_quantize_f32_to_bits(values, rows, dimension, &bits)
            self = .bits(bits)
        default:
            self = .fp32(values)
        }
    }

    /// The rows as the kernels read them on the side of the documents.
    var ofDocuments: KernelRows {
        guard case .int8(let codes, let scales) = self else { return self }
        return .raised(codes.map { UInt8(bitPattern: $0) ^ 0x80 }, scales: scales)
    }

    /// The bytes of one row.
    func byteCount(ofRowsOf dimension: Int) -> Int {
        switch self {
        case .fp32: dimension * 4
        case .bf16: dimension * 2
        case .int8, .raised: dimension
        case .bits: (dimension + 7) / 8
        }
    }

    /// Calls a function with the first row and the scales, if rows have any.
    func withUnsafePointers<Result>(_ body: (UnsafeRawPointer, UnsafePointer<Float>?) -> Result) -> Result {
        switch self {
        case .fp32(let values): unsafe body(values, nil)
        case .bf16(let halves): unsafe body(halves, nil)
        case .int8(let codes, let scales): unsafe body(codes, scales)
        case .raised(let codes, let scales): unsafe body(codes, scales)
        case .bits(let bits): unsafe body(bits, nil)
        }
    }
}
