// SPDX-License-Identifier: Apache-2.0
public import RAGCore

extension MultiVectorIndex {
    /// The best pages.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - limit: The most pages to return.
    ///   - isIncluded: Which pages to score, by name and metadata; `nil` for all.
    /// - Returns: The pages, best first; of equal scores the one that was added first.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    /// - Complexity: O(query rows · rows of the included pages · dimension).
    public func searchPages(
        _ query: MultiVector, limit: Int, where isIncluded: ((PageID, Metadata) -> Bool)? = nil
    ) throws(MaxSimError) -> [ScoredHit<PageID>] {
        let prepared = try prepare(query, limit: limit)
        var top = TopK(capacity: min(limit, count))
        forEachRun(where: isIncluded) { segment, firstRow, run in
            MaxSim.collect(prepared, segment.vectors, in: run, numberedFrom: firstRow, mask: .all, into: &top)
        }
        return top.sorted().map { hit in hit.mapID(page(at:)) }
    }

    /// The best documents; a document scores by its best page.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - limit: The most documents to return.
    ///   - isIncluded: Which pages to score, by name and metadata; `nil` for all.
    /// - Returns: The best page of each document, best first.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    /// - Complexity: O(query rows · rows of the included pages · dimension).
    public func searchDocuments(
        _ query: MultiVector, limit: Int, where isIncluded: ((PageID, Metadata) -> Bool)? = nil
    ) throws(MaxSimError) -> [ScoredHit<PageID>] {
        let prepared = try prepare(query, limit: limit)
        var best: [DocumentID: ScoredHit<Int>] = [:]
        forEachRun(where: isIncluded) { segment, firstRow, run in
            var scores = [Float](repeating: 0, count: run.count)
            var span = scores.mutableSpan
            segment.vectors.score(prepared, documents: run, mask: .all, into: &span)
            for (index, score) in scores.enumerated() {
                let row = run.lowerBound + index
                let document = segment.pages[row].document
                if let known = best[document], known.score >= score { continue }
                best[document] = ScoredHit(id: firstRow + row, score: score)
            }
        }
        var top = TopK(capacity: min(limit, best.count))
        for hit in best.values { top.insert(row: hit.id, score: hit.score) }
        return top.sorted().map { hit in hit.mapID(page(at:)) }
    }

    /// Scores candidates exactly, such as those of a faster and rougher search.
    ///
    /// - Parameters:
    ///   - candidates: Pages; those that the index does not hold are left out, one named twice counts once.
    ///   - query: The query's rows.
    ///   - limit: The most pages to return.
    /// - Returns: The candidates, best first; of equal scores the one that was added first.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    /// - Complexity: O(query rows · rows of the candidates · dimension).
    public func rerank(
        _ candidates: [PageID], by query: MultiVector, limit: Int
    ) throws(MaxSimError) -> [ScoredHit<PageID>] {
        let prepared = try prepare(query, limit: limit)
        let firstRows = firstRows
        var top = TopK(capacity: min(limit, candidates.count))
        for place in Set(candidates.compactMap { place(of: $0) }) {
            var score: [Float] = [0]
            var span = score.mutableSpan
            segments[place.segment].vectors.score(
                prepared, documents: place.row..<place.row + 1, mask: .all, reaching: top.threshold, into: &span)
            top.insert(row: firstRows[place.segment] + place.row, score: score[0])
        }
        return top.sorted().map { hit in hit.mapID(page(at:)) }
    }

    /// Which row of a page answers each row of a query best.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - page: The page.
    /// - Returns: One match for each row of the query, or `nil` where the index does not hold the page.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    public func bestRows(_ query: MultiVector, page: PageID) throws(MaxSimError) -> [RowMatch]? {
        try MaxSim.check(query.dimension, dimension)
        guard let place = place(of: page) else { return nil }
        return segments[place.segment].vectors.bestRows(PreparedQuery(unchecked: query, precision), document: place.row)
    }

    private func prepare(_ query: MultiVector, limit: Int) throws(MaxSimError) -> PreparedQuery {
        try MaxSim.check(query.dimension, dimension)
        guard limit >= 0 else {
            throw MaxSimError(.invalidParameter, "a search for \(limit) hits; give 0 or more")
        }
        return PreparedQuery(unchecked: query, precision)
    }

    /// The number of each segment's first page, deleted ones counted.
    private var firstRows: [Int] {
        segments.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.pages.count) }
    }

    private func forEachRun(
        where isIncluded: ((PageID, Metadata) -> Bool)?, _ body: (MultiVectorSegment, Int, Range<Int>) -> Void
    ) {
        for (segment, firstRow) in zip(segments, firstRows) {
            for run in segment.runs(where: isIncluded) { body(segment, firstRow, run) }
        }
    }

    private func page(at row: Int) -> PageID {
        var rest = row
        for segment in segments {
            if rest < segment.pages.count { return segment.pages[rest] }
            rest -= segment.pages.count
        }
        preconditionFailure("row \(row) is not in the index")
    }
}
