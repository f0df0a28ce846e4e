// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// Pages with their multi-vectors, searched exactly: every page is scored.
public struct MultiVectorIndex: Sendable {
    /// The pages; a row of the index is a place in this array.
    public let pages: [PageID]

    private let batch: MultiVectorBatch

    /// Creates an index.
    ///
    /// - Parameters:
    ///   - pages: The name of each page, each once.
    ///   - vectors: The multi-vector of each page, in the same order.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` where the counts differ, or `duplicatePage`.
    public init(pages: [PageID], vectors: MultiVectorBatch) throws(MaxSimError) {
        guard pages.count == vectors.count else {
            throw MaxSimError(.invalidParameter, "\(pages.count) page names for \(vectors.count) multi-vectors")
        }
        var known: Set<PageID> = []
        for page in pages where !known.insert(page).inserted {
            throw MaxSimError(.duplicatePage, "the page '\(page)' is named twice")
        }
        self.pages = pages
        self.batch = vectors
    }

    /// The best pages.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - limit: The most pages to return.
    /// - Returns: The pages, best first; of equal scores the one that comes first in ``pages``.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    public func searchPages(_ query: MultiVector, limit: Int) throws(MaxSimError) -> [ScoredHit<PageID>] {
        try Self.check(limit: limit)
        var top = TopK(capacity: min(limit, pages.count))
        for (row, score) in try MaxSim.scores(query, batch).enumerated() { top.insert(row: row, score: score) }
        return top.sorted().map { hit in hit.mapID { pages[$0] } }
    }

    /// The best documents; a document scores by its best page.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - limit: The most documents to return.
    /// - Returns: The best page of each document, best first.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`.
    public func searchDocuments(_ query: MultiVector, limit: Int) throws(MaxSimError) -> [ScoredHit<PageID>] {
        try Self.check(limit: limit)
        let scores = try MaxSim.scores(query, batch)
        var bestRows: [DocumentID: Int] = [:]
        for row in pages.indices {
            let document = pages[row].document
            if let best = bestRows[document], scores[best] >= scores[row] { continue }
            bestRows[document] = row
        }
        var top = TopK(capacity: min(limit, bestRows.count))
        for row in bestRows.values { top.insert(row: row, score: scores[row]) }
        return top.sorted().map { hit in hit.mapID { pages[$0] } }
    }

    private static func check(limit: Int) throws(MaxSimError) {
        guard limit >= 0 else {
            throw MaxSimError(.invalidParameter, "a search for \(limit) hits; give 0 or more")
        }
    }
}
