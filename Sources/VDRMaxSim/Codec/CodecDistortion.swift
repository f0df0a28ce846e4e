// SPDX-License-Identifier: Apache-2.0

/// What encoding and decoding costs, measured on rows.
public struct CodecDistortion: Hashable, Sendable {
    /// The mean over all rows of the cosine between a row and what is decoded; rows of zeros count as 1.
    public var meanCosine: Double

    /// The least of these cosines.
    public var minimumCosine: Double

    /// The greatest difference in any coordinate.
    public var maximumError: Double

    /// The mean squared difference of coordinates.
    public var meanSquaredError: Double
}

extension ResidualCodec {
    /// Measures what encoding documents costs.
    ///
    /// - Parameters:
    ///   - codes: Codes of the documents, made by this codec.
    ///   - documents: The documents.
    /// - Returns: The differences between the documents and what is decoded.
    /// - Throws: A ``MaxSimError`` of code `codecMismatch`, or `invalidParameter` where the documents are of another shape.
    /// - Complexity: That of decoding.
    public func distortion(
        of codes: ResidualCodes, from documents: MultiVectorBatch
    ) throws(MaxSimError) -> CodecDistortion {
        let decoded = try decode(codes)
        guard decoded.offsets == documents.offsets, decoded.dimension == documents.dimension, decoded.rowCount > 0
        else {
            throw MaxSimError(.invalidParameter, "the codes are not those of these documents: they have another shape")
        }
        var result = CodecDistortion(meanCosine: 0, minimumCosine: 1, maximumError: 0, meanSquaredError: 0)
        let originals = documents.values
        let others = decoded.values
        for start in stride(from: 0, to: others.count, by: dimension) {
            var product = 0.0
            var length = 0.0
            var decodedLength = 0.0
            for place in start..<start + dimension {
                let value = Double(originals[place])
                let other = Double(others[place])
                product += value * other
                length += value * value
                decodedLength += other * other
                result.maximumError = max(result.maximumError, abs(value - other))
                result.meanSquaredError += (value - other) * (value - other)
            }
            let scale = (length * decodedLength).squareRoot()
            let cosine = scale > 0 ? product / scale : 1
            result.meanCosine += cosine
            result.minimumCosine = min(result.minimumCosine, cosine)
        }
        result.meanCosine /= Double(decoded.rowCount)
        result.meanSquaredError /= Double(others.count)
        return result
    }
}
