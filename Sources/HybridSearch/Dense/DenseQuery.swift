// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// A query of the dense leg, prepared once for all segments.
struct DenseQuery: Sendable {
    /// What the rows are that it is compared with.
    let field: VectorField

    /// The query in the form in which it is compared.
    let vector: [Float]

    /// The query's length.
    let length: Float

    /// The query in the form that scans of stored rows take.
    let scan: RowScan

    /// The most rows to find.
    let limit: Int

    /// The recall that plans are chosen for, above 0 and at most 1.
    var targetRecall = 0.95

    /// The plan to take where it can be taken; `nil` lets the planner choose.
    var plan: DensePlan?

    /// How many of the best estimates are scored; `nil` scores as many as their error bounds ask for.
    var rerankDepth: Int?

    /// Prepares a query.
    ///
    /// - Parameters:
    ///   - vector: What ``VectorField/prepared(_:of:)`` made of it.
    ///   - field: What the rows are.
    ///   - limit: The most rows to find.
    init(_ vector: [Float], field: VectorField, limit: Int) {
        self.vector = vector
        self.field = field
        self.limit = limit
        length = BLAS.dot(vector.span, vector.span).squareRoot()
        scan = RowScan(vector.span, format: field.precision.format)
    }

    /// The score of a row with a key.
    func score(ofKey key: Float) -> Float {
        field.metric == .euclidean ? min(0, 2 * key - length * length) : key
    }

    /// The key of a row with a score.
    func key(ofScore score: Float) -> Float {
        field.metric == .euclidean ? (score + length * length) / 2 : score
    }
}

/// A query in the forms that codes take.
struct CodeQuery: Sendable {
    /// Compares with centroids.
    let centroidScan: RowScan

    /// Compares with codes.
    let turned: BinaryQuery

    /// Turns a query.
    ///
    /// - Parameter query: The query.
    /// - Complexity: O(dimension · log dimension).
    init(_ query: DenseQuery) {
        centroidScan = RowScan(query.vector.span, format: .int8)
        let turned = SharedQuantizer.of(dimension: query.field.dimension).rotated(query.vector.span)
        self.turned = withExtendedLifetime(turned) { BinaryQuery(turned.span) }
    }
}
