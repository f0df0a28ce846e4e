// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension VectorField {
    /// A vector in the form in which it is stored or searched by: of length 1 where the metric is the cosine.
    ///
    /// - Parameters:
    ///   - vector: The vector.
    ///   - name: What the vector is, for the error.
    /// - Returns: `dimension` finite values.
    /// - Throws: A ``HybridSearchError`` of code `dimensionMismatch`, `notFinite` or `zeroVector`.
    func prepared(_ vector: [Float], of name: String) throws(HybridSearchError) -> [Float] {
        guard vector.count == dimension else {
            throw HybridSearchError(
                .dimensionMismatch, "\(name) has \(vector.count) dimensions; expected \(dimension)")
        }
        if let place = vector.firstIndex(where: { !$0.isFinite || $0.magnitude > greatestValue }) {
            throw HybridSearchError(
                .notFinite,
                "\(name) holds \(vector[place]) at dimension \(place), which \(precision.rawValue) cannot hold")
        }
        guard metric == .cosine else {
            let squaredLength = vector.reduce(0.0) { $0 + Double($1) * Double($1) }
            guard squaredLength <= Double(Float.greatestFiniteMagnitude) / 4 else {
                throw HybridSearchError(.notFinite, "\(name) is too long for dot products in single precision")
            }
            return vector
        }
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length > 0 else {
            throw HybridSearchError(
                .zeroVector, "\(name) has the length 0, so that it has no cosine with anything; leave it out")
        }
        return vector.map { Float(Double($0) / length) }
    }

    /// The greatest value that can be stored.
    private var greatestValue: Float {
        // Half precision rounds what is above to infinity; a cosine is stored at length 1.
        precision == .float16 && metric != .cosine ? 65_504 : .greatestFiniteMagnitude
    }

    /// What the first embedding of an index that declares none makes it.
    static func implied(by vector: [Float], of name: String) throws(HybridSearchError) -> VectorField {
        guard let field = try? VectorField(dimension: vector.count, metric: .dotProduct) else {
            throw HybridSearchError(
                .dimensionMismatch,
                "\(name) has \(vector.count) dimensions; expected 1 to \(maximumDimension)")
        }
        return field
    }
}
