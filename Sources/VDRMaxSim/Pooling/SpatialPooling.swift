// SPDX-License-Identifier: Apache-2.0

/// Means of neighbouring patches of a page: of every window of the page grid.
///
/// What is pooled stays a page grid, only coarser, so that similarity maps can still be drawn: ``pooledGrid``. Windows at
/// the right and lower border are smaller where the sides do not divide evenly. Rows outside the grid, the special tokens,
/// are kept as they are. Of an `r × c` grid it makes ⌈r / windowRows⌉ × ⌈c / windowColumns⌉ rows.
public struct SpatialPooling: RowPooling, Hashable {
    /// Where the patches stand.
    public let grid: PageGrid

    /// The patches of a window from top to bottom.
    public let windowRows: Int

    /// The patches of a window from left to right.
    public let windowColumns: Int

    /// Whether means are scaled to length 1.
    public let normalizesMeans: Bool

    /// Creates a pooling.
    ///
    /// - Parameters:
    ///   - grid: Where the patches stand.
    ///   - windowRows: The patches of a window from top to bottom, at least 1.
    ///   - windowColumns: The patches of a window from left to right, at least 1.
    ///   - normalizesMeans: Whether means are scaled to length 1.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(
        grid: PageGrid, windowRows: Int, windowColumns: Int, normalizesMeans: Bool = true
    ) throws(MaxSimError) {
        guard windowRows >= 1, windowColumns >= 1 else {
            throw MaxSimError(
                .invalidParameter, "a window of \(windowRows) x \(windowColumns) patches; give 1 or more of each")
        }
        self.grid = grid
        self.windowRows = min(windowRows, grid.rows)
        self.windowColumns = min(windowColumns, grid.columns)
        self.normalizesMeans = normalizesMeans
    }

    /// The page grid of the pooled rows.
    public var pooledGrid: PageGrid {
        get throws(MaxSimError) {
            try PageGrid(rows: windowsDown, columns: windowsAcross, firstRow: grid.firstRow)
        }
    }

    private var windowsDown: Int { (grid.rows + windowRows - 1) / windowRows }
    private var windowsAcross: Int { (grid.columns + windowColumns - 1) / windowColumns }

    /// Divides the patches into windows.
    ///
    /// - Parameter vectors: The rows of a page.
    /// - Returns: The windows, and each row outside the grid alone.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` where the page is too short for the grid.
    /// - Complexity: O(rows).
    public func partition(of vectors: MultiVector) throws(MaxSimError) -> RowPartition {
        try grid.check(fits: vectors)
        let patches = grid.patchRows
        return RowPartition(
            labels: (0..<vectors.rowCount).map { row in
                guard patches.contains(row) else { return -1 - row }
                let patch = row - grid.firstRow
                let (down, across) = (patch / grid.columns / windowRows, patch % grid.columns / windowColumns)
                return down * windowsAcross + across
            })
    }
}
