// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Several vectors that stand for one thing: the tokens of a query, the patches of a page image.
///
/// Late interaction compares such matrices row by row (Khattab, Zaharia 2020, arXiv 2004.12832; on page images Faysse and
/// others 2024, arXiv 2407.01449). A multi-vector is checked when it is made: it has rows, all are of one length, and all
/// values are finite. So scoring never has to check again.
public struct MultiVector: Hashable, Sendable {
    /// The length of a row.
    public let dimension: Int

    /// `rowCount × dimension` values, row-major.
    public let values: [Float]

    /// The number of rows, at least 1.
    public var rowCount: Int { values.count / dimension }

    /// Creates a multi-vector from row-major values.
    ///
    /// - Parameters:
    ///   - values: `rows × dimension` finite values.
    ///   - dimension: The length of a row, of 1...4096.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, `noRows` or `notFinite`.
    /// - Complexity: O(values).
    public init(_ values: [Float], dimension: Int) throws(MaxSimError) {
        try Self.check(dimension: dimension)
        guard !values.isEmpty else {
            throw MaxSimError(.noRows, "a multi-vector needs at least one row; leave out what has no vectors")
        }
        guard values.count % dimension == 0 else {
            throw MaxSimError(
                .dimensionMismatch, "\(values.count) values do not make whole rows of \(dimension) dimensions")
        }
        try Self.checkFinite(values, dimension: dimension)
        self.dimension = dimension
        self.values = values
    }

    /// Creates a multi-vector of values that were checked before.
    init(checked values: [Float], dimension: Int) {
        self.dimension = dimension
        self.values = values
    }

    /// Creates a multi-vector from rows.
    ///
    /// - Parameter rows: One or more rows of one length.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, `noRows` or `notFinite`.
    public init(rows: [[Float]]) throws(MaxSimError) {
        let dimension = rows.first?.count ?? 1
        if let place = rows.firstIndex(where: { $0.count != dimension }) {
            throw MaxSimError(
                .dimensionMismatch, "row \(place) has \(rows[place].count) dimensions, row 0 has \(dimension)")
        }
        try self.init(rows.flatMap { $0 }, dimension: dimension)
    }

    /// The greatest number of dimensions that scoring supports.
    public static let maximumDimension = 4096

    static func check(dimension: Int) throws(MaxSimError) {
        guard (1...maximumDimension).contains(dimension) else {
            throw MaxSimError(
                .dimensionMismatch, "rows of \(dimension) dimensions; supported are 1...\(maximumDimension)")
        }
    }

    static func checkFinite(_ values: [Float], dimension: Int) throws(MaxSimError) {
        guard !FiniteCheck.allFinite(values.span) else { return }
        let place = values.firstIndex { !$0.isFinite } ?? 0
        throw MaxSimError(
            .notFinite,
            "row \(place / dimension), dimension \(place % dimension) is \(values[place]), not a finite number")
    }
}
