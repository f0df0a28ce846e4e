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
        var hits: [SearchHit] = []
        for hit in try fused(query) {
            hits.append(
                SearchHit(
                    row: hit.id, document: try document(at: hit.id), score: hit.score, legs: hit.contributions))
        }
        return hits
    }

    /// Searches by words alone and leaves the documents where they are.
    ///
    /// - Parameter query: What to look for; its mode does not matter.
    /// - Returns: The rows and scores of at most `query.limit` documents, in the order of ``search(_:)``.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter` or `corruptedIndex`.
    public func rows(matching query: HybridQuery) throws(HybridSearchError) -> [ScoredHit<Int>] {
        try check(query)
        return try searchSparse(query, limit: query.limit)
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

    private func check(_ query: HybridQuery) throws(HybridSearchError) {
        guard query.limit >= 0, query.window >= 0 else {
            throw HybridSearchError(
                .invalidParameter,
                "a search for \(query.limit) hits with a window of \(query.window); neither may be negative")
        }
    }

    private func fused(_ query: HybridQuery) throws(HybridSearchError) -> [FusedHit<Int>] {
        try check(query)
        switch query.mode {
        case .sparse:
            return Self.single(Ranking(.sparse, try searchSparse(query, limit: query.limit)))
        case .dense:
            return Self.single(Ranking(.dense, try searchDense(query, limit: query.limit)))
        case .hybrid:
            return query.fusion.fuse(
                [
                    Ranking(.sparse, try searchSparse(query, limit: query.window)),
                    Ranking(.dense, try searchDense(query, limit: query.window)),
                ], limit: query.limit)
        }
    }

    private func searchSparse(_ query: HybridQuery, limit: Int) throws(HybridSearchError) -> [ScoredHit<Int>] {
        let lexical = try LexicalQuery(query.text, in: self, ranking: query.ranking, kept: kept(query.filter))
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            try lexical.best(limit: limit, plan: lexical.choice(named: query.plan, limit: limit).plan)
        }
    }

    /// For each segment the rows that are not deleted and that a filter keeps; `nil` for all.
    private func kept(_ filter: Filter?) throws(HybridSearchError) -> [RowSet?] {
        guard let filter else { return segments.map(\.live) }
        if let known = statistics.recentFilters.rows(of: filter) { return known }
        let compiled = CompiledFilter(filter)
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            var kept: [RowSet?] = []
            for segment in segments {
                var rows = try compiled.rows(in: segment.metadata, documents: segment.documents)
                if let live = segment.live { rows.formIntersection(live) }
                kept.append(rows)
            }
            statistics.recentFilters.remember(kept, of: filter)
            return kept
        }
    }

    private func searchDense(_ query: HybridQuery, limit: Int) throws(HybridSearchError) -> [ScoredHit<Int>] {
        guard documentCount > 0 else { return [] }
        guard let dimension else {
            throw HybridSearchError(
                .missingVector, "the documents of this index have no embeddings; search it in mode 'sparse'")
        }
        guard let vector = query.vector else {
            throw HybridSearchError(
                .missingVector, "a search in mode '\(query.mode)' needs the query's embedding (\(dimension) dimensions)"
            )
        }
        try DenseSegment.check(vector, dimension: dimension, of: "the query's embedding")
        var top = TopK(capacity: min(limit, documentCount))
        for (segment, kept) in zip(segments, try kept(query.filter)) {
            segment.dense?.search(vector, kept: kept, firstRow: segment.firstRow, into: &top)
        }
        return top.sorted()
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
