// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _VectorMath

extension DenseSegment {
    /// The rows that are scored by one pass: as many as keep their keys in the cache.
    private static let blockRows = 4_096

    /// Finds the best rows by scoring all; see ``DensePlan/exact``.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives the best rows.
    /// - Complexity: O(rows · dimension), bound by the memory's read bandwidth.
    func searchAll(_ query: DenseQuery, kept: RowSet?, firstRow: Int, into top: inout TopK) {
        guard top.capacity > 0 else { return }
        var best = BestRows(
            min(top.capacity, rowCount), atLeast: query.key(ofScore: top.threshold))
        var keys = [Float](repeating: 0, count: min(rowCount, Self.blockRows))
        for start in stride(from: 0, to: rowCount, by: Self.blockRows) {
            if rowCount - start < keys.count { keys.removeLast(keys.count - (rowCount - start)) }
            var span = keys.mutableSpan
            rows.keys(from: start, of: query.scan, into: &span)
            best.offer(span.span, from: UInt32(start), kept: kept?.words.span)
        }
        query.insert(best.finish(), firstRow: firstRow, into: &top)
    }

    /// Finds the best of some rows by scoring these alone; see ``DensePlan/exactKept``.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - kept: The rows that may be found.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives the best rows.
    /// - Complexity: O(kept rows · dimension).
    func searchKept(_ query: DenseQuery, kept: RowSet, firstRow: Int, into top: inout TopK) {
        guard top.capacity > 0 else { return }
        let numbers = kept.numbers
        guard !numbers.isEmpty else { return }
        var best = BestRows(
            min(top.capacity, numbers.count), atLeast: query.key(ofScore: top.threshold))
        var keys = [Float](repeating: 0, count: min(numbers.count, Self.blockRows))
        for start in stride(from: 0, to: numbers.count, by: Self.blockRows) {
            let block = numbers.span.extracting(start..<min(start + Self.blockRows, numbers.count))
            var span = keys.mutableSpan
            rows.keys(of: block, query.scan, into: &span)
            best.offer(span.span, rows: block)
        }
        query.insert(best.finish(), firstRow: firstRow, into: &top)
    }
}

extension DenseQuery {
    /// Puts rows among the best of a search.
    func insert(
        _ best: (rows: [UInt32], values: [Float]), firstRow: Int, into top: inout TopK
    ) {
        for (row, key) in zip(best.rows, best.values) { top.insert(row: firstRow + Int(row), score: score(ofKey: key)) }
    }
}

extension RowSet {
    /// The rows, ascending, as kernels take them.
    var numbers: [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(count)
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                numbers.append(UInt32(64 * index + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return numbers
    }
}
