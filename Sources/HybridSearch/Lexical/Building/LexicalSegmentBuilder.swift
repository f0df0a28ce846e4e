// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Inverts texts: collects their terms row by row and writes them sorted by term.
///
/// Every distinct token is analysed once; after that it costs one look-up. Postings are logged in the order in which they
/// arise and sorted by term at the end, by counting.
struct LexicalSegmentBuilder {
    private let analyzer: any TextAnalyzer
    private let storesPositions: Bool

    private var tokens = TokenTable()
    /// The term of each distinct token, or ``dropped``.
    private var termOfToken: [UInt32] = []
    private var terms = TokenTable()
    /// For each term the place of its newest posting in the log.
    private var newestPosting: [Int] = []
    /// For each term its postings, and its occurrences.
    private var postingCounts: [UInt32] = []
    private var occurrences: [UInt32] = []

    private var logTerms: [UInt32] = []
    private var logFrequencies: [UInt32] = []
    /// For each row the end of its postings in the log.
    private var rowEnds: [Int] = []
    private var positionTerms: [UInt32] = []
    private var positions: [UInt32] = []
    private(set) var lengths: [UInt32] = []

    private static let dropped = UInt32.max

    /// Starts an empty segment.
    ///
    /// - Parameters:
    ///   - analyzer: Turns text into terms.
    ///   - storesPositions: Whether to remember where terms stand, which phrases need.
    init(analyzer: any TextAnalyzer, storesPositions: Bool) {
        self.analyzer = analyzer
        self.storesPositions = storesPositions
    }

    /// The number of rows so far.
    var rowCount: Int { lengths.count }

    /// About how many bytes the segment takes while it is built.
    var byteCount: Int { 8 * (logTerms.count + positions.count) + 24 * terms.count + terms.allBytes.count * 2 }

    /// Adds a text as the next row.
    ///
    /// - Complexity: O(length of the text).
    mutating func append(_ text: String) {
        let rowStart = logTerms.count
        var length: UInt32 = 0
        analyzer.forEachToken(in: text, for: .document) { token, place in
            let term = term(of: token)
            guard term != Self.dropped else { return }
            length += 1
            count(Int(term), from: rowStart)
            if storesPositions {
                positionTerms.append(term)
                positions.append(place.position)
            }
        }
        lengths.append(length)
        rowEnds.append(logTerms.count)
    }

    private mutating func term(of token: Span<UInt8>) -> UInt32 {
        let number = tokens.number(of: token)
        if number < termOfToken.count { return termOfToken[number] }
        let term = analyzer.term(for: String(copyingToken: token)).map { term in
            let ordinal = terms.number(of: term.utf8.span)
            if ordinal == newestPosting.count {
                newestPosting.append(-1)
                postingCounts.append(0)
                occurrences.append(0)
            }
            return UInt32(ordinal)
        }
        termOfToken.append(term ?? Self.dropped)
        return term ?? Self.dropped
    }

    private mutating func count(_ term: Int, from rowStart: Int) {
        occurrences[term] += 1
        let newest = newestPosting[term]
        if newest >= rowStart {
            logFrequencies[newest] += 1
        } else {
            newestPosting[term] = logTerms.count
            postingCounts[term] += 1
            logTerms.append(UInt32(term))
            logFrequencies.append(1)
        }
    }

    /// Writes the segment.
    ///
    /// - Complexity: O(postings + terms · log terms).
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        let order = orderOfTerms()
        let (starts, rows, frequencies) = sortedPostings(order)
        let (positionStarts, sortedPositions) = sortedPositions(order)
        var writer = try LexicalSegmentWriter(lengths: lengths, storesPositions: storesPositions, into: file)
        for (place, term) in order.enumerated() {
            let range = starts[place]..<starts[place + 1]
            let positionRange = storesPositions ? positionStarts[place]..<positionStarts[place + 1] : 0..<0
            try writer.append(
                terms.allBytes.span.extracting(terms.range(of: term)),
                rows: rows.span.extracting(range), frequencies: frequencies.span.extracting(range),
                positions: sortedPositions.span.extracting(positionRange), into: file)
        }
        try writer.finish(into: file)
    }

    /// The terms, ascending by their bytes.
    private func orderOfTerms() -> [Int] {
        let bytes = terms.allBytes
        // Eight bytes decide most comparisons.
        let keyed = (0..<terms.count).map { term in
            let range = terms.range(of: term)
            var key: UInt64 = 0
            for offset in 0..<8 {
                let index = range.lowerBound + offset
                key = key << 8 | (index < range.upperBound ? UInt64(bytes[index]) : 0)
            }
            return (key: key, term: term)
        }
        return keyed.sorted { left, right in
            if left.key != right.key { return left.key < right.key }
            return bytes[terms.range(of: left.term)].lexicographicallyPrecedes(bytes[terms.range(of: right.term)])
        }.map(\.term)
    }

    /// Where each term's share begins when all are laid end to end in an order.
    private static func starts(of counts: [UInt32], in order: [Int]) -> [Int] {
        var starts = [0]
        starts.reserveCapacity(order.count + 1)
        for term in order { starts.append(starts[starts.count - 1] + Int(counts[term])) }
        return starts
    }

    /// For each term the place of its first posting.
    private func cursors(_ starts: [Int], _ order: [Int]) -> [Int] {
        var cursors = [Int](repeating: 0, count: order.count)
        for (place, term) in order.enumerated() { cursors[term] = starts[place] }
        return cursors
    }

    private func sortedPostings(_ order: [Int]) -> (starts: [Int], rows: [UInt32], frequencies: [UInt32]) {
        let starts = Self.starts(of: postingCounts, in: order)
        var cursor = cursors(starts, order)
        var rows = [UInt32](repeating: 0, count: logTerms.count)
        var frequencies = rows
        var posting = 0
        for (row, end) in rowEnds.enumerated() {
            while posting < end {
                let term = Int(logTerms[posting])
                let place = cursor[term]
                cursor[term] = place + 1
                rows[place] = UInt32(truncatingIfNeeded: row)
                frequencies[place] = logFrequencies[posting]
                posting += 1
            }
        }
        return (starts, rows, frequencies)
    }

    private func sortedPositions(_ order: [Int]) -> (starts: [Int], positions: [UInt32]) {
        guard storesPositions else { return ([], []) }
        let starts = Self.starts(of: occurrences, in: order)
        var cursor = cursors(starts, order)
        var sorted = [UInt32](repeating: 0, count: positions.count)
        for (index, term) in positionTerms.enumerated() {
            sorted[cursor[Int(term)]] = positions[index]
            cursor[Int(term)] += 1
        }
        return (starts, sorted)
    }
}
