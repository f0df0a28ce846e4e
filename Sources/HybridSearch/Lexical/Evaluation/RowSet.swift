// SPDX-License-Identifier: Apache-2.0

/// Some rows of a segment, one bit each.
struct RowSet: Hashable, Sendable {
    /// The rows of the segment.
    let rowCount: Int

    /// The bits; the lowest of the first word stands for row 0, and none is set beyond the last row.
    private(set) var words: [UInt64]

    /// No rows, or all.
    init(rowCount: Int, filled: Bool = false) {
        self.rowCount = rowCount
        words = [UInt64](repeating: filled ? .max : 0, count: (rowCount + 63) / 64)
        if filled, rowCount % 64 != 0 { words[words.count - 1] &= (1 << UInt64(rowCount % 64)) - 1 }
    }

    /// The number of rows in the set.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether there are none.
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Whether a row is in the set.
    func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    /// Adds a row.
    mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

    /// Adds rows.
    ///
    /// - Parameter rows: The rows, in any order.
    /// - Returns: Whether all of them are rows of the segment; where one is not, some may be missing.
    mutating func insert(_ rows: Span<UInt32>) -> Bool {
        let limit = rowCount
        var words = words.mutableSpan
        for index in rows.indices {
            let row = Int(rows[index])
            guard row < limit else { return false }
            words[row >> 6] |= 1 << UInt64(row & 63)
        }
        return true
    }

    /// Keeps the rows that are in another set too.
    mutating func formIntersection(_ other: RowSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// Adds the rows of another set.
    mutating func formUnion(_ other: RowSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Adds rows.
    ///
    /// - Parameter added: The words of the rows to add, laid out as ``words``; none is set beyond the last row.
    mutating func formUnion(_ added: some RandomAccessCollection<UInt64>) {
        for (index, word) in zip(words.indices, added) { words[index] |= word }
    }

    /// The rows of the segment that are not in the set.
    var complement: RowSet {
        var complement = RowSet(rowCount: rowCount, filled: true)
        complement.subtract(words)
        return complement
    }

    /// Drops rows.
    ///
    /// - Parameter dropped: The words of the rows to drop, laid out as ``words``.
    mutating func subtract(_ dropped: some RandomAccessCollection<UInt64>) {
        for (index, word) in zip(words.indices, dropped) { words[index] &= ~word }
    }

    /// The number of rows of a stretch, which begins and ends at multiples of 64 or at the last row.
    func count(in rows: Range<Int>) -> Int {
        words[(rows.lowerBound / 64)..<((rows.upperBound + 63) / 64)].reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// The rows, ascending.
    var rows: [Int] {
        var rows: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                rows.append(64 * index + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return rows
    }
}
