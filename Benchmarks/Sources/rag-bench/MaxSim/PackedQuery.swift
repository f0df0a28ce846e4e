// SPDX-License-Identifier: Apache-2.0
import VDRMaxSim
import _RAGKernels

/// A query in the layout of the kernels, and the memory that holds it.
@safe final class PackedQuery {
    private let memory: UnsafeMutableRawPointer
    private let precision: rag_precision
    private let rows: Int
    private let dimension: Int

    /// Packs a query.
    init(_ query: MultiVector, precision: rag_precision) {
        self.precision = precision
        self.rows = query.rowCount
        self.dimension = query.dimension
        unsafe memory = .allocate(byteCount: rag_maxsim_pack_size(precision, rows, dimension), alignment: 64)
        switch KernelRows(query.values, dimension: dimension, precision: precision) {
        case .int8(let codes, let scales): unsafe rag_maxsim_pack_i8(codes, scales, rows, dimension, nil, memory)
        case .bits(let bits): unsafe rag_maxsim_pack_binary(bits, rows, dimension, nil, memory)
        case .fp32, .bf16, .raised: unsafe rag_maxsim_pack_f32(precision, query.values, rows, dimension, nil, memory)
        }
    }

    deinit { unsafe memory.deallocate() }

    /// Scores documents.
    ///
    /// - Parameters:
    ///   - documents: All rows of all documents.
    ///   - offsets: Where the rows of the first document to score begin, those of the next, and so on.
    ///   - count: The number of documents to score.
    ///   - scores: Receives one score for each.
    func score(
        _ documents: KernelRows, offsets: UnsafePointer<Int64>, count: Int, into scores: UnsafeMutablePointer<Float>
    ) {
        unsafe documents.withUnsafePointers { first, scales in
            unsafe rag_maxsim_scores(
                precision, memory, rows, dimension, first, scales, offsets, count, nil, scores)
        }
    }
}
