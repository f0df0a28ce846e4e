// SPDX-License-Identifier: Apache-2.0
import Dispatch
import VDRMaxSim
import _RAGKernels

/// Documents of one precision, scored by the bare kernels as their header recommends: block by block, each against every
/// query while it is in the cache, and on several threads with blocks of their own.
struct KernelBatch {
    private let rows: KernelRows
    private let offsets: [Int64]
    private let blocks: [Range<Int>]

    /// The number of documents.
    var count: Int { offsets.count - 1 }

    /// Converts the documents of a piece of work.
    init(_ work: MaxSimWork, precision: rag_precision) {
        let documents = work.documents
        self.rows = KernelRows(work.values, dimension: documents.dimension, precision: precision).ofDocuments
        self.offsets = documents.offsets.map { Int64($0) }
        let blockRows = Self.blockBytes / rows.byteCount(ofRowsOf: documents.dimension)
        var blocks: [Range<Int>] = []
        var start = 0
        for end in 1..<offsets.count
        where end == offsets.count - 1 || Int(offsets[end + 1] - offsets[start]) > blockRows {
            blocks.append(start..<end)
            start = end
        }
        self.blocks = blocks
    }

    /// What fits into the second-level cache beside the queries.
    private static let blockBytes = 512 << 10

    /// Scores every document against every query.
    ///
    /// - Parameters:
    ///   - queries: Packed queries.
    ///   - threads: The threads to use.
    /// - Returns: `queries × documents` scores.
    func scores(_ queries: [PackedQuery], threads: Int) -> [Float] {
        var scores = [Float](repeating: 0, count: queries.count * count)
        unsafe scores.withUnsafeMutableBufferPointer { scores in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                guard let firstScore = scores.baseAddress, let firstOffset = offsets.baseAddress else { return }
                // All threads read the queries and the offsets; each writes the scores of its own documents.
                nonisolated(unsafe) let shared = unsafe (queries: queries, offset: firstOffset, score: firstScore)
                DispatchQueue.concurrentPerform(iterations: threads) { thread in
                    let first = blocks.count * thread / threads
                    for block in blocks[first..<(blocks.count * (thread + 1) / threads)] {
                        for number in unsafe shared.queries.indices {
                            unsafe shared.queries[number].score(
                                rows, offsets: shared.offset + block.lowerBound, count: block.count,
                                into: shared.score + number * count + block.lowerBound)
                        }
                    }
                }
            }
        }
        return scores
    }
}
