// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Centroids rounded to 8 bits, and the values that this makes of them.
///
/// A query is compared with all centroids, so they are kept small. What is encoded relative to a centroid is so relative to
/// the rounded one, and nothing is lost by the rounding.
struct CentroidTable: Sendable {
    /// The codes, row-major.
    let codes: [Int8]

    /// The factor of each centroid's codes.
    let scales: [Float]

    /// The centroids that the codes stand for.
    let values: [Float]

    /// The squared length of each.
    let squaredLengths: [Float]

    /// The number of centroids.
    var count: Int { scales.count }

    /// Rounds centroids.
    init(rounding means: [Float], dimension: Int) {
        let count = means.count / dimension
        var codes = [Int8](repeating: 0, count: means.count)
        var scales = [Float](repeating: 0, count: count)
        var values = means
        var lengths: [Float] = []
        var encoded = codes.mutableSpan
        var factors = scales.mutableSpan
        RowCoding.encode(means.span, dimension: dimension, into: &encoded, scales: &factors)
        var decoded = values.mutableSpan
        for list in 0..<count {
            let range = list * dimension..<(list + 1) * dimension
            RowDecoding.decode(
                codes: encoded.span.extracting(range), scale: factors[list], into: &decoded, at: range.lowerBound)
            let centroid = decoded.span.extracting(range)
            lengths.append(BLAS.dot(centroid, centroid))
        }
        self.codes = codes
        self.scales = scales
        self.values = values
        squaredLengths = lengths
    }

    /// The product of a query with each centroid.
    func products(with query: Span<Float>) -> [Float] {
        let scan = RowScan(query, format: .int8)
        var products = [Float](repeating: 0, count: count)
        var span = products.mutableSpan
        let codes = codes.span
        let scales = scales.span
        scan.products(codes: codes, scales: scales, into: &span)
        return products
    }
}
