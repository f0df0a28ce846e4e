// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// A search of one segment by its codes: estimates first, then the scores of the most promising rows.
///
/// Rows are ranked by what they may reach: the estimate and the bound of its error. From the first on they are scored, and the
/// first that cannot reach the best rows ends the search. A fixed depth ranks by the estimates alone, and scores as many as it
/// says.
struct CodeSearch {
    /// The rows.
    let segment: DenseSegment

    /// Their codes.
    let lists: CodeLists

    /// The query.
    let query: DenseQuery

    /// The query in the forms that codes take.
    let codes: CodeQuery

    /// The rows that may be found; `nil` for all.
    let kept: RowSet?

    private static let scoredAtOnce = 32

    /// Runs the search.
    ///
    /// - Parameters:
    ///   - gap: How far the lists that are read may score below the best one; `nil` reads all.
    ///   - firstRow: The number of the segment's first row in the whole collection.
    ///   - top: Receives the best rows.
    ///   - report: Receives what was done.
    /// - Throws: A `SegmentStoreError` of code `corrupted`.
    /// - Complexity: O(codes read · dimension / 32 + rows scored · dimension).
    func run(
        within gap: Float?, firstRow: Int, into top: inout TopK, _ report: inout DenseSegmentPlan
    ) throws(SegmentStoreError) {
        let products = lists.centroidProducts(codes.centroidScan)
        let scan = CodeScan(
            lists: lists, query: codes.turned, centroidProducts: products, squaredLength: query.length * query.length,
            errorWeight: errorWeight, kept: kept, rowCount: segment.rowCount)
        if let gap, let calibration = lists.calibration {
            let scores = calibration.scores(
                products: products, squaredLengths: lists.squaredLengths, queryLength: query.length,
                metric: segment.field.metric)
            let choice = ListChoice(within: gap, scores: scores, of: lists)
            var best = selection(entries: choice.entryCount, spills: true, top: top)
            try scan.offer(choice.lists, withSpilled: true, to: &best)
            let candidates = try distinct(best.finish(), by: scan)
            report.codeCount = choice.entryCount
            report.listCount = choice.lists.count
            // A filter may leave few rows in the lists that were read, and more elsewhere.
            if top.threshold > -.infinity || candidates.rows.count >= min(top.capacity, report.keptRowCount) {
                report.scoredRowCount = score(candidates, firstRow: firstRow, into: &top)
                return
            }
            report.plan = .codes
        }
        var best = selection(entries: segment.rowCount, spills: false, top: top)
        try scan.offer(0..<lists.listCount, withSpilled: false, to: &best)
        report.codeCount += segment.rowCount
        report.scoredRowCount = score(try distinct(best.finish(), by: scan), firstRow: firstRow, into: &top)
    }

    /// How much of an estimate's possible error counts: the less, the earlier the scoring ends.
    private var errorWeight: Float {
        guard query.rerankDepth == nil else { return 0 }
        // Only a product at the edge of the best is lost where it exceeds its bound: a quarter of those that do, or fewer.
        return BinaryQuery.errorWeight(exceededBy: max(1 - query.targetRecall, 1e-4))
    }

    /// The shorter the rows, the less their codes know, and the more candidates are needed.
    private var leastCandidates: Int { min(512, max(128, 61_440 / segment.field.dimension)) }

    /// Takes the candidates; a row may be met twice where it spills over.
    private func selection(entries: Int, spills: Bool, top: TopK) -> BestRows {
        let depth = query.rerankDepth ?? max(leastCandidates, 8 * top.capacity)
        let wanted = max(depth, top.capacity) * (spills ? 2 : 1)
        return BestRows(max(1, min(wanted, entries)), atLeast: query.key(ofScore: top.threshold))
    }

    /// The candidates by row instead of by place, each once, the most promising first.
    private func distinct(
        _ places: (rows: [UInt32], values: [Float]), by scan: CodeScan
    ) throws(SegmentStoreError) -> (rows: [UInt32], bounds: [Float]) {
        var seen = RowSet(rowCount: segment.rowCount)
        var rows: [UInt32] = []
        var bounds: [Float] = []
        rows.reserveCapacity(places.rows.count)
        bounds.reserveCapacity(places.rows.count)
        for (place, bound) in zip(places.rows, places.values) {
            let row = try scan.row(at: Int(place))
            guard !seen.contains(row) else { continue }
            seen.insert(row)
            rows.append(UInt32(row))
            bounds.append(bound)
        }
        return (rows, bounds)
    }

    /// Scores candidates from the most promising on, until none of the rest can be among the best.
    ///
    /// - Returns: How many were scored.
    private func score(
        _ candidates: (rows: [UInt32], bounds: [Float]), firstRow: Int, into top: inout TopK
    ) -> Int {
        let end = query.rerankDepth.map { min(max($0, top.capacity), candidates.rows.count) } ?? candidates.rows.count
        var keys = [Float](repeating: 0, count: Self.scoredAtOnce)
        var next = 0
        while next < end {
            if query.rerankDepth == nil, candidates.bounds[next] < query.key(ofScore: top.threshold) { break }
            let numbers = candidates.rows.span.extracting(next..<min(next + Self.scoredAtOnce, end))
            var span = keys.mutableSpan
            segment.rows.keys(of: numbers, query.scan, into: &span)
            for place in 0..<numbers.count {
                top.insert(row: firstRow + Int(numbers[place]), score: query.score(ofKey: span[place]))
            }
            next += numbers.count
        }
        return next
    }
}
