// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Up to 256 query rows, ready to be scored against residual codes: rounded to bytes for the residuals, and multiplied with
/// every centroid.
package struct ResidualQuery: Sendable {
    /// The quantiser of the codes that it scores.
    package let quantizer: ResidualQuantizer

    /// The number of query rows.
    package let rowCount: Int

    /// The step of each query row; half of it, times the scale and the sum of the magnitudes of the weights, bounds the error
    /// of a dot product.
    package let steps: [Float]

    /// The query as the kernels read it, but for the alignment, which arrays do not promise.
    private let packed: [UInt8]

    /// The dot products of centroids and query rows; each centroid's are padded to whole panels of 16 rows.
    private let table: [Float]

    /// Prepares query rows.
    ///
    /// - Parameters:
    ///   - rows: `rowCount × dimension` values.
    ///   - rowCount: From 1 to ``maximumRowCount``.
    ///   - quantizer: The quantiser of the codes.
    /// - Complexity: O(centroids · rows · dimension) by BLAS.
    package init(_ rows: Span<Float>, rowCount: Int, quantizer: ResidualQuantizer) {
        let dimension = quantizer.dimension
        precondition((1...Self.maximumRowCount).contains(rowCount), "1...256 query rows at once")
        precondition(rows.count == rowCount * dimension, "query rows of another dimension")
        var steps = [Float](repeating: 0, count: rowCount)
        self.packed = Self.pack(rows, rowCount: rowCount, quantizer: quantizer, steps: &steps)
        self.quantizer = quantizer
        self.rowCount = rowCount
        self.steps = steps
        self.table = Self.products(of: rows, rowCount: rowCount, quantizer: quantizer)
    }

    /// The most rows that the kernels take at once.
    package static let maximumRowCount = 256

    /// Scores documents: for each the sum, over the query rows, of the greatest dot product with any of its rows.
    ///
    /// - Parameters:
    ///   - rows: Codes of the same quantiser, with centroid numbers that exist.
    ///   - offsets: Where each document's rows begin and, at the end, the number of rows; ascending.
    /// - Returns: A score a document, 0 for one without rows.
    /// - Complexity: O(rows · query rows · dimension).
    package func scores(_ rows: ResidualRows, offsets: [Int]) -> [Float] {
        quantizer.check(rows)
        precondition(offsets.first == 0 && offsets.last == rows.centroids.count, "offsets that leave rows out")
        let offsets = offsets.map { Int64($0) }
        var scores = [Float](repeating: 0, count: offsets.count - 1)
        unsafe withUnsafeTemporaryAllocation(byteCount: packed.count, alignment: Self.alignment) { aligned in
            unsafe aligned.copyBytes(from: packed)
            guard let packed = aligned.baseAddress else { return }
            unsafe rag_residual_scores(
                packed, table, rowCount, quantizer.dimension, quantizer.bits, rows.codes, rows.centroids, rows.scales,
                offsets, scores.count, &scores)
        }
        return scores
    }

    /// What the kernels ask of a packed query.
    private static let alignment = 64

    private static func pack(
        _ rows: Span<Float>, rowCount: Int, quantizer: ResidualQuantizer, steps: inout [Float]
    ) -> [UInt8] {
        let size = rag_residual_pack_size(rowCount, quantizer.dimension)
        return unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: alignment) { aligned in
            unsafe rows.withUnsafeBufferPointer { rows in
                guard let rows = rows.baseAddress, let packed = aligned.baseAddress else { return }
                unsafe rag_residual_pack(
                    rows, rowCount, quantizer.dimension, quantizer.weightCodes, quantizer.weightCodes.count,
                    quantizer.weightStep, packed, &steps)
            }
            return unsafe Array(aligned)
        }
    }

    private static func products(of rows: Span<Float>, rowCount: Int, quantizer: ResidualQuantizer) -> [Float] {
        let dimension = quantizer.dimension
        let width = (rowCount + 15) / 16 * 16
        var padded = [Float](repeating: 0, count: width * dimension)
        for place in rows.indices { padded[place] = rows[place] }
        var table = [Float](repeating: 0, count: quantizer.centroidCount * width)
        var span = table.mutableSpan
        BLAS.multiply(
            quantizer.centroids.span, rows: quantizer.centroidCount, byRowsOf: padded.span, rows: width,
            depth: dimension, into: &span)
        return table
    }
}
