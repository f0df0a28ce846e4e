// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Estimates rows of lists by their codes and keeps the most promising ones.
struct CodeScan {
    /// The lists.
    let lists: CodeLists

    /// The query in the form that codes take.
    let query: BinaryQuery

    /// The query's product with each centroid.
    let centroidProducts: [Float]

    /// The squared length of the query.
    let squaredLength: Float

    /// How much of each estimate's possible error is added to it: 0 ranks by estimates, more by what a row may reach.
    let errorWeight: Float

    /// The rows that may be found; `nil` for all.
    let kept: RowSet?

    private static let blockRows = 512

    /// Offers rows of lists under their places in ``CodeLists/rows``.
    ///
    /// - Parameters:
    ///   - probed: The lists.
    ///   - withSpilled: Whether the rows that spill over to the lists are offered too.
    ///   - best: Receives the places.
    /// - Throws: A `SegmentStoreError` of code `corrupted`.
    /// - Complexity: O(rows · dimension / 32).
    func offer(
        _ probed: some Sequence<Int>, withSpilled: Bool, to best: inout BestRows
    ) throws(SegmentStoreError) {
        for list in probed {
            try offer(lists.nearest[list], of: list, to: &best)
            if withSpilled { try offer(lists.spilled[list], of: list, to: &best) }
        }
    }

    private func offer(
        _ part: CodeLists.Part, of list: Int, to best: inout BestRows
    ) throws(SegmentStoreError) {
        let product = centroidProducts[list]
        let distance = max(0, squaredLength - 2 * product + lists.squaredLengths[list]).squareRoot()
        guard let kept else {
            return lists.offer(
                part, of: query, centroidProduct: product, errorWeight: errorWeight * distance, to: &best)
        }
        var values = [Float](repeating: 0, count: min(part.count, Self.blockRows))
        var estimates = values
        var places = [UInt32](repeating: 0, count: values.count)
        for start in stride(from: 0, to: part.count, by: Self.blockRows) {
            let range = start..<min(start + Self.blockRows, part.count)
            if range.count < estimates.count { estimates.removeLast(estimates.count - range.count) }
            var span = estimates.mutableSpan
            lists.estimates(
                part, rows: range, of: query, centroidProduct: product, errorWeight: errorWeight * distance,
                into: &span)
            var count = 0
            for place in 0..<range.count where span[place] >= best.least {
                let row = try row(at: part.start + start + place)
                guard kept.contains(row) else { continue }
                values[count] = span[place]
                places[count] = UInt32(part.start + start + place)
                count += 1
            }
            best.offer(values.span.extracting(0..<count), rows: places.span.extracting(0..<count))
        }
    }

    /// The row at a place of ``CodeLists/rows``.
    func row(at place: Int) throws(SegmentStoreError) -> Int {
        let row = Int(lists.rows[place])
        guard row < rowCount else { throw LexicalSegment.damaged(lists.rows.bytes.file.name) }
        return row
    }

    /// The number of rows of the segment.
    let rowCount: Int
}
