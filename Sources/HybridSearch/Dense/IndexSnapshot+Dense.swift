// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

extension IndexSnapshot {
    /// How the dense leg of a query searches each segment.
    ///
    /// - Parameter query: The query, which is searched for this; its mode does not matter.
    /// - Returns: For each segment what was done, in the order of the segments.
    /// - Throws: A ``HybridSearchError`` as ``search(_:)`` does.
    public func densePlans(of query: HybridQuery) throws(HybridSearchError) -> [DenseSegmentPlan] {
        try check(query)
        let limit = query.mode == .hybrid ? query.depth : query.limit
        return try denseLeg(query, limit: limit).plans
    }

    /// What was measured about the clusters of each segment that has some, when it was made.
    public var denseCalibrations: [DenseCalibration] {
        segments.compactMap { segment in
            segment.dense.flatMap { dense in
                dense.lists?.calibration.map { DenseCalibration($0, rowCount: dense.rowCount) }
            }
        }
    }

    /// The score of one row, the same that a search gives it; `nil` where the row has no embedding.
    func denseScore(of row: Int, _ query: DenseQuery) -> Float? {
        let (segment, local) = locate(row)
        guard let rows = segments[segment].dense?.rows else { return nil }
        var keys: [Float] = [0]
        let numbers = [UInt32(local)]
        var span = keys.mutableSpan
        rows.keys(of: numbers.span, query.scan, into: &span)
        return query.score(ofKey: keys[0])
    }

    /// The rows whose embeddings are nearest to that of a query.
    func searchDense(_ query: HybridQuery, limit: Int) throws(HybridSearchError) -> [ScoredHit<Int>] {
        try denseLeg(query, limit: limit).hits
    }

    private func denseLeg(
        _ query: HybridQuery, limit: Int
    ) throws(HybridSearchError) -> (hits: [ScoredHit<Int>], plans: [DenseSegmentPlan]) {
        guard rowCount > 0 else { return ([], []) }
        guard let vectors else {
            throw HybridSearchError(
                .missingVector, "the documents of this index have no embeddings; search it in mode 'sparse'")
        }
        guard let vector = query.vector else {
            throw HybridSearchError(
                .missingVector,
                "a search in mode '\(query.mode)' needs the query's embedding (\(vectors.dimension) dimensions)")
        }
        let prepared = try vectors.prepared(vector, of: "the query's embedding")
        var top = TopK(capacity: min(limit, rowCount))
        var dense = DenseQuery(prepared, field: vectors, limit: top.capacity)
        dense.plan = query.densePlan
        dense.targetRecall = query.targetRecall
        dense.rerankDepth = query.rerankDepth
        let settled = dense
        let keptRows = try kept(query.filter)
        var plans: [DenseSegmentPlan] = []
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            var codes: CodeQuery?
            for (segment, kept) in zip(segments, keptRows) {
                guard let rows = segment.dense else { continue }
                plans.append(
                    try rows.search(settled, codes: &codes, kept: kept, firstRow: segment.firstRow, into: &top))
            }
        }
        return (top.sorted(), plans)
    }
}
