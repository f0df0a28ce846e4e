// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// What one leg found, each document once where hits are documents.
struct GroupedRanking {
    /// The hits, named by their row, or by the first row of their document.
    let ranking: Ranking<Int>

    /// The best row of each document whose first row it is not.
    private var bestRows: [Int: Int] = [:]

    /// Rows as they were found.
    init(_ leg: Leg, _ hits: [ScoredHit<Int>]) { ranking = Ranking(leg, hits) }

    /// The documents of rows, each where its best row stands.
    ///
    /// - Parameters:
    ///   - leg: The leg that found the rows.
    ///   - hits: The rows, best first.
    ///   - firstRow: The first row of the document that a row belongs to.
    init(_ leg: Leg, _ hits: [ScoredHit<Int>], firstRow: (Int) -> Int) {
        var seen: Set<Int> = []
        var documents: [ScoredHit<Int>] = []
        for hit in hits {
            let first = firstRow(hit.id)
            guard seen.insert(first).inserted else { continue }
            documents.append(ScoredHit(id: first, score: hit.score))
            if hit.id != first { bestRows[first] = hit.id }
        }
        ranking = Ranking(leg, documents)
    }

    private init(_ ranking: Ranking<Int>, _ bestRows: [Int: Int]) {
        self.ranking = ranking
        self.bestRows = bestRows
    }

    /// The first hits.
    func prefix(_ count: Int) -> GroupedRanking {
        guard count < ranking.hits.count else { return self }
        return GroupedRanking(Ranking(ranking.leg, Array(ranking.hits.prefix(count))), bestRows)
    }

    /// The row by which a hit was found.
    func row(of id: Int) -> Int { bestRows[id] ?? id }
}

extension IndexSnapshot {
    /// Searches by one leg, as deep as it takes to find as many hits as are wanted.
    ///
    /// - Parameters:
    ///   - leg: The leg.
    ///   - query: The query, which says what a hit is.
    ///   - limit: The most hits to return.
    ///   - search: Finds the best rows, at most as many as it is asked for.
    /// - Returns: The hits: `limit` of them, or all that the leg can find.
    /// - Throws: What the search throws.
    func grouped(
        _ leg: Leg, _ query: HybridQuery, limit: Int,
        by search: (Int) throws(HybridSearchError) -> [ScoredHit<Int>]
    ) throws(HybridSearchError) -> GroupedRanking {
        guard query.grouping == .documents, documentCount < rowCount, limit > 0 else {
            return GroupedRanking(leg, try search(limit))
        }
        var depth = min(limit, rowCount)
        while true {
            depth = min(depth > rowCount / 4 ? rowCount : 4 * depth, rowCount)
            let rows = try search(depth)
            let documents = GroupedRanking(leg, rows) { firstRow(ofDocumentAt: $0) }
            if documents.ranking.hits.count >= limit || rows.count < depth || depth == rowCount {
                return documents.prefix(limit)
            }
        }
    }
}
