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
    private let segment: LexicalSegment
    private let kept: RowSet?
    private let prunes: Bool
    private let pool: WindowMemoryPool

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
    }

    /// Queries of fewer postings are searched in the widest windows.
    private static let fewPostings = 8_192

    /// A window of so many rows, as a power of two, has sums that lie in the second cache.
    private static let widestShift = 16

    /// How many rows a window has, as a power of two.
    ///
    /// Where there are few postings, all of which are read beforehand, it costs more to visit a window than to add up what is
    /// in it. Otherwise there are about 32 windows of 1,024 to 16,384 rows: narrow ones have tight bounds, wide ones cost less
    /// to choose among.
    private func windowShift(postings: Int) -> Int {
        if postings < Self.fewPostings { return Self.widestShift }
        var shift = 10
        while shift < 14, 32 << shift < segment.rowCount { shift += 1 }
        return shift
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
        guard !terms.isEmpty, best.capacity > 0 else { return }
        let postings = terms.reduce(0) { $0 + $1.matches.count }
        var windows = WindowSearch(
            rowCount: segment.rowCount, shift: windowShift(postings: postings), announced: terms.map(\.announcement),
            pool: pool)
        for term in terms { try term.add(to: &windows, in: segment, norms) }
        windows.bound()
        if prunes, kept == nil { best.raiseThreshold(to: windows.score(reachedBy: best.capacity)) }
        for _ in 0..<windows.windowCount {
            let (window, bound) = windows.highestWindow()
            guard bound >= (prunes ? best.threshold : 1) else { break }
            try search(window, in: &windows, least: prunes ? best.threshold : 1)
            for index in 0..<windows.foundCount {
                let (row, score) = windows.found(index)
                best.insert(row: firstRow + row, score: score)
            }
            best.raiseThreshold()
        }
        withExtendedLifetime(norms) {}
    }

    private func search(
        _ window: Int, in windows: inout WindowSearch, least: Int32
    ) throws(SegmentStoreError) {
        guard let kept else {
            guard windows.search(window, least: least) else { throw segment.damage }
            return
        }
        let words = kept.words.span
        guard windows.search(window, least: least, keeping: words) else { throw segment.damage }
    }
}
