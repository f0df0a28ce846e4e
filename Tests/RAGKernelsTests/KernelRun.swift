// SPDX-License-Identifier: Apache-2.0
import _RAGKernels

/// A case in guarded memory, ready to be scored at any level.
struct KernelRun {
    let test: KernelCase
    private let query: GuardedBuffer
    private let queryScales: GuardedBuffer
    private let weights: GuardedBuffer
    private let packed: GuardedBuffer
    private let documents: GuardedBuffer
    private let rowScales: GuardedBuffer
    private let mask: GuardedBuffer
    private let offsets: GuardedBuffer
    private let scores: GuardedBuffer

    init(_ test: KernelCase, guarding side: GuardedBuffer.Side) {
        func buffer<Value: BitwiseCopyable>(_ values: [Value], alignment: Int) -> GuardedBuffer {
            let byteCount = values.count * MemoryLayout<Value>.stride
            let buffer = GuardedBuffer(byteCount: byteCount, guarding: side, alignment: alignment)
            buffer.store(values)
            return buffer
        }
        self.test = test
        query = buffer(test.queryBytes, alignment: 4)
        queryScales = buffer(test.queryScales, alignment: 4)
        weights = buffer(test.weights, alignment: 4)
        documents = buffer(test.documentBytes, alignment: 4)
        rowScales = buffer(test.rowScales, alignment: 4)
        mask = buffer(test.mask, alignment: 1)
        offsets = buffer(test.offsets, alignment: 8)
        scores = GuardedBuffer(byteCount: KernelCase.lengths.count * 4, guarding: side, alignment: 4)
        let packedSize = rag_maxsim_pack_size(test.precision, test.queryRows, test.dimension)
        packed = GuardedBuffer(byteCount: packedSize, guarding: side, alignment: 64)
    }

    /// Packs the query for the level in use and scores every document.
    func score(scaled: Bool, weighted: Bool, masked: Bool) -> [Float] {
        pack(weighted: weighted)
        return scorePacked(scaled: scaled, masked: masked)
    }

    /// Scores every document with the query as it was packed.
    func scorePacked(scaled: Bool, masked: Bool) -> [Float] {
        unsafe rag_maxsim_scores(
            test.precision,
            packed.start,
            test.queryRows,
            test.dimension,
            documents.start,
            scaled ? rowScales.start.assumingMemoryBound(to: Float.self) : nil,
            offsets.start.assumingMemoryBound(to: Int64.self),
            KernelCase.lengths.count,
            masked ? mask.start.assumingMemoryBound(to: UInt8.self) : nil,
            scores.start.assumingMemoryBound(to: Float.self)
        )
        return scores.load(KernelCase.lengths.count, as: Float.self)
    }

    /// All similarities of the first rows, and per query row the best of them.
    func explain(rows: Int) -> (similarities: [Float], bestRows: [Int32], bestScores: [Float]) {
        pack(weighted: false)
        var similarities = [Float](repeating: .nan, count: rows * test.queryRows)
        var bestRows = [Int32](repeating: -7, count: test.queryRows)
        var bestScores = [Float](repeating: .nan, count: test.queryRows)
        let scales = unsafe test.hasScales ? rowScales.start.assumingMemoryBound(to: Float.self) : nil
        unsafe rag_maxsim_similarities(
            test.precision,
            packed.start,
            test.queryRows,
            test.dimension,
            documents.start,
            scales,
            rows,
            &similarities
        )
        unsafe rag_maxsim_argmax(
            test.precision,
            packed.start,
            test.queryRows,
            test.dimension,
            documents.start,
            scales,
            rows,
            nil,
            &bestRows,
            &bestScores
        )
        return (similarities, bestRows, bestScores)
    }

    /// Packs the query for the level in use.
    func pack(weighted: Bool) {
        let weights = unsafe weighted ? weights.start.assumingMemoryBound(to: Float.self) : nil
        switch test.precision {
        case RAG_PRECISION_I8:
            unsafe rag_maxsim_pack_i8(
                query.start.assumingMemoryBound(to: Int8.self),
                queryScales.start.assumingMemoryBound(to: Float.self),
                test.queryRows,
                test.dimension,
                weights,
                packed.start
            )
        case RAG_PRECISION_BINARY:
            unsafe rag_maxsim_pack_binary(
                query.start.assumingMemoryBound(to: UInt8.self),
                test.queryRows,
                test.dimension,
                weights,
                packed.start
            )
        default:
            unsafe rag_maxsim_pack_f32(
                test.precision,
                query.start.assumingMemoryBound(to: Float.self),
                test.queryRows,
                test.dimension,
                weights,
                packed.start
            )
        }
    }
}
