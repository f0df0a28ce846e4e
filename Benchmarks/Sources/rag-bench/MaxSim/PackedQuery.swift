// SPDX-License-Identifier: Apache-2.0
import VDRMaxSim
import _RAGKernels

/// A query in the layout of the kernels, and the memory that holds it.
@safe final class PackedQuery {
    private let memory: UnsafeMutableRawPointer
    private let precision: rag_precision
    private let rows: Int
    private let dimension: Int

    /// Takes memory for queries of one shape and precision.
    init(precision: rag_precision, rows: Int, dimension: Int) {
        self.precision = precision
        self.rows = rows
        self.dimension = dimension
        unsafe memory = .allocate(byteCount: rag_maxsim_pack_size(precision, rows, dimension), alignment: 64)
    }

    deinit { unsafe memory.deallocate() }

    /// Packs a query in place of the one before.
    func pack(_ query: MultiVector) {
        switch KernelRows(query.values, dimension: dimension, precision: precision) {
        case .int8(let codes, let scales): unsafe rag_maxsim_pack_i8(codes, scales, rows, dimension, nil, memory)
        case .bits(let bits): unsafe rag_maxsim_pack_binary(bits, rows, dimension, nil, memory)
        case .fp32, .bf16: unsafe rag_maxsim_pack_f32(precision, query.values, rows, dimension, nil, memory)
        }
    }

    /// Scores every document.
    ///
    /// - Parameters:
    ///   - documents: All rows of all documents.
    ///   - offsets: Where each document's rows begin, and the number of all rows.
    ///   - scores: Receives one score for each document.
    func score(_ documents: KernelRows, offsets: [Int64], into scores: inout [Float]) {
        unsafe documents.withUnsafePointers { first, scales in
            unsafe rag_maxsim_scores(
                precision, memory, rows, dimension, first, scales, offsets, offsets.count - 1, nil, &scores)
        }
    }
}
