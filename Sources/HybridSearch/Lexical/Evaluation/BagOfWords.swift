// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// The distinct terms of a query, weighed over the whole collection and found in every segment.
struct BagOfWords {
    /// The terms that occur in the collection, in the order in which the query names them.
    private(set) var terms: [WeightedTerm] = []

    /// For each segment what it knows of each of ``terms``.
    private(set) var entries: [[TermEntry?]]

    private let segments: [IndexSegment]
    private let statistics: CollectionStatistics
    private let ranking: BM25

    /// Weighs the terms of a query.
    ///
    /// - Parameters:
    ///   - words: The query's terms, with repetitions.
    ///   - segments: All segments of the collection.
    ///   - statistics: Those of the collection.
    ///   - ranking: The ranking function.
    init(
        _ words: [String], segments: [IndexSegment], statistics: CollectionStatistics, ranking: BM25
    ) throws(SegmentStoreError) {
        self.segments = segments
        self.statistics = statistics
        self.ranking = ranking
        entries = segments.map { _ in [] }
        var counts: [String: Int] = [:]
        var distinct: [String] = []
        for word in words {
            if counts.updateValue(counts[word, default: 0] + 1, forKey: word) == nil { distinct.append(word) }
        }
        for word in distinct {
            var found: [TermEntry?] = []
            for segment in segments { found.append(try segment.lexical.terms.find(word)) }
            let holding = try statistics.documentFrequency(of: word, found, in: segments)
            guard holding > 0 else { continue }
            let named = counts[word, default: 1]
            let rarity = BM25.inverseDocumentFrequency(
                documentFrequency: holding, documentCount: statistics.documentCount)
            terms.append(
                WeightedTerm(
                    text: word, queryFrequency: named, documentFrequency: holding, weight: rarity * Float(named)))
            for index in segments.indices { entries[index].append(found[index]) }
        }
    }

    /// What a score is multiplied by to become a whole number: no sum of contributions reaches 2³⁰.
    var scale: Double {
        let total = terms.reduce(0) { $0 + Double($1.weight) }
        return total > 0 ? 0x1p30 / (total * 1.000_001) : 1
    }

    private func wholeWeight(_ term: WeightedTerm) -> Float { Float(Double(term.weight) * scale) }

    /// The best rows.
    ///
    /// - Parameters:
    ///   - limit: The most rows to return.
    ///   - kept: For each segment the rows that may be found; `nil` for all.
    ///   - plan: How to evaluate.
    func best(
        limit: Int, kept: [RowSet?], plan: LexicalPlan
    ) throws(SegmentStoreError) -> [ScoredHit<Int>] {
        var best = BestRows(capacity: min(limit, statistics.documentCount))
        for (index, segment) in segments.enumerated() {
            let present = zip(terms, entries[index]).compactMap { term, entry in
                entry.map { WindowedMaxScore.Term(entry: $0, weight: wholeWeight(term)) }
            }
            let search = WindowedMaxScore(
                segment.lexical, kept: kept[index], prunes: plan == .maxScore, pool: statistics.pool)
            try search.search(
                present, norms: segment.lexical.norms(ranking, averageLength: statistics.averageLength),
                firstRow: segment.firstRow, into: &best)
        }
        return best.sorted(scale: scale)
    }

    /// What each term contributes to the score of a row.
    ///
    /// - Parameters:
    ///   - segment: The number of the segment.
    ///   - row: The row in it.
    func explain(segment index: Int, row: Int) throws(SegmentStoreError) -> [TermContribution] {
        let lexical = segments[index].lexical
        let length = try lexical.length(ofRow: row)
        let norm = ranking.lengthNorm(length: length, averageLength: statistics.averageLength)
        var contributions: [TermContribution] = []
        for (term, entry) in zip(terms, entries[index]) {
            guard let entry, let posting = try lexical.posting(of: entry, row: row) else { continue }
            let whole = BM25Scorer.contribution(
                weight: wholeWeight(term), frequency: UInt32(posting.frequency), norm: norm)
            contributions.append(
                TermContribution(
                    term: term.text, queryFrequency: term.queryFrequency, documentFrequency: term.documentFrequency,
                    termFrequency: posting.frequency, documentLength: Int(length),
                    score: Float(Double(whole) / scale)))
        }
        return contributions
    }
}
