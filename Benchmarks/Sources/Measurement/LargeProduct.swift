// SPDX-License-Identifier: Apache-2.0
internal import CPeerBLAS

/// A product of two 2,048 x 2,048 matrices by BLAS on one thread: its best case, which other matrix products are held against.
public struct LargeProduct {
    /// The multiplications and additions of one run.
    public static let operations = 2 * Double(side * side * side)

    private static let side = 2048

    private let left = [Float](repeating: 0.5, count: side * side)
    private let right = [Float](repeating: 0.25, count: side * side)
    private var product = [Float](repeating: 0, count: side * side)

    /// Fills two matrices.
    public init() { peer_blas_use_threads(1) }

    /// Multiplies them once.
    public mutating func run() {
        let side = Int32(Self.side)
        unsafe cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, side, side, side, 1, left, side, right, side, 0, &product, side)
    }
}
