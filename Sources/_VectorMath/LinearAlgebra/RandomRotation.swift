// SPDX-License-Identifier: Apache-2.0
internal import CLAPACKE

/// A random orthogonal matrix: it turns vectors without changing lengths, angles or dot products.
///
/// Quantisers turn vectors first, so that no coordinate carries more than its share. The matrix is the Q of the QR
/// decomposition of Gaussian noise with the signs of R's diagonal put right, which makes it uniform over all rotations
/// and reflections (Mezzadri 2007, arXiv math-ph/0609050).
package struct RandomRotation: Sendable {
    /// The length of the vectors that it turns.
    package let dimension: Int

    /// The `dimension × dimension` matrix, row-major; its rows are orthonormal.
    package let matrix: [Float]

    /// Makes the rotation of a seed; the same seed gives the same rotation.
    ///
    /// - Parameters:
    ///   - dimension: The length of the vectors to turn, at least 1.
    ///   - seed: Chooses the rotation.
    /// - Throws: ``VectorMathError/Code/decompositionFailed`` when LAPACK refuses.
    /// - Complexity: O(dimension³).
    package init(dimension: Int, seed: UInt64) throws(VectorMathError) {
        precondition(dimension > 0, "a rotation needs at least one dimension")
        var noise = GaussianNoise(seed: seed)
        var columns = (0..<dimension * dimension).map { _ in noise.next() }
        let status = Self.orthonormalise(&columns, dimension: dimension)
        guard status == 0 else {
            throw VectorMathError(.decompositionFailed, "LAPACK's QR decomposition failed with status \(status)")
        }
        self.dimension = dimension
        self.matrix = columns
    }

    /// Replaces a square matrix by the Q of its QR decomposition; returns LAPACK's status, 0 for success.
    private static func orthonormalise(_ square: inout [Float], dimension: Int) -> Int {
        BLASProvider.useOneThread
        let order = Int32(dimension)
        var scales = [Float](repeating: 0, count: dimension)
        let layout = LAPACK_ROW_MAJOR
        var status = unsafe LAPACKE_sgeqrf(layout, order, order, &square, order, &scales)
        guard status == 0 else { return Int(status) }
        let signs = (0..<dimension).map { square[$0 * dimension + $0] < 0 ? Float(-1) : 1 }
        status = unsafe LAPACKE_sorgqr(layout, order, order, order, &square, order, scales)
        for index in square.indices { square[index] *= signs[index % dimension] }
        return Int(status)
    }
}

/// Standard normal values from a seed, by the Box-Muller transform over SplitMix64.
package struct GaussianNoise: Sendable {
    private var bits: RandomBits

    package init(seed: UInt64) { bits = RandomBits(seed: seed) }

    /// The next value.
    package mutating func next() -> Float {
        let radius = (-2 * logarithm(1 - uniform())).squareRoot()
        return Float(radius * cosine(2 * .pi * uniform()))
    }

    /// The next value of [0, 1).
    package mutating func uniform() -> Double {
        Double(bits.next() >> 11) * 0x1p-53
    }
}
