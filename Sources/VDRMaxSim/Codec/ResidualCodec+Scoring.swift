// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ResidualCodec {
    /// A query made ready for codes of one codec, to be scored against any number of blocks of them.
    ///
    /// It holds the query's dot products with all centroids: centroids × query rows × 4 bytes.
    public struct PreparedQuery: Sendable {
        let parts: [ResidualQuery]
        let codecFingerprint: UInt64
    }

    /// Makes a query ready.
    ///
    /// - Parameter query: A query of the codec's dimension.
    /// - Returns: The query, turned, rounded to bytes for the residuals and multiplied with every centroid.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · dimension · (centroids + dimension)) by BLAS.
    public func prepare(_ query: MultiVector) throws(MaxSimError) -> PreparedQuery {
        try check(dimension: query.dimension)
        let rows = rotation?.turn(query.values.span) ?? query.values
        let starts = stride(from: 0, to: query.rowCount, by: ResidualQuery.maximumRowCount)
        let parts = starts.map { start in
            let end = min(start + ResidualQuery.maximumRowCount, query.rowCount)
            return ResidualQuery(
                rows.span.extracting(start * dimension..<end * dimension), rowCount: end - start, quantizer: quantizer)
        }
        return PreparedQuery(parts: parts, codecFingerprint: fingerprint)
    }

    /// Scores documents as they are encoded, without decoding them.
    ///
    /// The score is that of ``decode(_:)`` followed by ``MaxSim/scores(_:_:)`` up to the rounding of the query to bytes, which
    /// touches the residuals alone: a dot product differs by at most half the query row's step, max |q| / 127, times the row's
    /// scale and the sum of the magnitudes of its weights, beside roundings of fp32. That is about a fiftieth of what
    /// encoding itself costs.
    ///
    /// - Parameters:
    ///   - query: A query of the codec's dimension.
    ///   - codes: Codes that this codec made.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `codecMismatch`.
    /// - Complexity: O(query rows · dimension · (centroids + rows)).
    public func scores(_ query: MultiVector, _ codes: ResidualCodes) throws(MaxSimError) -> [Float] {
        try check(codes)
        return try scores(prepare(query), codes)
    }

    /// Scores documents with a query that was made ready before.
    ///
    /// - Parameters:
    ///   - query: A query that this codec prepared.
    ///   - codes: Codes that this codec made.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `codecMismatch`.
    /// - Complexity: O(query rows · dimension · rows).
    public func scores(_ query: PreparedQuery, _ codes: ResidualCodes) throws(MaxSimError) -> [Float] {
        try check(codes)
        guard query.codecFingerprint == fingerprint else {
            throw MaxSimError(.codecMismatch, "the query was prepared by another codec; prepare it with this one")
        }
        var scores = query.parts[0].scores(codes.rows, offsets: codes.offsets)
        for part in query.parts.dropFirst() {
            let more = part.scores(codes.rows, offsets: codes.offsets)
            for document in scores.indices { scores[document] += more[document] }
        }
        return scores
    }
}
