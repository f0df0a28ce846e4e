// SPDX-License-Identifier: Apache-2.0
public import RAGCore

extension MaxSim {
    /// The best documents of a batch, without a list of all scores.
    ///
    /// Once as many documents are known as are asked for, a document that cannot be better than the worst of them is given
    /// up as soon as that is certain; the result is the same.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The documents.
    ///   - limit: The most documents to return.
    ///   - mask: For each row of the batch whether it counts; `nil` where all count.
    /// - Returns: Document numbers with scores, best first; of equal scores the smaller number.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    /// - Complexity: O(query rows · all rows · dimension); memory O(limit).
    public static func topK(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, limit: Int, mask: [Bool]? = nil
    ) throws(MaxSimError) -> [ScoredHit<Int>] {
        try query.check(documents)
        guard limit >= 0 else {
            throw MaxSimError(.invalidParameter, "a search for \(limit) documents; give 0 or more")
        }
        let mask = try RowMask(mask, rowCount: documents.rowCount)
        var top = TopK(capacity: min(limit, documents.count))
        collect(query, documents, in: 0..<documents.count, mask: mask, into: &top)
        return top.sorted()
    }

    /// Offers a range of documents to a collector.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents.
    ///   - documents: The documents.
    ///   - range: Those to score.
    ///   - firstRow: The number under which the collector knows the batch's first document.
    ///   - mask: Which rows count.
    ///   - shared: What documents must reach by what others found, and what learns of what is found here.
    ///   - top: Receives the best.
    static func collect(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, in range: Range<Int>, numberedFrom firstRow: Int = 0,
        mask: RowMask, sharing shared: SharedThreshold? = nil, into top: inout TopK
    ) {
        guard top.capacity > 0 else { return }
        var scores = [Float](repeating: 0, count: min(range.count, scoresPerBlock))
        for start in stride(from: range.lowerBound, to: range.upperBound, by: scoresPerBlock) {
            let block = start..<min(start + scoresPerBlock, range.upperBound)
            let least = max(top.threshold, shared?.value ?? -.infinity)
            var span = scores.mutableSpan
            documents.score(query, documents: block, mask: mask, reaching: least, into: &span)
            for index in 0..<block.count where scores[index] >= least {
                top.insert(row: firstRow + start + index, score: scores[index])
            }
            shared?.raise(to: top.threshold)
        }
    }

    /// The scores that are held at once: enough that crossing into the kernels costs nothing, and few enough that what they
    /// must reach rises soon.
    private static let scoresPerBlock = 32
}
