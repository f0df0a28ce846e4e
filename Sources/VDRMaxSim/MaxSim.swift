// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _VectorMath

/// Late interaction: how well the rows of a document answer the rows of a query.
///
/// The score is the sum, over the rows of the query, of the greatest dot product with any row of the document.
public enum MaxSim {
    /// Scores one document.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - document: The document's rows, of the same dimension.
    /// - Returns: The sum of the greatest dot products.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · document rows · dimension).
    public static func score(_ query: MultiVector, _ document: MultiVector) throws(MaxSimError) -> Float {
        try bestRows(query, document).reduce(0) { $0 + $1.score }
    }

    /// Scores every document of a batch.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - documents: The documents, of the same dimension.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · all rows · dimension).
    public static func scores(_ query: MultiVector, _ documents: MultiVectorBatch) throws(MaxSimError) -> [Float] {
        try check(query.dimension, documents.dimension)
        var scores = [Float](repeating: 0, count: documents.count)
        var products = [Float](repeating: 0, count: tileRows * query.rowCount)
        var maxima = [Float](repeating: 0, count: query.rowCount)
        for number in 0..<documents.count {
            for index in maxima.indices { maxima[index] = -.infinity }
            forEachTile(of: documents.offsets[number]..<documents.offsets[number + 1]) { tile in
                multiply(tile, of: documents.values, by: query, into: &products)
                for row in 0..<tile.count {
                    for column in 0..<query.rowCount {
                        maxima[column] = max(maxima[column], products[row * query.rowCount + column])
                    }
                }
            }
            scores[number] = maxima.reduce(0, +)
        }
        return scores
    }

    /// Which row of a document answers each row of a query best, and how well.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - document: The document's rows, of the same dimension.
    /// - Returns: One match for each row of the query, in order; of equal dot products the first row is named.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · document rows · dimension).
    public static func bestRows(_ query: MultiVector, _ document: MultiVector) throws(MaxSimError) -> [RowMatch] {
        try check(query.dimension, document.dimension)
        var products = [Float](repeating: 0, count: tileRows * query.rowCount)
        var matches = (0..<query.rowCount).map { RowMatch(queryRow: $0, documentRow: 0, score: -.infinity) }
        forEachTile(of: 0..<document.rowCount) { tile in
            multiply(tile, of: document.values, by: query, into: &products)
            for (row, documentRow) in tile.enumerated() {
                for column in 0..<query.rowCount where products[row * query.rowCount + column] > matches[column].score {
                    matches[column].score = products[row * query.rowCount + column]
                    matches[column].documentRow = documentRow
                }
            }
        }
        return matches
    }

    /// The rows of a document that are scored by one product, so that the product stays in the cache.
    private static let tileRows = 256

    private static func forEachTile(of rows: Range<Int>, _ body: (Range<Int>) -> Void) {
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
            body(start..<min(start + tileRows, rows.upperBound))
        }
    }

    private static func multiply(
        _ rows: Range<Int>, of values: [Float], by query: MultiVector, into products: inout [Float]
    ) {
        let dimension = query.dimension
        let tile = values.span.extracting((rows.lowerBound * dimension)..<(rows.upperBound * dimension))
        var span = products.mutableSpan
        BLAS.multiply(
            tile, rows: rows.count, byRowsOf: query.values.span, rows: query.rowCount, depth: dimension, into: &span)
    }

    static func check(_ queryDimension: Int, _ documentDimension: Int) throws(MaxSimError) {
        guard queryDimension == documentDimension else {
            throw MaxSimError(
                .dimensionMismatch,
                "the query has \(queryDimension) dimensions and the documents \(documentDimension); embed both by one model"
            )
        }
    }
}
