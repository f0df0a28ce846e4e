// SPDX-License-Identifier: Apache-2.0

/// Collects texts and turns them into a ``LexicalSegment``.
///
/// Every distinct token is analysed once; after that it costs one dictionary look-up. Postings are logged in the order in
/// which they arise and sorted by term at the end, by counting.
struct LexicalSegmentBuilder {
    private let analyzer: any TextAnalyzer
    /// The ordinal of every token's term; `nil` inside for tokens that are dropped.
    private var ordinalsOfTokens: [String: UInt32?] = [:]
    private var ordinalsOfTerms: [String: UInt32] = [:]
    private var terms: [String] = []
    private var log: [Posting] = []
    /// For each term the place of its newest posting in the log.
    private var newestPosting: [Int] = []
    private var lengths: [UInt32] = []
    private var totalLength = 0

    private struct Posting {
        var term: UInt32
        var row: UInt32
        var frequency: UInt32
    }

    init(analyzer: any TextAnalyzer) {
        self.analyzer = analyzer
    }

    /// The number of rows so far.
    var rowCount: Int { lengths.count }

    /// Adds a text as the next row.
    ///
    /// - Complexity: O(length of the text).
    mutating func append(_ text: String) {
        let row = UInt32(lengths.count)
        var length: UInt32 = 0
        analyzer.forEachToken(in: text, for: .document) { token, _ in
            guard let term = ordinal(ofToken: String(copyingToken: token)) else { return }
            length += 1
            let newest = newestPosting[Int(term)]
            if newest >= 0, log[newest].row == row {
                log[newest].frequency += 1
            } else {
                newestPosting[Int(term)] = log.count
                log.append(Posting(term: term, row: row, frequency: 1))
            }
        }
        lengths.append(length)
        totalLength += Int(length)
    }

    private mutating func ordinal(ofToken token: String) -> UInt32? {
        if let known = ordinalsOfTokens[token] { return known }
        let ordinal = analyzer.term(for: token).map { term in
            if let known = ordinalsOfTerms[term] { return known }
            let new = UInt32(terms.count)
            ordinalsOfTerms[term] = new
            terms.append(term)
            newestPosting.append(-1)
            return new
        }
        ordinalsOfTokens.updateValue(ordinal, forKey: token)
        return ordinal
    }

    /// The finished segment.
    ///
    /// - Complexity: O(postings + terms · log terms).
    func sealed() -> LexicalSegment {
        let order = terms.indices.sorted { terms[$0].utf8.lexicographicallyPrecedes(terms[$1].utf8) }
        var rank = [Int](repeating: 0, count: terms.count)
        for (place, ordinal) in order.enumerated() { rank[ordinal] = place }

        var starts = [Int](repeating: 0, count: terms.count + 1)
        for posting in log { starts[rank[Int(posting.term)] + 1] += 1 }
        for place in terms.indices { starts[place + 1] += starts[place] }

        var cursor = starts
        var rows = [UInt32](repeating: 0, count: log.count)
        var frequencies = rows
        for posting in log {
            let place = rank[Int(posting.term)]
            rows[cursor[place]] = posting.row
            frequencies[cursor[place]] = posting.frequency
            cursor[place] += 1
        }
        return LexicalSegment(
            terms: TermTable(sorted: order.map { terms[$0] }), postingStarts: starts, rows: rows,
            frequencies: frequencies, lengths: lengths, totalLength: totalLength)
    }
}
