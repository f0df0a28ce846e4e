// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A stretch of rows in which the terms of a query are added up, and the candidates that are left of it.
///
/// Rows are found in two steps: the postings of some terms are summed, or those of a single term taken as they are, which
/// makes candidates; then the other terms are looked up for each candidate that can still reach the score that counts.
@safe
package struct ScoreWindow: ~Copyable {
    /// The first row of the window.
    package private(set) var start = 0

    /// The number of rows of the window.
    package private(set) var width = 0

    /// The number of candidates.
    package private(set) var candidateCount = 0

    private let memory: WindowMemory
    private let pool: WindowMemoryPool

    /// Whether sums were added up and not collected.
    private var isDirty = false

    /// Where the postings of a term that reach into a window begin.
    package struct Entry {
        /// The first block, or the first decoded posting.
        package var first: Int
        /// Behind the last decoded posting; of no meaning for blocks.
        package var end: Int

        package init(first: Int, end: Int) {
            self.first = first
            self.end = end
        }
    }

    /// Creates a window.
    ///
    /// - Parameters:
    ///   - capacity: The most rows that it is moved over.
    ///   - pool: Where its memory comes from and goes to.
    package init(capacity: Int, pool: WindowMemoryPool) {
        self.pool = pool
        memory = pool.take(capacity: capacity)
    }

    deinit {
        if isDirty { memory.deallocate() } else { pool.give(memory) }
    }

    private var sums: UnsafeMutablePointer<Int32> { unsafe memory.sums }
    private var touched: UnsafeMutablePointer<UInt8> { unsafe memory.touched }
    private var places: UnsafeMutablePointer<UInt32> { unsafe memory.places }
    private var scores: UnsafeMutablePointer<Int32> { unsafe memory.scores }

    /// Moves the window; it has no candidates then.
    package mutating func move(to rows: Range<Int>) {
        precondition(rows.count <= memory.capacity && rows.upperBound <= Int(UInt32.max))
        start = rows.lowerBound
        width = rows.count
        candidateCount = 0
    }

    /// The row of a candidate and its score so far.
    package func candidate(_ index: Int) -> (row: Int, score: Int32) {
        precondition((0..<candidateCount).contains(index))
        return unsafe (start + Int(places[index]), scores[index])
    }

    private func window(_ entry: Entry) -> rag_window {
        rag_window(start: UInt32(start), width: UInt32(width), first: entry.first)
    }

    /// Adds a term to the sums of all rows.
    ///
    /// - Returns: Whether the list is undamaged.
    package mutating func accumulate(_ term: TermPostings, from entry: Entry) -> Bool {
        isDirty = true
        guard let blocks = unsafe term.blocks else {
            precondition(entry.end <= term.decodedRows.count)
            unsafe rag_decoded_accumulate(term.decodedRows, term.values, entry.end, window(entry), sums, touched)
            return true
        }
        return unsafe withUnsafePointer(to: blocks.list) { list in
            unsafe withUnsafePointer(to: blocks.scorer) {
                unsafe rag_window_accumulate(list, $0, window(entry), sums, touched)
            }
        }
    }

    /// Makes candidates of the rows whose sum reaches a score, and clears all sums.
    ///
    /// - Parameter least: The score, at least 1.
    package mutating func collect(least: Int32) {
        isDirty = false
        candidateCount = unsafe rag_window_collect(sums, touched, width, max(least, 1), places, scores)
    }

    /// Makes candidates of the rows to which a single term contributes enough; used instead of sums.
    ///
    /// - Parameters:
    ///   - term: The term.
    ///   - entry: Where its postings begin.
    ///   - least: The score that counts, at least 1.
    /// - Returns: Whether the list is undamaged.
    package mutating func take(_ term: TermPostings, from entry: Entry, least: Int32) -> Bool {
        guard let blocks = unsafe term.blocks else {
            precondition(entry.end <= term.decodedRows.count)
            return unsafe keep(
                rag_decoded_single(
                    term.decodedRows, term.values, entry.end, window(entry), max(least, 1), places, scores))
        }
        return unsafe withUnsafePointer(to: blocks.list) { list in
            unsafe withUnsafePointer(to: blocks.scorer) {
                unsafe keep(rag_window_single(list, $0, term.values, window(entry), max(least, 1), places, scores))
            }
        }
    }

    /// Adds a term to the candidates and keeps those that reach a score.
    ///
    /// - Parameters:
    ///   - term: The term.
    ///   - entry: Where its postings begin.
    ///   - least: The score that counts.
    /// - Returns: Whether the list is undamaged.
    package mutating func probe(_ term: TermPostings, from entry: Entry, least: Int32) -> Bool {
        guard let blocks = unsafe term.blocks else {
            precondition(entry.end <= term.decodedRows.count)
            return unsafe keep(
                rag_decoded_probe(
                    term.decodedRows, term.values, entry.end, window(entry), candidateCount, least, places, scores))
        }
        return unsafe withUnsafePointer(to: blocks.list) { list in
            unsafe withUnsafePointer(to: blocks.scorer) {
                unsafe keep(
                    rag_window_probe(list, $0, window(entry), candidateCount, least, places, scores))
            }
        }
    }

    /// Drops the candidates that are not among some rows.
    ///
    /// - Parameter rows: One bit for each row of the segment.
    package mutating func filter(by rows: Span<UInt64>) {
        precondition(rows.count * 64 >= start + width)
        candidateCount = unsafe rows.withUnsafeBufferPointer { bits in
            guard let words = bits.baseAddress else { return 0 }
            return unsafe rag_window_filter(words, UInt32(start), candidateCount, places, scores)
        }
    }

    private mutating func keep(_ count: Int) -> Bool {
        // The kernels return the greatest number for damage, which is negative here.
        guard count >= 0 else {
            candidateCount = 0
            return false
        }
        candidateCount = count
        return true
    }
}
