// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Finds for each row two centroids: the nearest, and one from which it is seen in another direction.
///
/// A row that lies at the border of its cluster is missed by queries beyond the border. Kept under a second centroid as well,
/// whose residual is as orthogonal to the first as can be, it is missed only by queries for which both are far: SOAR (Sun et
/// al. 2023, arXiv 2404.00774).
package struct SpilledAssignment: Sendable {
    /// The length of a row.
    package let dimension: Int

    /// The number of centroids.
    package let count: Int

    private let centroids: [Float]
    private let squaredLengths: [Float]
    private let gram: [Float]

    /// What the part of the second residual that is parallel to the first counts; 1 to 1.5 in the paper.
    private static let weight: Float = 1
    private static let blockRows = 256

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - centroids: `count × dimension` values, row-major.
    ///   - dimension: The length of a row, at least 1.
    /// - Complexity: O(centroids² · dimension), and room for centroids² values.
    package init(_ centroids: [Float], dimension: Int) {
        precondition(dimension > 0 && centroids.count % dimension == 0, "centroids come in whole rows")
        let count = centroids.count / dimension
        var gram = [Float](repeating: 0, count: count * count)
        var products = gram.mutableSpan
        BLAS.multiply(
            centroids.span, rows: count, byRowsOf: centroids.span, rows: count, depth: dimension, into: &products)
        squaredLengths = (0..<count).map { gram[$0 * count + $0] }
        self.gram = gram
        self.centroids = centroids
        self.dimension = dimension
        self.count = count
    }

    /// The two centroids of each row.
    ///
    /// - Parameter rows: Whole rows, row-major.
    /// - Returns: For each row the number of the nearest centroid, and of the second; the same where there is but one.
    /// - Complexity: O(rows · centroids · dimension) by BLAS.
    package func assignments(of rows: Span<Float>) -> (nearest: [UInt32], second: [UInt32]) {
        precondition(rows.count % dimension == 0, "rows come whole")
        let total = rows.count / dimension
        var nearest = [UInt32](repeating: 0, count: total)
        var second = nearest
        var products = [Float](repeating: 0, count: min(total, Self.blockRows) * count)
        for start in stride(from: 0, to: total, by: Self.blockRows) {
            let block = start..<min(start + Self.blockRows, total)
            let values = rows.extracting(block.lowerBound * dimension..<block.upperBound * dimension)
            let lengths = (0..<block.count).map { row in
                let row = values.extracting(row * dimension..<(row + 1) * dimension)
                return BLAS.dot(row, row)
            }
            var product = products.mutableSpan
            BLAS.multiply(
                values, rows: block.count, byRowsOf: centroids.span, rows: count, depth: dimension, into: &product)
            assign(products, rowLengths: lengths, to: &nearest, and: &second, from: block.lowerBound)
        }
        return (nearest, second)
    }

    private func assign(
        _ products: [Float], rowLengths: [Float], to nearest: inout [UInt32], and second: inout [UInt32], from row: Int
    ) {
        precondition(products.count >= rowLengths.count * count && row + rowLengths.count <= nearest.count)
        precondition(nearest.count == second.count, "each row has two centroids")
        unsafe nearest.withUnsafeMutableBufferPointer { nearest in
            unsafe second.withUnsafeMutableBufferPointer { second in
                guard let first = nearest.baseAddress, let other = second.baseAddress else { return }
                unsafe rag_assign_two_f32(
                    products, rowLengths, rowLengths.count, squaredLengths, gram, count, Self.weight, first + row,
                    other + row)
            }
        }
    }
}
