// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// An orthogonal matrix that turns rows, and turns them back.
struct Rotation: Hashable, Sendable {
    let dimension: Int

    /// `dimension × dimension` values, row-major.
    let matrix: [Float]

    private let transposed: [Float]

    init(_ matrix: [Float], dimension: Int) {
        self.dimension = dimension
        self.matrix = matrix
        self.transposed = matrix.indices.map { matrix[$0 % dimension * dimension + $0 / dimension] }
    }

    /// The random rotation of a seed.
    init(dimension: Int, seed: UInt64) throws(MaxSimError) {
        do throws(VectorMathError) {
            self.init(try RandomRotation(dimension: dimension, seed: seed).matrix, dimension: dimension)
        } catch {
            throw MaxSimError(.decompositionFailed, error.message)
        }
    }

    func turn(_ rows: Span<Float>) -> [Float] { multiply(rows, matrix) }

    func turnBack(_ rows: Span<Float>) -> [Float] { multiply(rows, transposed) }

    private func multiply(_ rows: Span<Float>, _ factor: [Float]) -> [Float] {
        var product = [Float](repeating: 0, count: rows.count)
        var span = product.mutableSpan
        BLAS.multiply(
            rows, rows: rows.count / dimension, byRowsOf: factor.span, rows: dimension, depth: dimension, into: &span)
        return product
    }
}
