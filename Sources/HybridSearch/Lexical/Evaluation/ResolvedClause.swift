// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// A clause whose text was analysed and found in every segment.
struct ResolvedClause {
    /// What the match of the clause means.
    let occurrence: TextQuery.Clause.Occurrence

    /// What the clause's part of the score is multiplied by.
    let boost: Float

    /// What is looked for.
    let parts: [QueryPart]

    /// So that the weights of thousands of clauses still have a finite sum.
    private static let greatestBoost: Float = 1e30

    /// Analyses a clause.
    ///
    /// - Returns: `nil` for a clause of which the analyser leaves nothing.
    init?(_ clause: TextQuery.Clause, in snapshot: IndexSnapshot, ranking: BM25) throws(HybridSearchError) {
        guard clause.boost > 0, clause.boost <= Self.greatestBoost else {
            throw HybridSearchError(
                .invalidQuery,
                "a clause is boosted by \(clause.boost); give a positive number of at most \(Self.greatestBoost)")
        }
        let fields = try SearchedFields(clause.field, in: snapshot, ranking: ranking)
        let kinds = try Self.kinds(clause.matching, snapshot.configuration)
        if kinds.isEmpty { return nil }
        occurrence = clause.occurrence
        boost = clause.boost
        parts = try HybridSearchError.translating { () throws(SegmentStoreError) in
            var parts: [QueryPart] = []
            for kind in kinds { parts.append(try QueryPart(kind, fields)) }
            return parts
        }
    }

    private static func kinds(
        _ matching: TextQuery.Clause.Matching, _ configuration: IndexConfiguration
    ) throws(HybridSearchError) -> [QueryPart.Kind] {
        let analyzer = configuration.analyzer
        switch matching {
        case .words(let text):
            return analyzer.terms(in: text, for: .query).map { .term($0) }
        case .phrase(let text, let slop):
            let terms = analyzer.placedTerms(in: text, for: .query)
            guard terms.count > 1 else { return terms.map { .term($0.term) } }
            guard configuration.storesPositions else {
                throw HybridSearchError(
                    .invalidQuery,
                    "this index does not store where words stand, which a phrase needs; index again with positions")
            }
            return [.phrase(terms, slop: slop)]
        case .prefix(let text):
            return analyzer.termPrefix(of: text).map { [.beginning($0)] } ?? []
        }
    }

    /// The rows that hold all parts.
    func rows(in segment: IndexSegment, _ index: Int) throws(SegmentStoreError) -> RowSet {
        var rows = RowSet(rowCount: segment.rowCount, filled: true)
        for part in parts { rows.formIntersection(try part.rows(in: segment, index)) }
        return rows
    }

    /// The rows that hold any part.
    func union(in segment: IndexSegment, _ index: Int) throws(SegmentStoreError) -> RowSet {
        var rows = RowSet(rowCount: segment.rowCount)
        for part in parts { rows.formUnion(try part.rows(in: segment, index)) }
        return rows
    }
}
