// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A search of the terms of a query in a segment whose rows are cut into windows.
///
/// Terms are added first: the postings of short lists are read and scored at once, long lists are bounded block by block.
/// Of each term and window a bound is known then, and windows are searched from the highest sum of bounds down. All memory is
/// borrowed from a pool, as one piece: a short query allocates nothing here.
///
/// It points into posting lists, codes and norms that somebody else keeps while it is used.
@safe
package struct WindowSearch: ~Copyable {
    /// What a term will bring, so that there is memory for it.
    package enum Announcement {
        /// A posting list of so many postings.
        case list(Int)
        /// So many rows that were found for the query.
        case rows(Int)
    }

    /// How many windows there are.
    package let windowCount: Int

    /// The number of rows that were found in the window that was searched last.
    package private(set) var foundCount = 0

    private let rowCount: Int
    private let shift: Int
    private let memory: WindowMemory
    private let pool: WindowMemoryPool
    private let terms: UnsafeMutablePointer<rag_term>
    private let order: UnsafeMutablePointer<UInt32>
    private let sums: UnsafeMutablePointer<Int32>
    private var termCount = 0
    private let termLimit: Int
    private var free: Int
    private var start = 0

    /// Lists of at most so many blocks are read whole before the windows are searched.
    private static let decodedBlockLimit = 16

    /// Borrows memory for a search.
    ///
    /// - Parameters:
    ///   - rowCount: The rows of the segment, at least 1.
    ///   - shift: A window has two to the power of so many rows.
    ///   - announced: The terms that will be added.
    ///   - pool: Where the memory comes from and goes to.
    package init(rowCount: Int, shift: Int, announced: [Announcement], pool: WindowMemoryPool) {
        precondition((1...Int(Int32.max)).contains(rowCount) && (6...20).contains(shift))
        let windows = (rowCount - 1) >> shift + 1
        var bytes = Self.rounded(4 * windows) + Self.rounded(4 * announced.count)
        unsafe bytes += Self.rounded(MemoryLayout<rag_term>.stride * announced.count)
        for term in announced { bytes += Self.byteCount(of: term, windows: windows) }
        self.rowCount = rowCount
        self.shift = shift
        self.pool = pool
        windowCount = windows
        termLimit = announced.count
        memory = pool.take(width: 1 << shift, termBytes: bytes)
        var next = 0
        unsafe sums = Self.carve(windows, memory, &next)
        unsafe order = Self.carve(termLimit, memory, &next)
        unsafe terms = Self.carve(termLimit, memory, &next)
        free = next
    }

    deinit { pool.give(memory) }

    private static func rounded(_ bytes: Int) -> Int { (bytes + 63) & ~63 }

    /// The bytes that a term takes: rows and contributions, or bounds of blocks, and what is known of every window.
    private static func byteCount(of term: Announcement, windows: Int) -> Int {
        let perWindow = rounded(4 * windows) + rounded(4 * (windows + 1))
        switch term {
        case .rows(let count):
            return perWindow + 2 * rounded(4 * count)
        case .list(let count):
            let blocks = (count + PostingBlock.capacity - 1) / PostingBlock.capacity
            let isDecoded = blocks <= decodedBlockLimit
            return perWindow + (isDecoded ? 2 * rounded(4 * PostingBlock.capacity * blocks) : rounded(4 * blocks))
        }
    }

    private static func carve<Element>(
        _ count: Int, _ memory: WindowMemory, _ next: inout Int
    ) -> UnsafeMutablePointer<Element> {
        let place = next
        next += rounded(count * MemoryLayout<Element>.stride)
        precondition(next <= memory.termBytes, "a search has more postings than it was told")
        return unsafe (memory.terms + place).bindMemory(to: Element.self, capacity: count)
    }

    private mutating func carve<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
        unsafe Self.carve(count, memory, &free)
    }

    /// Adds a term by its posting list.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - scorer: How its postings score.
    /// - Returns: Whether the list is undamaged.
    package mutating func append(_ list: PostingList, scoredBy scorer: BM25Scorer) -> Bool {
        var term = unsafe self.term(list.list, scorer)
        let blocks = list.blockCount
        if blocks > Self.decodedBlockLimit {
            let bounds: UnsafeMutablePointer<Int32> = unsafe carve(blocks)
            guard unsafe list.bounds.count == blocks * PostingBlock.boundBytes,
                let pairs = unsafe list.bounds.baseAddress
            else { return false }
            unsafe rag_bm25_block_bounds(
                scorer.weight, scorer.classNorms, pairs.assumingMemoryBound(to: UInt8.self), blocks, bounds)
            unsafe term.values = UnsafePointer(bounds)
            unsafe term.value_count = blocks
        } else {
            let rows: UnsafeMutablePointer<UInt32> = unsafe carve(blocks * PostingBlock.capacity)
            let contributions: UnsafeMutablePointer<Int32> = unsafe carve(blocks * PostingBlock.capacity)
            let count = unsafe rag_list_score(&term.list, &term.scorer, rows, contributions)
            guard count > 0 else { return false }
            unsafe term.rows = UnsafePointer(rows)
            unsafe term.values = UnsafePointer(contributions)
            unsafe term.value_count = count
        }
        return unsafe append(&term)
    }

    /// Adds a term by rows that were found for the query.
    ///
    /// - Parameters:
    ///   - rows: Rows of the segment, ascending.
    ///   - contributions: What each adds.
    ///   - scorer: A scorer of the segment.
    package mutating func append(rows: [UInt32], contributions: [Int32], scoredBy scorer: BM25Scorer) {
        precondition(rows.count == contributions.count && (rows.last ?? 0) < rowCount)
        let ownRows: UnsafeMutablePointer<UInt32> = unsafe carve(rows.count)
        let ownContributions: UnsafeMutablePointer<Int32> = unsafe carve(rows.count)
        for index in rows.indices {
            unsafe (ownRows + index).initialize(to: rows[index])
            unsafe (ownContributions + index).initialize(to: contributions[index])
        }
        let list = unsafe rag_posting_list(
            bytes: UnsafeRawPointer(ownRows).assumingMemoryBound(to: UInt8.self), byte_count: 0, last_rows: nil,
            starts: nil,
            posting_count: rows.count, row_count: UInt32(rowCount))
        var term = unsafe self.term(list, scorer)
        unsafe term.rows = UnsafePointer(ownRows)
        unsafe term.values = UnsafePointer(ownContributions)
        unsafe term.value_count = rows.count
        _ = unsafe append(&term)
    }

    private mutating func term(_ list: rag_posting_list, _ scorer: BM25Scorer) -> rag_term {
        let bounds: UnsafeMutablePointer<Int32> = unsafe carve(windowCount)
        let firsts: UnsafeMutablePointer<UInt32> = unsafe carve(windowCount + 1)
        return unsafe rag_term(
            list: list, scorer: scorer.scorer, rows: nil, values: UnsafePointer(bounds), value_count: 0, bounds: bounds,
            firsts: firsts)
    }

    private mutating func append(_ term: inout rag_term) -> Bool {
        guard unsafe rag_term_bound(&term, UInt32(shift), windowCount, UInt32(rowCount)) else { return false }
        unsafe (terms + termCount).initialize(to: term)
        unsafe (order + termCount).initialize(to: UInt32(termCount))
        termCount += 1
        return true
    }

    /// Adds up the bounds of all terms; called once behind the last term.
    package mutating func bound() {
        unsafe rag_terms_bound(terms, termCount, windowCount, sums)
    }

    /// A score that at least so many rows reach, as far as the postings that were read beforehand tell.
    ///
    /// - Parameter count: How many rows.
    /// - Returns: The score; 0 where none is known.
    /// - Complexity: O(postings that were read).
    package func score(reachedBy count: Int) -> Int32 {
        precondition(count >= 0)
        return unsafe rag_reached_score(terms, termCount, count)
    }

    /// The window that can hold the highest score of those that were not searched, and that score.
    package func highestWindow() -> (window: Int, bound: Int32) {
        let window = unsafe rag_highest_window(sums, windowCount)
        return unsafe (window, sums[window])
    }

    /// The rows of a window.
    package func rows(of window: Int) -> Range<Int> {
        precondition((0..<windowCount).contains(window))
        return window << shift..<min((window + 1) << shift, rowCount)
    }

    /// Searches a window, once.
    ///
    /// - Parameters:
    ///   - window: The window.
    ///   - least: The score that rows must reach, at least 1.
    /// - Returns: Whether the lists are undamaged.
    package mutating func search(_ window: Int, least: Int32) -> Bool {
        unsafe search(window, least, nil)
    }

    /// Searches a window for some rows only, once.
    ///
    /// - Parameters:
    ///   - window: The window.
    ///   - least: The score that rows must reach, at least 1.
    ///   - kept: One bit for each row of the segment.
    /// - Returns: Whether the lists are undamaged.
    package mutating func search(_ window: Int, least: Int32, keeping kept: Span<UInt64>) -> Bool {
        precondition(kept.count * 64 >= rowCount)
        return unsafe kept.withUnsafeBufferPointer { unsafe search(window, least, $0.baseAddress) }
    }

    private mutating func search(_ window: Int, _ least: Int32, _ kept: UnsafePointer<UInt64>?) -> Bool {
        precondition(least > 0)
        let rows = rows(of: window)
        start = rows.lowerBound
        unsafe sums[window] = 0
        let count = unsafe rag_window_search(
            terms, order, termCount, window, UInt32(start), UInt32(rows.count), least, kept, memory.window)
        // The kernel returns the greatest number for damage, which is negative here.
        foundCount = max(count, 0)
        return count >= 0
    }

    /// A row that was found, and its score.
    package func found(_ index: Int) -> (row: Int, score: Int32) {
        precondition((0..<foundCount).contains(index))
        return unsafe (start + Int(memory.window.places[index]), memory.window.scores[index])
    }
}
