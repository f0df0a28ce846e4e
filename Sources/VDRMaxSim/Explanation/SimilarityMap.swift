// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// How well each patch of a page answers a query, or one row of it, as a picture of numbers.
///
/// Rows of the page that show no place on it, before and after its ``PageGrid``, are left out. For one row of the query this
/// is the similarity map of ColPali (Faysse and others 2024, arXiv 2407.01449). For several, the greatest dot product of
/// each patch shows every place that answers some part of the query; their mean washes small answers out, and where most
/// rows of the query are padding it shows mostly that.
public struct SimilarityMap: Hashable, Sendable, Encodable {
    /// The patches from top to bottom.
    public let rows: Int

    /// The patches from left to right.
    public let columns: Int

    /// `rows × columns` values, row by row from the top, left to right.
    public let values: [Float]

    /// How the dot products of one patch with several rows of a query become one value.
    public enum Combination: Hashable, Sendable {
        /// The greatest of them.
        case maximum
        /// Their mean.
        case mean
    }

    /// Creates a map of values.
    ///
    /// - Parameters:
    ///   - values: `rows × columns` finite values, row by row.
    ///   - rows: The values from top to bottom, at least 1.
    ///   - columns: The values from left to right, at least 1.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` or `notFinite`.
    public init(_ values: [Float], rows: Int, columns: Int) throws(MaxSimError) {
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows >= 1, columns >= 1, !overflow, values.count == count else {
            throw MaxSimError(.invalidParameter, "\(values.count) values for a map of \(rows) x \(columns)")
        }
        guard FiniteCheck.allFinite(values.span) else {
            throw MaxSimError(.notFinite, "a similarity map has a value that is not a finite number")
        }
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Creates a map of as many finite values as it has patches.
    init(unchecked values: [Float], rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Maps a whole query, or some of its rows, onto a page.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - page: The page's rows, of the same dimension.
    ///   - grid: Where the page's patches stand among its rows.
    ///   - queryRows: The rows of the query that count, at least one; `nil` for all. Leave out what is no word of the
    ///     query: special tokens, padding, punctuation.
    ///   - combination: How the dot products of a patch with several rows become one value.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, of code `invalidParameter` where the page is too short for
    ///   the grid or the query has no such row, or of code `notFinite` where a dot product overflows.
    /// - Complexity: O(query rows · patches · dimension).
    public init(
        of query: MultiVector, on page: MultiVector, grid: PageGrid, queryRows: [Int]? = nil,
        combining combination: Combination = .maximum
    ) throws(MaxSimError) {
        let products = try PatchProducts(of: query, on: page, grid: grid)
        let selected = queryRows ?? Array(0..<query.rowCount)
        try Self.check(selected, queryRowCount: query.rowCount)
        let values = (0..<products.patchCount).map { patch in
            switch combination {
            case .maximum: selected.reduce(-Float.infinity) { max($0, products[patch, $1]) }
            case .mean: Float(selected.reduce(0.0) { $0 + Double(products[patch, $1]) } / Double(selected.count))
            }
        }
        try self.init(values, rows: grid.rows, columns: grid.columns)
    }

    /// Maps each row of a query onto a page.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - page: The page's rows, of the same dimension.
    ///   - grid: Where the page's patches stand among its rows.
    /// - Returns: One map for each row of the query, in order.
    /// - Throws: As ``init(of:on:grid:queryRows:combining:)``.
    /// - Complexity: O(query rows · patches · dimension), one matrix product for all maps.
    public static func perQueryRow(
        of query: MultiVector, on page: MultiVector, grid: PageGrid
    ) throws(MaxSimError) -> [SimilarityMap] {
        let products = try PatchProducts(of: query, on: page, grid: grid)
        var maps: [SimilarityMap] = []
        for queryRow in 0..<query.rowCount {
            let values = (0..<products.patchCount).map { products[$0, queryRow] }
            maps.append(try SimilarityMap(values, rows: grid.rows, columns: grid.columns))
        }
        return maps
    }

    /// The value of one patch.
    ///
    /// - Parameters:
    ///   - row: Counted from 0 at the top.
    ///   - column: Counted from 0 at the left.
    public subscript(row: Int, column: Int) -> Float {
        precondition((0..<rows).contains(row) && (0..<columns).contains(column), "no patch at \(row), \(column)")
        return values[row * columns + column]
    }

    private static func check(_ queryRows: [Int], queryRowCount: Int) throws(MaxSimError) {
        guard !queryRows.isEmpty else {
            throw MaxSimError(.invalidParameter, "a similarity map of no rows of the query; name one or more")
        }
        if let row = queryRows.first(where: { !(0..<queryRowCount).contains($0) }) {
            throw MaxSimError(.invalidParameter, "row \(row) of a query of \(queryRowCount) rows")
        }
    }
}
