// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A query's rows in the layout that the kernels of one precision read; packed once, used for any number of documents.
package struct PackedQuery: Sendable {
    /// The rows of the query.
    package let rowCount: Int

    /// The length of a row.
    package let dimension: Int

    /// The precision of the documents that it scores.
    package let precision: RowPrecision

    /// Whether documents of sign bits are scored against the query's own values instead of its sign bits.
    package let isAsymmetric: Bool

    /// What each row's greatest similarity is multiplied by: its weight and, for int8, the factor of its codes.
    package let factors: [Float]

    /// The packed rows, from the first multiple of 64 bytes in this memory on; never changed, and so never moved.
    private let storage: [UInt8]

    /// The most rows that a kernel takes at once.
    package static let maximumRowCount = 256

    /// Packs a query.
    ///
    /// - Parameters:
    ///   - values: `rowCount × dimension` values, row-major.
    ///   - rowCount: The rows, 1...256.
    ///   - dimension: The length of a row, 1...4096.
    ///   - weights: A factor for each row's maximum, or nothing for 1.
    ///   - precision: The precision of the documents.
    ///   - isAsymmetric: For binary documents: score them against the query's values, not their signs.
    package init(
        _ values: Span<Float>, rowCount: Int, dimension: Int, weights: [Float]?, precision: RowPrecision,
        isAsymmetric: Bool = false
    ) {
        precondition((1...Self.maximumRowCount).contains(rowCount) && (1...4096).contains(dimension))
        precondition(values.count == rowCount * dimension && weights?.count ?? rowCount == rowCount)
        self.rowCount = rowCount
        self.dimension = dimension
        self.precision = precision
        self.isAsymmetric = isAsymmetric && precision == .binary
        let kernel = self.isAsymmetric ? RAG_PRECISION_SIGNS : precision.kernel
        var factors = weights ?? [Float](repeating: 1, count: rowCount)
        var storage = [UInt8](repeating: 0, count: rag_maxsim_pack_size(kernel, rowCount, dimension) + 63)
        unsafe values.withUnsafeBufferPointer { values in
            unsafe storage.withUnsafeMutableBytes { bytes in
                guard let values = values.baseAddress, let packed = bytes.baseAddress else { return }
                unsafe Self.pack(
                    values, rowCount, dimension, weights, kernel, &factors, into: packed.alignedUp(toMultipleOf: 64))
            }
        }
        self.storage = storage
        self.factors = factors
    }

    /// Converts rows to what the documents' precision needs and packs them.
    private static func pack(
        _ values: UnsafePointer<Float>, _ rowCount: Int, _ dimension: Int, _ weights: [Float]?, _ kernel: rag_precision,
        _ factors: inout [Float], into packed: UnsafeMutableRawPointer
    ) {
        switch kernel {
        case RAG_PRECISION_I8:
            var codes = [Int8](repeating: 0, count: rowCount * dimension)
            var scales = [Float](repeating: 0, count: rowCount)
            unsafe rag_quantize_f32_to_i8(values, rowCount, dimension, &codes, &scales)
            for row in factors.indices { factors[row] *= scales[row] }
            unsafe rag_maxsim_pack_i8(codes, scales, rowCount, dimension, weights, packed)
        case RAG_PRECISION_BINARY:
            var bits = [UInt8](repeating: 0, count: rowCount * ((dimension + 7) / 8))
            unsafe rag_quantize_f32_to_bits(values, rowCount, dimension, &bits)
            unsafe rag_maxsim_pack_binary(bits, rowCount, dimension, weights, packed)
        default:
            unsafe rag_maxsim_pack_f32(kernel, values, rowCount, dimension, weights, packed)
        }
    }

    /// Calls the kernels with the packed rows.
    func withPacked<Result>(_ body: (rag_precision, UnsafeRawPointer) -> Result) -> Result {
        let kernel = isAsymmetric ? RAG_PRECISION_SIGNS : precision.kernel
        return unsafe storage.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { preconditionFailure("a packed query is never empty") }
            return unsafe body(kernel, address.alignedUp(toMultipleOf: 64))
        }
    }
}
