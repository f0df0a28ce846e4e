// SPDX-License-Identifier: Apache-2.0
internal import CBLAS

extension BLAS {
    /// Adds a vector to a row of a matrix.
    ///
    /// - Parameters:
    ///   - vector: What is added.
    ///   - row: The row's number.
    ///   - matrix: Rows as long as the vector.
    /// - Complexity: O(n).
    package static func add(_ vector: Span<Float>, toRow row: Int, of matrix: inout [Float]) {
        let count = vector.count
        precondition(row >= 0 && (row + 1) * count <= matrix.count, "a row beyond the matrix")
        BLASProvider.useOneThread
        unsafe vector.withUnsafeBufferPointer { vector in
            unsafe matrix.withUnsafeMutableBufferPointer { matrix in
                guard let target = matrix.baseAddress else { return }
                unsafe cblas_saxpy(Int32(count), 1, vector.baseAddress, 1, target + row * count, 1)
            }
        }
    }

    /// Subtracts a vector from every row of a matrix.
    ///
    /// - Parameters:
    ///   - vector: What is subtracted.
    ///   - matrix: Rows as long as the vector.
    /// - Complexity: O(n).
    package static func subtract(_ vector: Span<Float>, fromRowsOf matrix: inout [Float]) {
        let count = vector.count
        precondition(count > 0 && matrix.count % count == 0, "rows come whole")
        BLASProvider.useOneThread
        unsafe vector.withUnsafeBufferPointer { vector in
            unsafe matrix.withUnsafeMutableBufferPointer { matrix in
                guard let target = matrix.baseAddress else { return }
                for start in stride(from: 0, to: matrix.count, by: count) {
                    unsafe cblas_saxpy(Int32(count), -1, vector.baseAddress, 1, target + start, 1)
                }
            }
        }
    }

    /// The dot product of two vectors.
    ///
    /// - Parameters:
    ///   - left: One vector.
    ///   - right: The other, of as many values.
    /// - Returns: The sum of the products.
    /// - Complexity: O(n).
    package static func dot(_ left: Span<Float>, _ right: Span<Float>) -> Float {
        precondition(left.count == right.count, "vectors of \(left.count) and \(right.count) values")
        BLASProvider.useOneThread
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe cblas_sdot(Int32(left.count), left.baseAddress, 1, right.baseAddress, 1)
            }
        }
    }
}
