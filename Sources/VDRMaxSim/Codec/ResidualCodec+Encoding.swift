// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ResidualCodec {
    /// Encodes documents.
    ///
    /// - Parameter documents: Documents of the codec's dimension.
    /// - Returns: Their codes.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `cancelled` when the task was cancelled meanwhile.
    /// - Complexity: O(rows · dimension · (centroids + dimension)) by BLAS.
    public func encode(_ documents: MultiVectorBatch) throws(MaxSimError) -> ResidualCodes {
        try check(dimension: documents.dimension)
        let nearest = NearestCentroids(quantizer.centroids, dimension: dimension)
        var encoded = ResidualRows()
        let all = documents.values
        let values = all.span
        for start in stride(from: 0, to: documents.rowCount, by: Self.blockRows) {
            guard !Task.isCancelled else {
                throw MaxSimError(.cancelled, "the task was cancelled while documents were encoded")
            }
            let block = start..<min(start + Self.blockRows, documents.rowCount)
            let rows = values.extracting(block.lowerBound * dimension..<block.upperBound * dimension)
            if let rotation {
                encoded.append(encode(rotation.turn(rows).span, nearest: nearest))
            } else {
                encoded.append(encode(rows, nearest: nearest))
            }
        }
        return ResidualCodes(
            dimension: dimension, bits: bits, centroidCount: centroidCount, codecFingerprint: fingerprint,
            offsets: documents.offsets, rows: encoded)
    }

    /// Encodes one document.
    ///
    /// - Parameter document: A document of the codec's dimension.
    /// - Returns: Codes of a single document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `cancelled`.
    /// - Complexity: O(rows · dimension · (centroids + dimension)) by BLAS.
    public func encode(_ document: MultiVector) throws(MaxSimError) -> ResidualCodes {
        try encode(MultiVectorBatch([document]))
    }

    /// Decodes documents.
    ///
    /// - Parameter codes: Codes that this codec made.
    /// - Returns: The documents, as scoring sees them.
    /// - Throws: A ``MaxSimError`` of code `codecMismatch`; `noRows` or `notFinite` for codes that were damaged before they were
    ///   parsed.
    /// - Complexity: O(rows · dimension²) by BLAS with a rotation, O(values) without.
    public func decode(_ codes: ResidualCodes) throws(MaxSimError) -> MultiVectorBatch {
        try check(codes)
        let turned = quantizer.decode(codes.rows)
        let values = rotation?.turnBack(turned.span) ?? turned
        return try MultiVectorBatch(values, offsets: codes.offsets, dimension: dimension)
    }

    private static let blockRows = 1024

    private func encode(_ rows: Span<Float>, nearest: NearestCentroids) -> ResidualRows {
        quantizer.encode(rows, assigned: nearest.assignments(of: rows).centroids.map { UInt16($0) })
    }

    func check(dimension other: Int) throws(MaxSimError) {
        guard other == dimension else {
            throw MaxSimError(
                .dimensionMismatch, "rows of \(other) dimensions for a codec of \(dimension); train one for these rows")
        }
    }

    func check(_ codes: ResidualCodes) throws(MaxSimError) {
        guard codes.codecFingerprint == fingerprint, codes.dimension == dimension, codes.bits == bits,
            codes.centroidCount == centroidCount
        else {
            throw MaxSimError(.codecMismatch, "these codes were made by another codec; read them with that one")
        }
    }
}
