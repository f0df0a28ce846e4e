// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// A term, a phrase or a beginning of terms, found in every segment.
struct QueryPart {
    /// What is looked for.
    enum Kind {
        case term(String)
        case phrase([PlacedTerm], slop: Int)
        case beginning(String)
    }

    /// For each segment where it occurs, if it does.
    let matches: [SegmentMatches?]

    private let kind: Kind
    private let fields: SearchedFields

    /// Finds a part.
    init(_ kind: Kind, _ fields: SearchedFields) throws(SegmentStoreError) {
        self.kind = kind
        self.fields = fields
        var matches: [SegmentMatches?] = []
        matches.reserveCapacity(fields.segments.count)
        for segment in fields.segments {
            if fields.isSingle {
                matches.append(try kind.matches(in: segment.fields[0]))
            } else {
                matches.append(try fields.combine(kind, in: segment))
            }
        }
        self.matches = matches
    }

    /// How explanations name it.
    var text: String {
        let name =
            switch kind {
            case .term(let term): term
            case .phrase(let terms, let slop):
                "\"" + terms.map(\.term).joined(separator: " ") + "\"" + (slop > 0 ? "~\(slop)" : "")
            case .beginning(let text): text + "*"
            }
        return fields.prefix.isEmpty ? name : fields.prefix + name
    }

    /// The rows of a segment that hold the part, deleted ones included.
    func rows(in segment: IndexSegment, _ index: Int) throws(SegmentStoreError) -> RowSet {
        var rows = RowSet(rowCount: segment.rowCount)
        for row in try matches[index]?.read(from: segment.fields[0]).rows ?? [] { rows.insert(Int(row)) }
        return rows
    }

    /// How many documents hold the part, and how much it weighs for that; a phrase weighs as much as its terms together.
    func rarity(_ statistics: CollectionStatistics) throws(SegmentStoreError) -> (documentFrequency: Int, weight: Float)
    {
        func weight(_ frequency: Int) -> Float {
            BM25.inverseDocumentFrequency(documentFrequency: frequency, documentCount: statistics.documentCount)
        }
        if case .term(let term) = kind, fields.isSingle {
            let frequency = try statistics.documentFrequency(of: term, matches, in: fields.segments)
            return (frequency, weight(frequency))
        }
        var holding = 0
        for (index, segment) in fields.segments.enumerated() {
            let rows = try matches[index]?.read(from: segment.fields[0]).rows ?? []
            holding += segment.live.map { live in rows.count { live.contains(Int($0)) } } ?? rows.count
        }
        guard case .phrase(let terms, _) = kind else { return (holding, weight(holding)) }
        var sum: Float = 0
        for term in terms { sum += try QueryPart(.term(term.term), fields).rarity(statistics).weight }
        return (holding, sum)
    }
}

extension QueryPart.Kind {
    /// Where the part occurs in one field of a segment, or `nil` where it does not.
    func matches(in field: LexicalSegment) throws(SegmentStoreError) -> SegmentMatches? {
        switch self {
        case .term(let term):
            return try field.terms.find(term).map { .postings($0) }
        case .phrase(let terms, let slop):
            let found = try PhraseMatches(terms, slop: slop, in: field)
            return found.rows.isEmpty ? nil : .rows(found.rows, frequencies: found.frequencies)
        case .beginning(let text):
            // All terms that begin so, as if they were one.
            var frequencies: [UInt32: UInt32] = [:]
            for (_, entry) in try field.terms.terms(beginningWith: text, limit: .max) {
                let postings = try field.postings(of: entry)
                for (row, frequency) in zip(postings.rows, postings.frequencies) {
                    // Both are below 2³¹, and so must be what is scored.
                    frequencies[row] = min((frequencies[row] ?? 0) + frequency, UInt32(Int32.max))
                }
            }
            let rows = frequencies.keys.sorted()
            return rows.isEmpty ? nil : .rows(rows, frequencies: rows.map { frequencies[$0] ?? 1 })
        }
    }
}
