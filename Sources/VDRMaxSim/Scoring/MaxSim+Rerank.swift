// SPDX-License-Identifier: Apache-2.0
public import RAGCore

extension MaxSim {
    /// The best documents in two stages: a rough scan of all, then an exact scan of the best of them.
    ///
    /// The classic pair is ``Precision/binary`` for the first stage, at a sixteenth to a thirtieth of the cost of single
    /// precision, and ``Precision/float32`` or ``Precision/int8`` for the second.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - screening: The documents in a low precision.
    ///   - candidates: How many of them go on to the second stage.
    ///   - reranking: The same documents, under the same numbers, in the precision that decides.
    ///   - limit: The most documents to return.
    /// - Returns: Document numbers with scores of the second stage, best first; of equal scores the smaller number.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `invalidParameter` for batches of different counts or
    ///   negative numbers.
    /// - Complexity: That of both scans; memory O(candidates).
    public static func topK(
        _ query: MultiVector, screening: MultiVectorBatch, candidates: Int, reranking: MultiVectorBatch, limit: Int
    ) throws(MaxSimError) -> [ScoredHit<Int>] {
        guard screening.count == reranking.count else {
            throw MaxSimError(
                .invalidParameter,
                "\(screening.count) documents to screen and \(reranking.count) to rerank; give the same documents twice"
            )
        }
        guard limit >= 0 else {
            throw MaxSimError(.invalidParameter, "a search for \(limit) documents; give 0 or more")
        }
        let rough = try topK(
            PreparedQuery(unchecked: query, screening.precision), screening, limit: max(candidates, 0))
        let exact = PreparedQuery(unchecked: query, reranking.precision)
        try exact.check(reranking)
        var top = TopK(capacity: min(limit, rough.count))
        var score: [Float] = [0]
        // In the order of memory, so that the rows are read forwards.
        for number in rough.map(\.id).sorted() {
            var span = score.mutableSpan
            reranking.score(exact, documents: number..<number + 1, mask: .all, reaching: top.threshold, into: &span)
            top.insert(row: number, score: score[0])
        }
        return top.sorted()
    }
}
