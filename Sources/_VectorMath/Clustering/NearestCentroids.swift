// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Finds the nearest of many centroids for many rows, by matrix products.
///
/// The nearest centroid c of a row x has the greatest x · c - |c|² / 2, which is one dot product with one dimension more:
/// (x, 1) · (c, -|c|² / 2). Blocks of rows and centroids are chosen so that a block of products stays in the second-level
/// cache, and the products are never kept.
package struct NearestCentroids: Sendable {
    /// The length of a row.
    package let dimension: Int

    /// The number of centroids.
    package let count: Int

    /// The centroids, each followed by minus half its squared length.
    private let extended: [Float]

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - centroids: `count × dimension` values, row-major.
    ///   - dimension: The length of a row, at least 1.
    /// - Complexity: O(centroids · dimension).
    package init(_ centroids: [Float], dimension: Int) {
        precondition(dimension > 0 && centroids.count % dimension == 0, "centroids come in whole rows")
        self.dimension = dimension
        self.count = centroids.count / dimension
        var extended: [Float] = []
        extended.reserveCapacity(count * (dimension + 1))
        for start in stride(from: 0, to: centroids.count, by: dimension) {
            let centroid = centroids[start..<start + dimension]
            extended.append(contentsOf: centroid)
            extended.append(-centroid.reduce(0) { $0 + $1 * $1 } / 2)
        }
        self.extended = extended
    }

    /// The nearest centroid of each row.
    ///
    /// - Parameter rows: Whole rows, row-major.
    /// - Returns: For each row the number of its nearest centroid, the lowest of equals, and x · c - |c|² / 2 with it; the
    ///   squared distance is |x|² less twice that.
    /// - Complexity: O(rows · centroids · dimension) by BLAS.
    package func assignments(of rows: Span<Float>) -> (centroids: [Int32], scores: [Float]) {
        precondition(rows.count % dimension == 0, "rows come whole")
        let rowCount = rows.count / dimension
        var centroids: [Int32] = []
        var scores: [Float] = []
        var products = [Float](repeating: 0, count: min(count, Self.centroidBlock) * min(rowCount, Self.rowBlock))
        for start in stride(from: 0, to: rowCount, by: Self.rowBlock) {
            let block = start..<min(start + Self.rowBlock, rowCount)
            let points = extendedRows(rows.extracting(block.lowerBound * dimension..<block.upperBound * dimension))
            var blockCentroids = [Int32](repeating: 0, count: block.count)
            var blockScores = [Float](repeating: -.infinity, count: block.count)
            for first in stride(from: 0, to: count, by: Self.centroidBlock) {
                var product = products.mutableSpan
                multiply(first..<min(first + Self.centroidBlock, count), by: points, into: &product)
                Self.raise(&blockScores, &blockCentroids, by: product.span, firstCentroid: first, of: count)
            }
            centroids += blockCentroids
            scores += blockScores
        }
        return (centroids, scores)
    }

    private static let rowBlock = 256
    private static let centroidBlock = 512

    private func extendedRows(_ rows: Span<Float>) -> [Float] {
        var points = [Float](repeating: 1, count: rows.count / dimension * (dimension + 1))
        for row in 0..<rows.count / dimension {
            for place in 0..<dimension { points[row * (dimension + 1) + place] = rows[row * dimension + place] }
        }
        return points
    }

    private func multiply(_ centroids: Range<Int>, by points: [Float], into product: inout MutableSpan<Float>) {
        let depth = dimension + 1
        BLAS.multiply(
            extended.span.extracting(centroids.lowerBound * depth..<centroids.upperBound * depth),
            rows: centroids.count, byRowsOf: points.span, rows: points.count / depth, depth: depth, into: &product)
    }

    private static func raise(
        _ scores: inout [Float], _ centroids: inout [Int32], by products: Span<Float>, firstCentroid: Int, of count: Int
    ) {
        let rows = min(centroidBlock, count - firstCentroid)
        let columns = scores.count
        precondition(products.count >= rows * columns && centroids.count == columns, "a block of another shape")
        unsafe products.withUnsafeBufferPointer { products in
            guard let products = products.baseAddress else { return }
            unsafe rag_argmax_columns_f32(products, rows, columns, Int32(firstCentroid), &scores, &centroids)
        }
    }
}
