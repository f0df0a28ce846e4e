// SPDX-License-Identifier: Apache-2.0

/// Where the patches of a page image stand among the rows of its multi-vector.
///
/// A vision model cuts a page into a grid of patches and writes their vectors row by row, left to right, as one run of
/// rows; before and after it may stand rows of special tokens and of the prompt, which show no place on the page. ColPali
/// has a grid of 32 × 32 and then 6 rows, 1,030 in all; models of dynamic resolution have another grid for each page.
public struct PageGrid: Hashable, Sendable {
    /// The patches from top to bottom.
    public let rows: Int

    /// The patches from left to right.
    public let columns: Int

    /// The row of the multi-vector that holds the patch at the top left.
    public let firstRow: Int

    /// The most patches along a side.
    public static let maximumSide = 16_384

    /// Creates a grid.
    ///
    /// - Parameters:
    ///   - rows: The patches from top to bottom, of 1...16,384.
    ///   - columns: The patches from left to right, of 1...16,384.
    ///   - firstRow: How many rows of the multi-vector stand before the patches.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(rows: Int, columns: Int, firstRow: Int = 0) throws(MaxSimError) {
        let sides = 1...Self.maximumSide
        guard sides.contains(rows), sides.contains(columns) else {
            throw MaxSimError(
                .invalidParameter, "a page grid of \(rows) x \(columns) patches; give 1...\(Self.maximumSide) of each")
        }
        guard (0...Int(Int32.max)).contains(firstRow) else {
            throw MaxSimError(.invalidParameter, "a page grid that begins at row \(firstRow); give 0 or more")
        }
        self.rows = rows
        self.columns = columns
        self.firstRow = firstRow
    }

    /// The rows of the multi-vector that hold patches.
    public var patchRows: Range<Int> { firstRow..<firstRow + rows * columns }

    /// Throws where a multi-vector is too short for the grid.
    func check(fits vectors: MultiVector) throws(MaxSimError) {
        guard patchRows.upperBound <= vectors.rowCount else {
            throw MaxSimError(
                .invalidParameter,
                """
                a page grid of \(rows) x \(columns) patches from row \(firstRow) on for a page of \(vectors.rowCount) \
                rows; give the grid that the page was embedded with
                """)
        }
    }
}
