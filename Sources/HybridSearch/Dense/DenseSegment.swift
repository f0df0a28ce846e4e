// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _VectorMath

/// One embedding for each row of a segment, searched exactly by dot product.
struct DenseSegment: Sendable {
    /// The length of an embedding.
    let dimension: Int

    /// `rows × dimension` values, row-major.
    let values: [Float]

    /// The number of rows.
    var rowCount: Int { values.count / dimension }

    /// The rows that are scored by one product: as many as keep their scores in the cache.
    private static let blockRows = 4096

    /// Scores every row against a vector and offers it to a collector.
    ///
    /// - Parameters:
    ///   - vector: `dimension` finite values.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives every row.
    /// - Complexity: O(rows · dimension), bound by the memory's read bandwidth.
    func search(_ vector: [Float], firstRow: Int, into top: inout TopK) {
        var scores = [Float](repeating: 0, count: min(rowCount, Self.blockRows))
        for start in stride(from: 0, to: rowCount, by: Self.blockRows) {
            let count = min(Self.blockRows, rowCount - start)
            let block = values.span.extracting((start * dimension)..<((start + count) * dimension))
            var products = scores.mutableSpan
            BLAS.multiply(block, rows: count, by: vector.span, into: &products)
            for row in 0..<count { top.insert(row: firstRow + start + row, score: scores[row]) }
        }
    }

    /// The dot product of one row with a vector.
    func score(_ vector: [Float], row: Int) -> Float {
        var score: Float = 0
        for (left, right) in zip(values[(row * dimension)..<((row + 1) * dimension)], vector) { score += left * right }
        return score
    }
}

extension DenseSegment {
    /// Refuses a vector that cannot be stored or searched by.
    ///
    /// - Parameters:
    ///   - vector: The vector.
    ///   - dimension: The length that it must have, or `nil` for any but 0.
    ///   - name: What the vector is, for the error.
    /// - Throws: A ``HybridSearchError`` of code `dimensionMismatch` or `notFinite`.
    static func check(_ vector: [Float], dimension: Int?, of name: String) throws(HybridSearchError) {
        guard !vector.isEmpty, vector.count == dimension ?? vector.count else {
            let expected = dimension.map(String.init) ?? "at least 1"
            throw HybridSearchError(
                .dimensionMismatch, "\(name) has \(vector.count) dimensions; expected \(expected)")
        }
        if let place = vector.firstIndex(where: { !$0.isFinite }) {
            throw HybridSearchError(.notFinite, "\(name) holds \(vector[place]) at dimension \(place)")
        }
    }
}
