// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// A clause whose text was analysed and found in every segment.
struct ResolvedClause {
    /// A term, a phrase or a beginning of terms.
    struct Part {
        /// How explanations name it.
        var text: String
        /// The terms that decide how rare it is; `nil` where its own rows do.
        var terms: [String]?
        /// For each segment where it occurs, if it does.
        var matches: [SegmentMatches?]
    }

    /// What the match of the clause means.
    let occurrence: TextQuery.Clause.Occurrence

    /// What the clause's part of the score is multiplied by.
    let boost: Float

    /// What is looked for.
    let parts: [Part]

    /// Analyses a clause.
    ///
    /// - Returns: `nil` for a clause of which the analyser leaves nothing.
    init?(_ clause: TextQuery.Clause, in snapshot: IndexSnapshot) throws(HybridSearchError) {
        guard clause.boost.isFinite, clause.boost > 0 else {
            throw HybridSearchError(
                .invalidQuery, "a clause is boosted by \(clause.boost); give a positive, finite number")
        }
        if let field = clause.field {
            throw HybridSearchError(
                .invalidQuery, "there is no field '\(field)': this index has one field only; leave out '\(field):'")
        }
        occurrence = clause.occurrence
        boost = clause.boost
        let analyzer = snapshot.analyzer
        switch clause.matching {
        case .words(let text):
            parts = try HybridSearchError.translating { () throws(SegmentStoreError) in
                var parts: [Part] = []
                for term in analyzer.terms(in: text, for: .query) {
                    parts.append(try Part(term: term, in: snapshot.segments))
                }
                return parts
            }
        case .phrase(let text, let slop):
            let terms = analyzer.placedTerms(in: text, for: .query)
            guard terms.count <= 1 || snapshot.configuration.storesPositions else {
                throw HybridSearchError(
                    .invalidQuery,
                    "this index does not store where words stand, which a phrase needs; index again with positions")
            }
            parts = try HybridSearchError.translating { () throws(SegmentStoreError) in
                if terms.count == 1 { return [try Part(term: terms[0].term, in: snapshot.segments)] }
                return terms.isEmpty ? [] : [try Part(phrase: terms, slop: slop, in: snapshot.segments)]
            }
        case .prefix(let text):
            let beginning = analyzer.termPrefix(of: text)
            parts = try HybridSearchError.translating { () throws(SegmentStoreError) in
                guard let beginning else { return [] }
                return [try Part(beginning: beginning, in: snapshot.segments)]
            }
        }
        if parts.isEmpty { return nil }
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

extension ResolvedClause.Part {
    /// A single term.
    init(term: String, in segments: [IndexSegment]) throws(SegmentStoreError) {
        text = term
        terms = [term]
        matches = []
        for segment in segments { matches.append(try segment.lexical.terms.find(term).map { .postings($0) }) }
    }

    /// Terms one after the other.
    init(phrase: [PlacedTerm], slop: Int, in segments: [IndexSegment]) throws(SegmentStoreError) {
        text = "\"" + phrase.map(\.term).joined(separator: " ") + "\"" + (slop > 0 ? "~\(slop)" : "")
        terms = phrase.map(\.term)
        matches = []
        for segment in segments {
            let found = try PhraseMatches(phrase, slop: slop, in: segment.lexical)
            matches.append(found.rows.isEmpty ? nil : .rows(found.rows, frequencies: found.frequencies))
        }
    }

    /// All terms that begin so, as if they were one.
    init(beginning: String, in segments: [IndexSegment]) throws(SegmentStoreError) {
        text = beginning + "*"
        terms = nil
        matches = []
        for segment in segments {
            var frequencies: [UInt32: UInt32] = [:]
            for (_, entry) in try segment.lexical.terms.terms(beginningWith: beginning, limit: .max) {
                let postings = try segment.lexical.postings(of: entry)
                for (row, frequency) in zip(postings.rows, postings.frequencies) {
                    frequencies[row, default: 0] += frequency
                }
            }
            let rows = frequencies.keys.sorted()
            matches.append(rows.isEmpty ? nil : .rows(rows, frequencies: rows.map { frequencies[$0] ?? 1 }))
        }
    }

    /// The rows of a segment that hold the part, deleted ones included.
    func rows(in segment: IndexSegment, _ index: Int) throws(SegmentStoreError) -> RowSet {
        var rows = RowSet(rowCount: segment.rowCount)
        for row in try matches[index]?.read(from: segment.lexical).rows ?? [] { rows.insert(Int(row)) }
        return rows
    }

    /// How many documents hold the part, and how much it weighs for that; a phrase weighs as much as its terms together.
    func rarity(
        _ segments: [IndexSegment], _ statistics: CollectionStatistics
    ) throws(SegmentStoreError) -> (documentFrequency: Int, weight: Float) {
        func weight(_ frequency: Int) -> Float {
            BM25.inverseDocumentFrequency(documentFrequency: frequency, documentCount: statistics.documentCount)
        }
        if let terms, terms.count == 1 {
            let frequency = try statistics.documentFrequency(of: terms[0], matches, in: segments)
            return (frequency, weight(frequency))
        }
        var holding = 0
        for (index, segment) in segments.enumerated() {
            let rows = try matches[index]?.read(from: segment.lexical).rows ?? []
            holding += segment.live.map { live in rows.count { live.contains(Int($0)) } } ?? rows.count
        }
        guard let terms else { return (holding, weight(holding)) }
        var sum: Float = 0
        for term in terms {
            let part = try ResolvedClause.Part(term: term, in: segments)
            sum += weight(try statistics.documentFrequency(of: term, part.matches, in: segments))
        }
        return (holding, sum)
    }
}
