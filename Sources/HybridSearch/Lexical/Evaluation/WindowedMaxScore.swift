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
    /// A term that occurs in the segment.
    struct Term {
        var entry: TermEntry
        /// The weight in whole numbers; those of all terms of a query add up to less than 2³⁰.
        var weight: Float
    }

    /// A term with its bounds.
    private struct Bounded {
        var postings: TermPostings
        /// For each window the most that the term can add to a row.
        var bounds: [Int32]
        /// For each window where its postings begin; one more entry than windows.
        var firsts: [Int]
    }

    private let segment: LexicalSegment
    private let kept: RowSet?
    private let prunes: Bool
    private let width: Int
    private let windowCount: Int

    /// Lists of at most so many blocks are read whole before the windows are searched.
    private static let decodedBlockLimit = 32

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - segment: What to search.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - prunes: Whether to skip what cannot be among the best; otherwise everything is scored.
    init(_ segment: LexicalSegment, kept: RowSet?, prunes: Bool) {
        self.segment = segment
        self.kept = kept
        self.prunes = prunes
        width = Self.windowWidth(rowCount: segment.rowCount)
        windowCount = (segment.rowCount + width - 1) / width
    }

    /// About 32 windows, of 1,024 to 8,192 rows: narrow ones have tight bounds, wide ones cost less to choose among.
    private static func windowWidth(rowCount: Int) -> Int {
        var width = 1024
        while width < 8192, width * 32 < rowCount { width *= 2 }
        return width
    }

    /// Offers every row that may be among the best.
    ///
    /// - Parameters:
    ///   - terms: The terms of the query that occur in the segment.
    ///   - norms: The norm of each distinct length of the segment.
    ///   - firstRow: The number of the segment's first row in the collection.
    ///   - best: The best rows so far.
    func search(_ terms: [Term], norms: [Float], firstRow: Int, into best: inout BestRows) throws(SegmentStoreError) {
        guard !terms.isEmpty, best.capacity > 0 else { return }
        let classNorms = LengthTable.classNorms(norms)
        var failure: SegmentStoreError?
        unsafe norms.withUnsafeBufferPointer { norms in
            do throws(SegmentStoreError) {
                var bounded: [Bounded] = []
                for term in terms {
                    let scorer = unsafe segment.scorer(weight: term.weight, norms: norms)
                    bounded.append(try bound(term, scorer, classNorms))
                }
                try search(bounded, firstRow: firstRow, into: &best)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func bound(
        _ term: Term, _ scorer: BM25Scorer, _ classNorms: [Float]
    ) throws(SegmentStoreError) -> Bounded {
        let list = try segment.list(term.entry)
        guard list.blockCount > Self.decodedBlockLimit else {
            guard let (rows, contributions) = list.decoded(scoredBy: scorer) else { throw segment.damage }
            return bound(rows, contributions)
        }
        let blockBounds = list.blockBounds(weight: term.weight, classNorms: classNorms)
        var bounds = [Int32](repeating: 0, count: windowCount)
        var firsts = [Int](repeating: list.blockCount, count: windowCount + 1)
        var base = 0
        var next = 0
        for block in 0..<list.blockCount {
            let last = block + 1 < list.blockCount ? Int(list.lastRow(ofBlock: block)) : segment.rowCount - 1
            guard base <= last, last < segment.rowCount else { throw segment.damage }
            for window in base / width...last / width {
                bounds[window] = max(bounds[window], blockBounds[block])
                if window >= next {
                    firsts[window] = block
                    next = window + 1
                }
            }
            base = last + 1
        }
        return Bounded(postings: .blocks(list, scorer, bounds: blockBounds), bounds: bounds, firsts: firsts)
    }

    private func bound(_ rows: [UInt32], _ contributions: [Int32]) -> Bounded {
        var bounds = [Int32](repeating: 0, count: windowCount)
        var firsts = [Int](repeating: rows.count, count: windowCount + 1)
        var next = 0
        for index in rows.indices {
            let window = Int(rows[index]) / width
            while next <= window {
                firsts[next] = index
                next += 1
            }
            bounds[window] = max(bounds[window], contributions[index])
        }
        return Bounded(
            postings: .decoded(rows: rows, contributions: contributions), bounds: bounds, firsts: firsts)
    }

    private func rows(of window: Int) -> Range<Int> {
        window * width..<min((window + 1) * width, segment.rowCount)
    }

    /// The windows that hold a posting, those with the highest sum of bounds first.
    private func windows(_ terms: [Bounded]) -> [(window: Int, bound: Int32)] {
        var keys: [UInt64] = []
        keys.reserveCapacity(windowCount)
        for window in 0..<windowCount {
            var bound: Int32 = 0
            for term in terms { bound += term.bounds[window] }
            guard bound > 0, kept.map({ $0.count(in: rows(of: window)) > 0 }) ?? true else { continue }
            keys.append(UInt64(UInt32(bitPattern: bound)) << 32 | UInt64(window))
        }
        keys.sort(by: >)
        return keys.map { (window: Int($0 & 0xFFFF_FFFF), bound: Int32(truncatingIfNeeded: $0 >> 32)) }
    }

    private func search(_ terms: [Bounded], firstRow: Int, into best: inout BestRows) throws(SegmentStoreError) {
        var scores = ScoreWindow(capacity: width)
        var order = Array(terms.indices)
        for (window, bound) in windows(terms) {
            let threshold = best.threshold
            guard !prunes || bound >= threshold else { break }
            scores.move(to: rows(of: window))
            order.sort { terms[$0].bounds[window] < terms[$1].bounds[window] }
            try fill(&scores, terms, order, window, threshold)
            for index in 0..<scores.candidateCount {
                let (row, score) = scores.candidate(index)
                best.insert(row: firstRow + row, score: score)
            }
        }
    }

    /// Finds the candidates of a window with their full scores.
    private func fill(
        _ scores: inout ScoreWindow, _ terms: [Bounded], _ order: [Int], _ window: Int, _ threshold: Int32
    ) throws(SegmentStoreError) {
        // The terms in front cannot reach the threshold together: their rows need one of the others.
        var skipped = 0
        var reach: Int32 = 0
        while prunes, skipped < order.count, reach + terms[order[skipped]].bounds[window] < threshold {
            reach += terms[order[skipped]].bounds[window]
            skipped += 1
        }
        if skipped == order.count - 1 {
            let term = terms[order[skipped]]
            guard scores.take(term.postings, from: entry(term, window), least: threshold - reach) else {
                throw segment.damage
            }
        } else {
            for index in skipped..<order.count {
                let term = terms[order[index]]
                guard term.bounds[window] > 0 else { continue }
                guard scores.accumulate(term.postings, from: entry(term, window)) else { throw segment.damage }
            }
            scores.collect(least: prunes ? threshold - reach : 1)
        }
        if let kept { scores.filter(by: kept.words.span) }
        for index in (0..<skipped).reversed() where scores.candidateCount > 0 {
            let term = terms[order[index]]
            reach -= term.bounds[window]
            guard term.bounds[window] > 0 else { continue }
            guard scores.probe(term.postings, from: entry(term, window), least: threshold - reach) else {
                throw segment.damage
            }
        }
    }

    private func entry(_ term: Bounded, _ window: Int) -> ScoreWindow.Entry {
        ScoreWindow.Entry(first: term.firsts[window], end: term.firsts[window + 1])
    }
}
