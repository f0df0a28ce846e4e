// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Finds the best rows of a segment for a bag of words, window by window, skipping what cannot be among them.
///
/// Rows are cut into windows. For each term and window a bound says how much the term can add there: the highest of the
/// bounds of its blocks, or its true maximum where the term has so few postings that all of them are read beforehand. The
/// sum of the bounds orders the windows; those that cannot reach the best rows found so far are skipped (Mallia, Suel,
/// Tonellotto 2024, doi:10.1145/3626772.3657906). Within a window, the terms with the lowest bounds that together cannot
/// lift a row to the best are looked up only for rows that other terms make candidates (MaxScore: Turtle and Flood 1995,
/// doi:10.1016/0306-4573(95)00020-H; with block maxima: Ding and Suel 2011, doi:10.1145/2009916.2010048).
///
/// Bounds are exact upper bounds of whole numbers, so the result is that of scoring everything, ties included.
struct WindowedMaxScore {
    /// The terms with their bounds in every window.
    private struct Bounded {
        var postings: [TermPostings] = []
        /// The most that a term can add to a row of a window; all windows of a term side by side.
        var bounds: [Int32] = []
        /// Where the postings of a term begin in a window, and at the end where the last one's end.
        var firsts: [UInt32] = []
        let windowCount: Int

        init(windowCount: Int, termCount: Int) {
            self.windowCount = windowCount
            bounds.reserveCapacity(termCount * windowCount)
            firsts.reserveCapacity(termCount * (windowCount + 1))
        }

        func bound(_ term: Int, _ window: Int) -> Int32 { bounds[term * windowCount + window] }

        func entry(_ term: Int, _ window: Int) -> ScoreWindow.Entry {
            let place = term * (windowCount + 1) + window
            return ScoreWindow.Entry(first: Int(firsts[place]), end: Int(firsts[place + 1]))
        }
    }

    private let segment: LexicalSegment
    private let kept: RowSet?
    private let prunes: Bool
    private let pool: WindowMemoryPool
    /// The width of a window is a power of two: two to this one.
    private let shift: Int
    private let windowCount: Int

    /// Lists of at most so many blocks are read whole before the windows are searched.
    private static let decodedBlockLimit = 32

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - segment: What to search.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - prunes: Whether to skip what cannot be among the best; otherwise everything is scored.
    ///   - pool: Lends memory to the search.
    init(_ segment: LexicalSegment, kept: RowSet?, prunes: Bool, pool: WindowMemoryPool) {
        self.pool = pool
        self.segment = segment
        self.kept = kept
        self.prunes = prunes
        shift = Self.windowShift(rowCount: segment.rowCount)
        windowCount = (segment.rowCount - 1) >> shift + 1
    }

    /// About 32 windows, of 1,024 to 8,192 rows: narrow ones have tight bounds, wide ones cost less to choose among.
    private static func windowShift(rowCount: Int) -> Int {
        var shift = 10
        while shift < 13, 32 << shift < rowCount { shift += 1 }
        return shift
    }

    /// Offers every row that may be among the best.
    ///
    /// - Parameters:
    ///   - terms: The terms of the query that occur in the segment.
    ///   - norms: The norm of each distinct length of the segment.
    ///   - firstRow: The number of the segment's first row in the collection.
    ///   - best: The best rows so far.
    /// - Throws: A `SegmentStoreError`.
    func search(
        _ terms: [SegmentTerm], norms: [Float], firstRow: Int, into best: inout BestRows
    ) throws(SegmentStoreError) {
        guard !terms.isEmpty, best.capacity > 0 else { return }
        let classNorms = LengthTable.classNorms(norms)
        var failure: SegmentStoreError?
        unsafe norms.withUnsafeBufferPointer { norms in
            do throws(SegmentStoreError) {
                var bounded = Bounded(windowCount: windowCount, termCount: terms.count)
                for term in terms {
                    let scorer = unsafe segment.scorer(weight: term.weight, norms: norms)
                    try bound(term, scorer, classNorms, in: &bounded)
                }
                try search(bounded, firstRow: firstRow, into: &best)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func bound(
        _ term: SegmentTerm, _ scorer: BM25Scorer, _ classNorms: [Float], in bounded: inout Bounded
    ) throws(SegmentStoreError) {
        let postings = try term.postings(
            in: segment, scoredBy: scorer, classNorms: classNorms, decodedBlockLimit: Self.decodedBlockLimit)
        if postings.blockCount > 1 {
            try boundBlocks(postings, in: &bounded)
        } else {
            boundRows(postings.decodedRows, postings.values, in: &bounded)
        }
        bounded.postings.append(postings)
    }

    private func boundBlocks(_ postings: TermPostings, in bounded: inout Bounded) throws(SegmentStoreError) {
        let blockCount = postings.blockCount
        let start = bounded.bounds.count
        let firstStart = bounded.firsts.count
        bounded.bounds.append(contentsOf: repeatElement(0, count: windowCount))
        bounded.firsts.append(contentsOf: repeatElement(UInt32(blockCount), count: windowCount + 1))
        var base = 0
        var next = 0
        for block in 0..<blockCount {
            let last = block + 1 < blockCount ? Int(postings.lastRow(ofBlock: block)) : segment.rowCount - 1
            guard base <= last, last < segment.rowCount else { throw segment.damage }
            for window in base >> shift...last >> shift {
                bounded.bounds[start + window] = max(bounded.bounds[start + window], postings.values[block])
                if window >= next {
                    bounded.firsts[firstStart + window] = UInt32(block)
                    next = window + 1
                }
            }
            base = last + 1
        }
    }

    private func boundRows(_ rows: [UInt32], _ contributions: [Int32], in bounded: inout Bounded) {
        let start = bounded.bounds.count
        let firstStart = bounded.firsts.count
        bounded.bounds.append(contentsOf: repeatElement(0, count: windowCount))
        bounded.firsts.append(contentsOf: repeatElement(UInt32(rows.count), count: windowCount + 1))
        var next = 0
        for index in rows.indices {
            let window = Int(rows[index]) >> shift
            while next <= window {
                bounded.firsts[firstStart + next] = UInt32(index)
                next += 1
            }
            bounded.bounds[start + window] = max(bounded.bounds[start + window], contributions[index])
        }
    }

    private func rows(of window: Int) -> Range<Int> {
        window << shift..<min((window + 1) << shift, segment.rowCount)
    }

    /// The windows that hold a posting as keys: the sum of bounds above, the window below; the highest last.
    private func keysOfWindows(_ terms: Bounded) -> [UInt64] {
        var sums = [Int32](repeating: 0, count: windowCount)
        for term in terms.postings.indices {
            for window in 0..<windowCount { sums[window] += terms.bound(term, window) }
        }
        var keys: [UInt64] = []
        keys.reserveCapacity(windowCount)
        for window in 0..<windowCount where sums[window] > 0 {
            guard kept.map({ $0.count(in: rows(of: window)) > 0 }) ?? true else { continue }
            keys.append(UInt64(UInt32(bitPattern: sums[window])) << 32 | UInt64(window))
        }
        keys.sort()
        return keys
    }

    private func search(_ terms: Bounded, firstRow: Int, into best: inout BestRows) throws(SegmentStoreError) {
        var scores = ScoreWindow(capacity: 1 << shift, pool: pool)
        var order = Array(terms.postings.indices)
        var keys = keysOfWindows(terms)
        while let key = keys.popLast() {
            guard !prunes || Int32(truncatingIfNeeded: key >> 32) >= best.threshold else { break }
            let window = Int(key & 0xFFFF_FFFF)
            scores.move(to: rows(of: window))
            sort(&order, terms, window)
            try fill(&scores, terms, order, window, best.threshold)
            for index in 0..<scores.candidateCount {
                let (row, score) = scores.candidate(index)
                best.insert(row: firstRow + row, score: score)
            }
            best.raiseThreshold()
        }
    }

    /// Sorts a few terms by their bounds in a window, by insertion.
    private func sort(_ order: inout [Int], _ terms: Bounded, _ window: Int) {
        for index in order.indices.dropFirst() {
            let term = order[index]
            let bound = terms.bound(term, window)
            var place = index
            while place > 0, terms.bound(order[place - 1], window) > bound {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = term
        }
    }

    /// Finds the candidates of a window with their full scores.
    private func fill(
        _ scores: inout ScoreWindow, _ terms: Bounded, _ order: [Int], _ window: Int, _ threshold: Int32
    ) throws(SegmentStoreError) {
        // The terms in front cannot reach the threshold together: their rows need one of the others.
        var skipped = 0
        var reach: Int32 = 0
        while prunes, skipped < order.count, reach + terms.bound(order[skipped], window) < threshold {
            reach += terms.bound(order[skipped], window)
            skipped += 1
        }
        if skipped == order.count - 1 {
            let term = order[skipped]
            let entry = terms.entry(term, window)
            guard scores.take(terms.postings[term], from: entry, least: threshold - reach) else { throw segment.damage }
        } else {
            for term in order[skipped...] where terms.bound(term, window) > 0 {
                guard scores.accumulate(terms.postings[term], from: terms.entry(term, window)) else {
                    throw segment.damage
                }
            }
            scores.collect(least: prunes ? threshold - reach : 1)
        }
        if let kept { scores.filter(by: kept.words.span) }
        for term in order[..<skipped].reversed() where scores.candidateCount > 0 && terms.bound(term, window) > 0 {
            reach -= terms.bound(term, window)
            let entry = terms.entry(term, window)
            guard scores.probe(terms.postings[term], from: entry, least: threshold - reach) else {
                throw segment.damage
            }
        }
    }
}
