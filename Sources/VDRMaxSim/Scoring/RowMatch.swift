// SPDX-License-Identifier: Apache-2.0

/// The row of a document that answers a row of a query best.
public struct RowMatch: Hashable, Sendable, Codable {
    /// The row of the query, counted from 0.
    public var queryRow: Int

    /// The row of the document, counted from 0.
    public var documentRow: Int

    /// Their dot product.
    public var score: Float

    /// Creates a match.
    ///
    /// - Parameters:
    ///   - queryRow: The row of the query, counted from 0.
    ///   - documentRow: The row of the document, counted from 0.
    ///   - score: Their dot product.
    public init(queryRow: Int, documentRow: Int, score: Float) {
        self.queryRow = queryRow
        self.documentRow = documentRow
        self.score = score
    }
}
