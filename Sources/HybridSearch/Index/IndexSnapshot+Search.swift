// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

extension IndexSnapshot {
    /// Searches.
    ///
    /// - Parameter query: What to look for, and how.
    /// - Returns: At most `query.limit` hits, best first; of equal scores the document that was added first.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter`, `missingVector`, `dimensionMismatch`, `notFinite` or
    ///   `corruptedIndex`.
    public func search(_ query: HybridQuery) throws(HybridSearchError) -> [SearchHit] {
        try check(query)
        let legs = try legs(of: query)
        var hits: [SearchHit] = []
        for hit in try diversified(fused(legs, query), legs, query) {
            let rows = Self.rows(of: hit, legs)
            let row = Self.bestRow(rows, hit)
            let (document, chunk) = try passage(at: row)
            hits.append(
                SearchHit(
                    row: row, document: document, chunk: chunk, score: hit.score, legs: hit.contributions, rows: rows))
        }
        return hits
    }

    /// Searches for rows and leaves their documents where they are, for whoever keeps those elsewhere.
    ///
    /// Each row stands for itself: the query's grouping, least scores and diversity take no part.
    ///
    /// - Parameter query: What to look for, and how.
    /// - Returns: The rows and scores of at most `query.limit` chunks, best first.
    /// - Throws: A ``HybridSearchError`` as ``search(_:)`` does.
    public func rows(matching query: HybridQuery) throws(HybridSearchError) -> [ScoredHit<Int>] {
        try check(query)
        switch query.mode {
        case .sparse: return try searchSparse(query, limit: query.limit)
        case .dense: return try searchDense(query, limit: query.limit)
        case .hybrid:
            let rankings = [
                Ranking(.sparse, try searchSparse(query, limit: query.depth)),
                Ranking(.dense, try searchDense(query, limit: query.depth)),
            ]
            return query.fusion.fuse(rankings, limit: query.limit).map {
                ScoredHit(id: $0.id, score: Float($0.score))
            }
        }
    }

    /// What each leg of a query finds, as it takes part in a fusion.
    ///
    /// Whoever compares fusions searches once and fuses often.
    ///
    /// - Parameter query: What to look for, and how.
    /// - Returns: For each leg of the query's mode at most a window of hits, best first: rows, or the first rows of documents
    ///   where the query asks for documents.
    /// - Throws: A ``HybridSearchError`` as ``search(_:)`` does.
    public func rankings(of query: HybridQuery) throws(HybridSearchError) -> [Ranking<Int>] {
        try check(query)
        return try legs(of: query).map(\.ranking)
    }

    /// Which plan the sparse leg of a query runs, and why.
    ///
    /// - Parameter query: The query.
    /// - Returns: The plan for as many hits as ``rows(matching:)`` returns.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter` or `corruptedIndex`.
    /// - Complexity: O(terms · log vocabulary); no posting is read unless a phrase, a beginning or several fields ask for it.
    public func plan(for query: HybridQuery) throws(HybridSearchError) -> LexicalPlanChoice {
        try check(query)
        let lexical = try LexicalQuery(query.text, in: self, ranking: query.ranking, kept: segments.map(\.live))
        return lexical.choice(named: query.plan, limit: query.limit)
    }

    /// What each term of a query's text adds to the sparse score of a row.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - row: A row of this snapshot.
    /// - Returns: One entry for each term that the document holds, in the order of the query.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    public func explain(_ query: HybridQuery, row: Int) throws(HybridSearchError) -> [TermContribution] {
        let (segment, local) = locate(row)
        let lexical = try LexicalQuery(query.text, in: self, ranking: query.ranking, kept: kept(query.filter))
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            try lexical.explain(segment: segment, row: local)
        }
    }

    func check(_ query: HybridQuery) throws(HybridSearchError) {
        guard query.limit >= 0, query.window ?? 0 >= 0 else {
            throw HybridSearchError(
                .invalidParameter,
                "a search for \(query.limit) hits with a window of \(query.window ?? 0); neither may be negative")
        }
        guard query.targetRecall > 0, query.targetRecall <= 1, query.rerankDepth ?? 0 >= 0 else {
            throw HybridSearchError(
                .invalidParameter,
                "a search for a recall of \(query.targetRecall) with a depth of \(query.rerankDepth ?? 0); a recall is above "
                    + "0 and at most 1, and no depth is negative")
        }
    }

    /// What the legs of a query find.
    private func legs(of query: HybridQuery) throws(HybridSearchError) -> [GroupedRanking] {
        let limit = query.mode == .hybrid || query.diversity != nil ? query.depth : query.limit
        var legs: [GroupedRanking] = []
        if query.mode != .dense {
            legs.append(
                try grouped(.sparse, query, limit: limit) { limit throws(HybridSearchError) in
                    try searchSparse(query, limit: limit)
                })
        }
        if query.mode != .sparse {
            legs.append(
                try grouped(.dense, query, limit: limit) { limit throws(HybridSearchError) in
                    try searchDense(query, limit: limit)
                })
        }
        return legs.map { leg in
            guard let least = query.minimumScores[leg.ranking.leg] else { return leg }
            return leg.prefix(leg.ranking.hits.firstIndex { $0.score < least } ?? leg.ranking.hits.count)
        }
    }

    private func fused(_ legs: [GroupedRanking], _ query: HybridQuery) -> [FusedHit<Int>] {
        guard query.mode == .hybrid else { return legs.first.map { Self.single($0.ranking) } ?? [] }
        return query.fusion.fuse(legs.map(\.ranking), limit: query.diversity == nil ? query.limit : query.depth)
    }

    private func searchSparse(_ query: HybridQuery, limit: Int) throws(HybridSearchError) -> [ScoredHit<Int>] {
        let lexical = try LexicalQuery(query.text, in: self, ranking: query.ranking, kept: kept(query.filter))
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            try lexical.best(limit: limit, plan: lexical.choice(named: query.plan, limit: limit).plan)
        }
    }

    /// For each segment the rows that are not deleted and that a filter keeps; `nil` for all.
    func kept(_ filter: Filter?) throws(HybridSearchError) -> [RowSet?] {
        guard let filter else { return segments.map(\.live) }
        if let known = statistics.recentFilters.rows(of: filter) { return known }
        let compiled = CompiledFilter(filter)
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            var kept: [RowSet?] = []
            for segment in segments {
                let documents = try compiled.documents(in: segment.metadata, segment.documents)
                var rows = segment.documents.layout.rows(of: documents)
                if let live = segment.live { rows.formIntersection(live) }
                kept.append(rows)
            }
            statistics.recentFilters.remember(kept, of: filter)
            return kept
        }
    }

    /// The hits of a search by one leg, in the form of a fusion that changes nothing.
    private static func single(_ ranking: Ranking<Int>) -> [FusedHit<Int>] {
        ranking.hits.enumerated().map { index, hit in
            let score = Double(hit.score)
            let part = FusedHit<Int>.Contribution(
                leg: ranking.leg, rank: index + 1, score: hit.score, normalizedScore: score, weight: 1,
                contribution: score)
            return FusedHit(id: hit.id, score: score, contributions: [part])
        }
    }
}
