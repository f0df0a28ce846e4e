// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// A query made ready for a snapshot: what adds to scores, weighed over the whole collection, and which rows may be found.
struct LexicalQuery {
    /// What adds to scores, in the order in which the query names it; only what occurs in the collection.
    let terms: [WeightedTerm]

    /// For each segment the rows that may be found; `nil` for all.
    let kept: [RowSet?]

    private let segments: [IndexSegment]
    private let statistics: CollectionStatistics
    private let ranking: BM25

    /// Makes a query ready.
    ///
    /// - Parameters:
    ///   - query: The clauses.
    ///   - snapshot: What will be searched.
    ///   - ranking: The ranking function.
    ///   - allowed: For each segment the rows that may be found; `nil` for all.
    /// - Throws: A ``HybridSearchError``.
    init(
        _ query: TextQuery, in snapshot: IndexSnapshot, ranking: BM25, kept allowed: [RowSet?]
    ) throws(HybridSearchError) {
        segments = snapshot.segments
        statistics = snapshot.statistics
        self.ranking = ranking
        var clauses: [ResolvedClause] = []
        for clause in query.clauses {
            if let resolved = try ResolvedClause(clause, in: snapshot, ranking: ranking) { clauses.append(resolved) }
        }
        do throws(SegmentStoreError) {
            kept = try Self.kept(clauses, query.minimumShouldMatch, segments, allowed)
            terms = try Self.weighted(clauses, statistics)
        } catch {
            throw HybridSearchError(error)
        }
    }

    /// Joins what is named several times and weighs it.
    private static func weighted(
        _ clauses: [ResolvedClause], _ statistics: CollectionStatistics
    ) throws(SegmentStoreError) -> [WeightedTerm] {
        var terms: [WeightedTerm] = []
        let partCount = clauses.reduce(0) { $0 + $1.parts.count }
        terms.reserveCapacity(partCount)
        // A few terms are compared one by one, which costs less than a table of them.
        var places: [String: Int] = [:]
        func place(of text: String) -> Int? {
            partCount > 16 ? places[text] : terms.firstIndex { $0.text == text }
        }
        for clause in clauses where clause.occurrence != .mustNot {
            for part in clause.parts {
                let text = part.text
                if let place = place(of: text) {
                    let rarity = terms[place].weight / terms[place].boost
                    terms[place].queryFrequency += 1
                    terms[place].boost += clause.boost
                    terms[place].weight = rarity * terms[place].boost
                    continue
                }
                let (holding, rarity) = try part.rarity(statistics)
                guard holding > 0 else { continue }
                if partCount > 16 { places[text] = terms.count }
                terms.append(
                    WeightedTerm(
                        text: text, queryFrequency: 1, documentFrequency: holding, boost: clause.boost,
                        weight: rarity * clause.boost, matches: part.matches))
            }
        }
        return terms
    }

    /// The rows that are allowed by all clauses too.
    private static func kept(
        _ clauses: [ResolvedClause], _ minimumShouldMatch: Int, _ segments: [IndexSegment], _ allowed: [RowSet?]
    ) throws(SegmentStoreError) -> [RowSet?] {
        let optional = clauses.filter { $0.occurrence == .should }
        let minimum = min(minimumShouldMatch, optional.count)
        var kept: [RowSet?] = []
        for (index, segment) in segments.enumerated() {
            var rows = allowed[index]
            func restrict(to others: RowSet) {
                if rows?.formIntersection(others) == nil { rows = others }
            }
            for clause in clauses where clause.occurrence == .must {
                for part in clause.parts { restrict(to: try part.rows(in: segment, index)) }
            }
            for clause in clauses where clause.occurrence == .mustNot {
                restrict(to: try clause.rows(in: segment, index).complement)
            }
            // One clause that matches is needed anyway: without any, a row has no score.
            if minimum > 1 || (minimum == 1 && clauses.contains { $0.occurrence == .must }) {
                var counts = [Int](repeating: 0, count: segment.rowCount)
                for clause in optional {
                    for row in try clause.union(in: segment, index).rows { counts[row] += 1 }
                }
                var enough = RowSet(rowCount: segment.rowCount)
                for row in counts.indices where counts[row] >= minimum { enough.insert(row) }
                restrict(to: enough)
            }
            kept.append(rows)
        }
        return kept
    }

    /// What a score is multiplied by to become a whole number: no sum of contributions reaches 2³⁰.
    var scale: Double {
        let total = terms.reduce(0) { $0 + Double($1.weight) }
        return total > 0 ? 0x1p30 / (total * 1.000_001) : 1
    }

    /// Which plan finds the best rows.
    ///
    /// - Parameters:
    ///   - named: The plan that the query names, if it does.
    ///   - limit: The most rows to return.
    /// - Returns: The plan and what decided.
    func choice(named: LexicalPlan?, limit: Int) -> LexicalPlanChoice {
        let count = terms.reduce(0) { sum, term in sum + term.matches.reduce(0) { $0 + ($1?.count ?? 0) } }
        return LexicalPlanChoice(named: named, postingCount: count, limit: limit)
    }

    /// The best rows.
    ///
    /// - Parameters:
    ///   - limit: The most rows to return.
    ///   - plan: How to evaluate.
    /// - Returns: The rows with their scores, best first.
    /// - Throws: A `SegmentStoreError`.
    func best(limit: Int, plan: LexicalPlan) throws(SegmentStoreError) -> [ScoredHit<Int>] {
        let scale = scale
        var best = BestMatches(capacity: min(limit, statistics.documentCount))
        for (index, segment) in segments.enumerated() {
            let field = segment.fields[0]
            let present = terms.compactMap { term in
                term.matches[index].map { SegmentTerm(matches: $0, weight: Float(Double(term.weight) * scale)) }
            }
            let norms = field.norms(ranking, averageLength: statistics.averageLengths[0])
            switch plan {
            case .wand:
                let search = BlockMaxWAND(field, kept: kept[index])
                try search.search(present, norms: norms, firstRow: segment.firstRow, into: &best)
            case .maxScore, .exhaustive:
                let search = WindowedMaxScore(
                    field, kept: kept[index], prunes: plan == .maxScore, pool: statistics.pool)
                try search.search(present, norms: norms, firstRow: segment.firstRow, into: &best)
            }
        }
        return best.sorted(scale: scale)
    }

    /// What each term contributes to the score of a row.
    ///
    /// - Parameters:
    ///   - index: The number of the segment.
    ///   - row: The row in it.
    /// - Returns: One entry for each term that the row holds.
    /// - Throws: A `SegmentStoreError`.
    func explain(segment index: Int, row: Int) throws(SegmentStoreError) -> [TermContribution] {
        let scale = scale
        let lexical = segments[index].fields[0]
        let length = try lexical.length(ofRow: row)
        let norm = ranking.lengthNorm(length: length, averageLength: statistics.averageLengths[0])
        var contributions: [TermContribution] = []
        for term in terms {
            guard let matches = term.matches[index],
                let frequency = try matches.frequency(ofRow: row, in: lexical)
            else { continue }
            let weight = Float(Double(term.weight) * scale)
            let whole =
                matches.share(ofRow: row).map { BM25Scorer.contribution(weight: weight, share: $0) }
                ?? BM25Scorer.contribution(weight: weight, frequency: frequency, norm: norm)
            contributions.append(
                TermContribution(
                    term: term.text, queryFrequency: term.queryFrequency, documentFrequency: term.documentFrequency,
                    termFrequency: Int(frequency), documentLength: Int(length),
                    inverseDocumentFrequency: term.weight / term.boost, boost: term.boost, lengthNorm: norm,
                    score: Float(Double(whole) / scale)))
        }
        return contributions
    }
}
