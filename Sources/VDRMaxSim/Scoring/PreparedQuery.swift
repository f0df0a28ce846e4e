// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// A query in the form in which it is scored: converted to a precision and packed for the kernels, once for any number of
/// documents.
public struct PreparedQuery: Sendable {
    /// The precision of the documents that it can be scored against.
    public let precision: Precision

    /// The length of a row.
    public let dimension: Int

    /// The number of rows.
    public let rowCount: Int

    /// The query itself.
    let query: MultiVector

    /// The factor of each row's maximum, or nothing where all are 1.
    let weights: [Float]?

    /// The packed rows, in parts of at most 256.
    let parts: [Part]

    /// Some of a query's rows.
    struct Part: Sendable {
        var rows: Range<Int>
        var packed: PackedQuery
    }

    /// Prepares a query.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - precision: The precision of the documents.
    ///   - weights: A factor for the maximum of each row, finite and not negative; for instance 0 for padding.
    ///   - isAsymmetric: For ``Precision/binary`` documents: score their signs against the query's values instead of its
    ///     signs, which is slower and ranks better.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` for wrong weights.
    /// - Complexity: O(values of the query).
    public init(
        _ query: MultiVector, for precision: Precision = .float32, weights: [Float]? = nil, isAsymmetric: Bool = false
    ) throws(MaxSimError) {
        if let weights {
            guard weights.count == query.rowCount else {
                throw MaxSimError(
                    .invalidParameter, "\(weights.count) weights for \(query.rowCount) rows of a query; give one a row")
            }
            if let row = weights.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
                throw MaxSimError(.invalidParameter, "the weight of row \(row) is \(weights[row]); give 0 or more")
            }
        }
        self.init(unchecked: query, precision, weights: weights, isAsymmetric: isAsymmetric)
    }

    init(unchecked query: MultiVector, _ precision: Precision, weights: [Float]? = nil, isAsymmetric: Bool = false) {
        self.query = query
        self.precision = precision
        self.dimension = query.dimension
        self.rowCount = query.rowCount
        self.weights = weights
        self.parts = stride(from: 0, to: query.rowCount, by: PackedQuery.maximumRowCount).map { start in
            let rows = start..<min(start + PackedQuery.maximumRowCount, query.rowCount)
            let values = query.values.span.extracting(
                (rows.lowerBound * query.dimension)..<(rows.upperBound * query.dimension))
            return Part(
                rows: rows,
                packed: PackedQuery(
                    values, rowCount: rows.count, dimension: query.dimension, weights: weights.map { Array($0[rows]) },
                    precision: precision.rows, isAsymmetric: isAsymmetric))
        }
    }

    /// Refuses documents that the query was not prepared for.
    func check(_ documents: MultiVectorBatch) throws(MaxSimError) {
        try MaxSim.check(dimension, documents.dimension)
        guard documents.precision == precision else {
            throw MaxSimError(
                .dimensionMismatch,
                "the query was prepared for \(precision), the documents are in \(documents.precision); prepare it for that"
            )
        }
    }
}
