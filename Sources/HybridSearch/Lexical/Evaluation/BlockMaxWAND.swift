// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Finds the best rows of a segment for a bag of words, row by row, leaping over rows that cannot be among them.
///
/// The terms stand at rows of their own. The first row that the terms up to it could together lift among the best is the
/// next candidate; whether they can is asked again with the bounds of the blocks that would hold it (WAND: Broder and others
/// 2003, doi:10.1145/956863.956944; with block maxima: Ding and Suel 2011, doi:10.1145/2009916.2010048). It suits few, rare
/// terms; the result is that of every other plan.
struct BlockMaxWAND {
    private let segment: LexicalSegment
    private let kept: RowSet?

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - segment: What to search.
    ///   - kept: The rows that may be found; `nil` for all.
    init(_ segment: LexicalSegment, kept: RowSet?) {
        self.segment = segment
        self.kept = kept
    }

    /// Offers every row that may be among the best.
    ///
    /// - Parameters:
    ///   - terms: The terms of the query that occur in the segment.
    ///   - norms: The norms of the segment's rows.
    ///   - firstRow: The number of the segment's first row in the collection.
    ///   - best: The best rows so far.
    /// - Throws: A `SegmentStoreError`.
    func search(
        _ terms: [SegmentTerm], norms: LengthNorms, firstRow: Int, into best: inout BestMatches
    ) throws(SegmentStoreError) {
        guard best.capacity > 0 else { return }
        var cursors: [Cursor] = []
        for term in terms {
            if let cursor = try Cursor(try term.postings(in: segment, norms), segment) { cursors.append(cursor) }
        }
        try walk(&cursors, firstRow, &best)
        withExtendedLifetime(norms) {}
    }

    private func walk(
        _ cursors: inout [Cursor], _ firstRow: Int, _ best: inout BestMatches
    ) throws(SegmentStoreError) {
        while !cursors.isEmpty {
            cursors.sort { $0.row < $1.row }
            guard let pivot = pivot(cursors, best.threshold) else { return }
            let row = cursors[pivot].row
            var bound: Int32 = 0
            for index in 0...pivot { bound += cursors[index].bound(of: row) }
            if bound < best.threshold {
                // No row before the end of any of these blocks, or before the next term, can do better.
                var next = pivot + 1 < cursors.count ? cursors[pivot + 1].row : .max
                for index in 0...pivot { next = min(next, cursors[index].endOfBlock(of: row)) }
                for index in 0...pivot { try cursors[index].move(to: max(next, row &+ 1), segment) }
            } else if cursors[0].row == row {
                var score: Int32 = 0
                for index in cursors.indices where cursors[index].row == row {
                    score += cursors[index].contribution
                    try cursors[index].move(to: row &+ 1, segment)
                }
                if kept?.contains(Int(row)) ?? true {
                    best.insert(row: firstRow + Int(row), score: score)
                    best.raiseThreshold()
                }
            } else {
                for index in 0..<pivot where cursors[index].row < row { try cursors[index].move(to: row, segment) }
            }
            cursors.removeAll { $0.isAtEnd }
        }
    }

    /// The first term whose row could be among the best by the highest contributions of the terms up to it.
    private func pivot(_ cursors: [Cursor], _ threshold: Int32) -> Int? {
        var reach: Int32 = 0
        guard
            var pivot = cursors.indices.first(where: {
                reach += cursors[$0].maximum
                return reach >= threshold
            })
        else {
            return nil
        }
        while pivot + 1 < cursors.count, cursors[pivot + 1].row == cursors[pivot].row { pivot += 1 }
        return pivot
    }
}

/// A place in the postings of a term.
private struct Cursor {
    /// The highest contribution of the term.
    let maximum: Int32

    private let postings: TermPostings
    private var block = 0
    private var rows: [UInt32]
    private var contributions: [Int32]
    private var place = 0

    init?(_ postings: TermPostings, _ segment: LexicalSegment) throws(SegmentStoreError) {
        guard let (rows, contributions) = postings.read(block: 0) else { throw segment.damage }
        guard !rows.isEmpty else { return nil }
        self.postings = postings
        self.rows = rows
        self.contributions = contributions
        maximum = (0..<postings.blockCount).reduce(0) { max($0, postings.bound(ofBlock: $1)) }
    }

    var isAtEnd: Bool { place == rows.count }

    var row: UInt32 { rows[place] }

    var contribution: Int32 { contributions[place] }

    /// The block that would hold a row at or behind the present one.
    private func block(of row: UInt32) -> Int {
        var block = block
        while block + 1 < postings.blockCount, postings.lastRow(ofBlock: block) < row { block += 1 }
        return block
    }

    /// The highest contribution of the block that would hold a row.
    func bound(of row: UInt32) -> Int32 {
        postings.blockCount == 1 ? maximum : postings.bound(ofBlock: block(of: row))
    }

    /// The row behind the block that would hold a row.
    func endOfBlock(of row: UInt32) -> UInt32 {
        let last = postings.lastRow(ofBlock: block(of: row))
        return last == .max ? .max : last + 1
    }

    /// Goes to the first posting at or behind a row.
    mutating func move(to row: UInt32, _ segment: LexicalSegment) throws(SegmentStoreError) {
        let wanted = block(of: row)
        if wanted != block {
            guard let (rows, contributions) = postings.read(block: wanted) else { throw segment.damage }
            (self.rows, self.contributions) = (rows, contributions)
            block = wanted
            place = 0
        }
        while place < rows.count, rows[place] < row { place += 1 }
        // Behind the last posting of a block that is not the last, the next one begins.
        if place == rows.count, block + 1 < postings.blockCount {
            guard let (rows, contributions) = postings.read(block: block + 1) else { throw segment.damage }
            (self.rows, self.contributions) = (rows, contributions)
            block += 1
            place = 0
            while place < rows.count, rows[place] < row { place += 1 }
        }
    }
}
