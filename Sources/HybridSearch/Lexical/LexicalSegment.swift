// SPDX-License-Identifier: Apache-2.0

/// An immutable inverted index: for every term the rows that hold it and how often.
///
/// Rows are the documents of one segment, counted from 0. Postings lie one term after the other, each term's rows
/// ascending, so that a query touches memory in order.
struct LexicalSegment: Sendable {
    /// The terms, ascending by their UTF-8 bytes.
    let terms: TermTable

    /// Where each term's postings begin; one more entry than terms.
    let postingStarts: [Int]

    /// The rows of all postings, ascending within a term.
    let rows: [UInt32]

    /// How often the term occurs in the row; beside ``rows``.
    let frequencies: [UInt32]

    /// The number of terms of each row, exactly.
    let lengths: [UInt32]

    /// The sum of ``lengths``.
    let totalLength: Int

    /// The number of rows.
    var rowCount: Int { lengths.count }

    /// The postings of a term, as a range of positions in ``rows`` and ``frequencies``; empty for an unknown term.
    ///
    /// - Complexity: O(log terms).
    func postings(of term: String) -> Range<Int> {
        guard let ordinal = terms.ordinal(of: term) else { return 0..<0 }
        return postingStarts[ordinal]..<postingStarts[ordinal + 1]
    }

    /// How often a term occurs in a row.
    ///
    /// - Complexity: O(log postings of the term).
    func frequency(of term: String, row: Int) -> Int {
        var range = postings(of: term)
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let candidate = Int(rows[middle])
            if candidate == row { return Int(frequencies[middle]) }
            range = candidate < row ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return 0
    }
}

/// Distinct terms in the order of their bytes, stored end to end.
struct TermTable: Sendable {
    /// The UTF-8 of all terms.
    let bytes: [UInt8]

    /// Where each term begins; one more entry than terms.
    let starts: [UInt32]

    /// The number of terms.
    var count: Int { starts.count - 1 }

    /// Creates a table.
    ///
    /// - Parameter sorted: Distinct terms, ascending by their UTF-8 bytes.
    init(sorted: [String]) {
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        starts.reserveCapacity(sorted.count + 1)
        for term in sorted {
            bytes.append(contentsOf: term.utf8)
            starts.append(UInt32(bytes.count))
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// Creates a table from its stored parts, which were checked.
    init(bytes: [UInt8], starts: [UInt32]) {
        self.bytes = bytes
        self.starts = starts
    }

    /// The place of a term, or `nil` where the table does not hold it.
    ///
    /// - Complexity: O(log count) comparisons.
    func ordinal(of term: String) -> Int? {
        let wanted = Array(term.utf8)
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let candidate = bytes[Int(starts[middle])..<Int(starts[middle + 1])]
            if candidate.elementsEqual(wanted) { return middle }
            range =
                candidate.lexicographicallyPrecedes(wanted)
                ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }
}
