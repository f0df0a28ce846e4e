// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// An immutable state of an index: the documents of some commits, ready to be searched.
///
/// Rows number the documents in the order in which they were added, over all segments. Statistics are those of the whole
/// snapshot, so the way in which documents were spread over commits changes no score.
public struct IndexSnapshot: Sendable {
    /// What turned the documents into terms, and turns queries into them.
    public let analyzer: any TextAnalyzer

    let segments: [IndexSegment]

    /// The number of each segment's first row.
    private let firstRows: [Int]

    init(analyzer: any TextAnalyzer, segments: [IndexSegment]) {
        self.analyzer = analyzer
        self.segments = segments
        var next = 0
        self.firstRows = segments.map { segment in
            defer { next += segment.documents.count }
            return next
        }
        self.documentCount = next
    }

    /// The number of documents.
    public let documentCount: Int

    /// The length of the documents' embeddings, or `nil` where they have none.
    public var dimension: Int? { segments.first?.dense?.dimension }

    /// A document by its row.
    ///
    /// - Parameter row: A row of this snapshot, such as that of a hit.
    /// - Returns: The document.
    /// - Complexity: O(log segments).
    public func document(at row: Int) -> Document {
        let (segment, local) = locate(row)
        return segments[segment].documents[local]
    }

    /// The segment that holds a row, and the row's place in it.
    private func locate(_ row: Int) -> (segment: Int, local: Int) {
        precondition((0..<documentCount).contains(row), "row \(row) is none of the \(documentCount) of this snapshot")
        let segment = (firstRows.firstIndex { $0 > row } ?? firstRows.count) - 1
        return (segment, row - firstRows[segment])
    }
}

extension IndexSnapshot {
    /// Searches.
    ///
    /// - Parameter query: What to look for, and how.
    /// - Returns: At most `query.limit` hits, best first; of equal scores the document that was added first.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter`, `missingVector`, `dimensionMismatch` or `notFinite`.
    public func search(_ query: HybridQuery) throws(HybridSearchError) -> [SearchHit] {
        guard query.limit >= 0, query.window >= 0 else {
            throw HybridSearchError(
                .invalidParameter,
                "a search for \(query.limit) hits with a window of \(query.window); neither may be negative")
        }
        let fused: [FusedHit<Int>]
        switch query.mode {
        case .sparse:
            fused = Self.single(Ranking(.sparse, searchSparse(query, limit: query.limit)))
        case .dense:
            fused = Self.single(Ranking(.dense, try searchDense(query, limit: query.limit)))
        case .hybrid:
            fused = query.fusion.fuse(
                [
                    Ranking(.sparse, searchSparse(query, limit: query.window)),
                    Ranking(.dense, try searchDense(query, limit: query.window)),
                ], limit: query.limit)
        }
        return fused.map { hit in
            SearchHit(row: hit.id, document: document(at: hit.id), score: hit.score, legs: hit.contributions)
        }
    }

    /// What each term of a query's text adds to the sparse score of a row.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - row: A row of this snapshot.
    /// - Returns: One entry for each term that the document holds, in the order of the query.
    public func explain(_ query: HybridQuery, row: Int) -> [TermContribution] {
        let (segment, local) = locate(row)
        return segments[segment].lexical.explain(lexicalQuery(query), ranking: query.ranking, row: local)
    }

    private func lexicalQuery(_ query: HybridQuery) -> LexicalQuery {
        LexicalQuery(analyzer.terms(in: query.text, for: .query), over: segments.map(\.lexical))
    }

    private func searchSparse(_ query: HybridQuery, limit: Int) -> [ScoredHit<Int>] {
        let weighted = lexicalQuery(query)
        var top = TopK(capacity: min(limit, documentCount))
        for (segment, firstRow) in zip(segments, firstRows) {
            segment.lexical.search(weighted, ranking: query.ranking, firstRow: firstRow, into: &top)
        }
        return top.sorted()
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
        for (segment, firstRow) in zip(segments, firstRows) {
            segment.dense?.search(vector, firstRow: firstRow, into: &top)
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
