// SPDX-License-Identifier: Apache-2.0

extension MaxSim {
    /// The mean over the query's rows instead of the sum, which makes scores of queries of different length comparable.
    ///
    /// With rows of length 1 it lies in −1...1.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The documents.
    /// - Returns: One mean a document; with weights, the sum divided by their sum.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    public static func meanScores(
        _ query: PreparedQuery, _ documents: MultiVectorBatch
    ) throws(MaxSimError) -> [Float] {
        let total = query.weights?.reduce(0, +) ?? Float(query.rowCount)
        guard total > 0 else { return [Float](repeating: 0, count: documents.count) }
        return try scores(query, documents).map { $0 / total }
    }

    /// How alike two multi-vectors are, whichever of them asks: the mean of both directions' mean scores.
    ///
    /// With rows of length 1 it is 1 for equal sets of rows, and ``chamferDistance(_:_:)`` is its distance.
    ///
    /// - Parameters:
    ///   - left: A multi-vector.
    ///   - right: Another one of the same dimension.
    /// - Returns: The symmetric score.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    public static func symmetricScore(_ left: MultiVector, _ right: MultiVector) throws(MaxSimError) -> Float {
        let forward = try score(left, right) / Float(left.rowCount)
        let backward = try score(right, left) / Float(right.rowCount)
        return (forward + backward) / 2
    }

    /// The Chamfer distance of two sets of rows of length 1: the mean squared distance of each row to its nearest in the
    /// other set, of both directions together.
    ///
    /// For rows of length 1 the squared distance is 2 − 2 · similarity, so this is 4 − 4 · ``symmetricScore(_:_:)`` (Fan, Su,
    /// Guibas 2017, arXiv 1612.00603). Normalise first with ``MultiVector/normalized()``.
    ///
    /// - Parameters:
    ///   - left: A multi-vector of rows of length 1.
    ///   - right: Another one of the same dimension.
    /// - Returns: A distance of 0 or more, up to rounding.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    public static func chamferDistance(_ left: MultiVector, _ right: MultiVector) throws(MaxSimError) -> Float {
        4 - 4 * (try symmetricScore(left, right))
    }
}

extension MultiVector {
    /// The same rows, each of length 1; a row of zeros stays as it is.
    ///
    /// - Returns: The normalised rows, whose dot products are cosines.
    /// - Complexity: O(values).
    public func normalized() -> MultiVector {
        var values = values
        for start in stride(from: 0, to: values.count, by: dimension) {
            let row = start..<start + dimension
            // Double precision neither overflows nor loses small rows.
            let norm = row.reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }.squareRoot()
            guard norm > 0 else { continue }
            for place in row { values[place] = Float(Double(values[place]) / norm) }
        }
        return MultiVector(checked: values, dimension: dimension)
    }
}
