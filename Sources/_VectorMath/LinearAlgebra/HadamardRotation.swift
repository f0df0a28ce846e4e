// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A random orthogonal map that is made of signs and Walsh-Hadamard transforms, and so needs no matrix.
///
/// Rounds of random signs and a fast transform spread every coordinate over all others as a random matrix does (Ailon and
/// Chazelle 2009, doi:10.1137/060673096), in some thousand additions instead of dimension² products. A dimension that is no
/// power of two is transformed at its front and at its back in turns, and its halves are mixed in between, as in the library of
/// RaBitQ's authors (arXiv 2405.12497). So the turned vector is as long as the vector.
///
/// The same seed turns a vector into the same bits on every machine. Where the matrix itself is needed, there is
/// ``RandomRotation``.
package struct HadamardRotation: Sendable {
    /// The length of the vectors that it turns.
    package let dimension: Int

    /// For each round a factor for each coordinate: its sign, times the transform's scale.
    private let factors: [Float]

    /// Makes the rotation of a seed.
    ///
    /// - Parameters:
    ///   - dimension: The length of the vectors to turn, 1...4096.
    ///   - seed: Chooses the signs.
    /// - Complexity: O(dimension).
    package init(dimension: Int, seed: UInt64) {
        precondition((1...RowScan.maximumDimension).contains(dimension), "vectors of \(dimension) values")
        self.dimension = dimension
        let count = rag_rotation_size(dimension)
        var bits = RandomBits(seed: seed)
        let signs = (0..<(count + 63) / 64).map { _ in bits.next() }
        var factors = [Float](repeating: 0, count: count)
        unsafe rag_rotation_make(signs, dimension, &factors)
        self.factors = factors
    }

    /// Turns rows.
    ///
    /// - Parameter rows: Whole rows, row-major.
    /// - Returns: The turned rows, of the same shape.
    /// - Complexity: O(rows · dimension · log dimension).
    package func rotated(_ rows: Span<Float>) -> [Float] {
        precondition(rows.count % dimension == 0, "rows come whole")
        var turned = [Float](repeating: 0, count: rows.count)
        unsafe rows.withUnsafeBufferPointer { rows in
            guard let address = rows.baseAddress else { return }
            unsafe rag_rotation_turn(factors, address, rows.count / dimension, dimension, &turned)
        }
        return turned
    }
}
