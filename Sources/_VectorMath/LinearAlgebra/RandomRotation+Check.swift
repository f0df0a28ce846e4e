// SPDX-License-Identifier: Apache-2.0

extension RandomRotation {
    /// The greatest difference between the products of the matrix's rows and those of orthonormal rows.
    package var orthogonalityError: Float {
        var products = [Float](repeating: 0, count: dimension * dimension)
        var span = products.mutableSpan
        BLAS.multiply(
            matrix.span, rows: dimension, byRowsOf: matrix.span, rows: dimension, depth: dimension, into: &span)
        return products.indices.reduce(0) { error, index in
            let expected: Float = index / dimension == index % dimension ? 1 : 0
            return max(error, (products[index] - expected).magnitude)
        }
    }

    /// Whether BLAS and LAPACK compute one small rotation right.
    package static var worksOnThisMachine: Bool {
        guard let rotation = try? RandomRotation(dimension: 32, seed: 1) else { return false }
        return rotation.orthogonalityError < 1e-5
    }
}
