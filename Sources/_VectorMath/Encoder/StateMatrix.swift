// SPDX-License-Identifier: Apache-2.0

/// The states of tokens while they pass through an encoder: rows of equal length, in memory that several threads fill.
///
/// The one law: at any time a value is written by one thread and then read by no other. Functions take the rows that they write,
/// or the outputs or heads, so that threads which are given different ones keep it.
package final class StateMatrix: Sendable {
    /// The number of rows.
    package let rowCount: Int

    /// The length of a row.
    package let width: Int

    private let memory: AlignedMemory

    /// Makes rows of zeros.
    package init(rowCount: Int, width: Int) {
        precondition(rowCount >= 0 && width > 0, "\(rowCount) rows of \(width)")
        self.rowCount = rowCount
        self.width = width
        memory = AlignedMemory(byteCount: rowCount * width * MemoryLayout<Float>.stride)
    }

    /// A copy of rows.
    package func values(of rows: Range<Int>) -> [Float] {
        check(rows)
        return unsafe Array(UnsafeBufferPointer(start: address(ofRow: rows.lowerBound), count: rows.count * width))
    }

    /// Where a row begins.
    func address(ofRow row: Int) -> UnsafeMutablePointer<Float> {
        unsafe memory.base.assumingMemoryBound(to: Float.self) + row * width
    }

    func check(_ rows: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows \(rows) of \(rowCount)")
    }
}
