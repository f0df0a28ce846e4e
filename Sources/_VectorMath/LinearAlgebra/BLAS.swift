// SPDX-License-Identifier: Apache-2.0
internal import CBLAS

/// Dense linear algebra on row-major `Float` matrices, by the BLAS of the system and on the calling thread alone.
///
/// Every function checks its shapes before a pointer is formed; a wrong shape is a programmer's error.
package enum BLAS {
    /// `product = left · rightᵀ`: all dot products of the rows of two matrices.
    ///
    /// With documents on the left and few queries on the right this is the order in which BLAS is fastest.
    ///
    /// - Parameters:
    ///   - left: `leftRows × depth` values.
    ///   - leftRows: The rows of `left`.
    ///   - right: `rightRows × depth` values.
    ///   - rightRows: The rows of `right`.
    ///   - depth: The length of a row of either matrix.
    ///   - product: Receives `leftRows × rightRows` values; it may be longer.
    /// - Complexity: O(leftRows · rightRows · depth).
    package static func multiply(
        _ left: Span<Float>,
        rows leftRows: Int,
        byRowsOf right: Span<Float>,
        rows rightRows: Int,
        depth: Int,
        into product: inout MutableSpan<Float>
    ) {
        precondition(left.count >= leftRows * depth, "left holds \(left.count) values, not \(leftRows) x \(depth)")
        precondition(right.count >= rightRows * depth, "right holds \(right.count) values, not \(rightRows) x \(depth)")
        precondition(product.count >= leftRows * rightRows, "the product needs \(leftRows) x \(rightRows) values")
        guard leftRows > 0, rightRows > 0, depth > 0 else { return product.update(repeating: 0) }
        BLASProvider.useOneThread
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe product.withUnsafeMutableBufferPointer { product in
                    unsafe cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(leftRows), Int32(rightRows), Int32(depth),
                        1, left.baseAddress, Int32(depth), right.baseAddress, Int32(depth),
                        0, product.baseAddress, Int32(rightRows))
                }
            }
        }
    }

    /// `product = matrix · vector`: the dot product of every row with one vector.
    ///
    /// - Parameters:
    ///   - matrix: `rows × vector.count` values.
    ///   - rows: The rows of the matrix.
    ///   - vector: As many values as the matrix has columns.
    ///   - product: Receives `rows` values; it may be longer.
    /// - Complexity: O(rows · columns), bound by the memory's read bandwidth.
    package static func multiply(
        _ matrix: Span<Float>, rows: Int, by vector: Span<Float>, into product: inout MutableSpan<Float>
    ) {
        let columns = vector.count
        precondition(
            matrix.count >= rows * columns, "the matrix holds \(matrix.count) values, not \(rows) x \(columns)")
        precondition(product.count >= rows, "the product needs \(rows) values")
        guard rows > 0, columns > 0 else { return product.update(repeating: 0) }
        BLASProvider.useOneThread
        unsafe matrix.withUnsafeBufferPointer { matrix in
            unsafe vector.withUnsafeBufferPointer { vector in
                unsafe product.withUnsafeMutableBufferPointer { product in
                    unsafe cblas_sgemv(
                        CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, matrix.baseAddress,
                        Int32(columns), vector.baseAddress, 1, 0, product.baseAddress, 1)
                }
            }
        }
    }
}
