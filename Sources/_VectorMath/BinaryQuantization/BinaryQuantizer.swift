// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Keeps rows as one bit for each dimension, and estimates dot products from them without bias (RaBitQ: Gao and Long 2024,
/// arXiv 2405.12497).
///
/// Rows and queries are turned by one random rotation; of a row's difference from its centroid the signs are kept, and three
/// factors beside them: the estimate's scale, what depends on row and centroid alone, and the bound of its error. Since the
/// second takes up the product of centroid and signs, one ``BinaryQuery`` serves the rows of all centroids.
///
/// Codes come in blocks of ``blockRowCount`` rows with their factors, so that a scan reads one stream.
package struct BinaryQuantizer: Sendable {
    /// The length of a row.
    package let dimension: Int

    private let rotation: HadamardRotation

    /// The rows of a block.
    package static let blockRowCount = Int(RAG_CODE_BLOCK_ROWS)

    /// Makes the quantiser of a seed; the same seed always gives the same one.
    ///
    /// - Parameters:
    ///   - dimension: The length of a row, 1...4096.
    ///   - seed: Chooses the rotation.
    /// - Complexity: O(dimension).
    package init(dimension: Int, seed: UInt64) {
        self.dimension = dimension
        rotation = HadamardRotation(dimension: dimension, seed: seed)
    }

    /// The bytes of the blocks that hold so many rows.
    package static func byteCount(rows: Int, dimension: Int) -> Int {
        (rows + blockRowCount - 1) / blockRowCount * rag_code_block_size(dimension)
    }

    /// Turns rows: residuals, centroids, queries.
    ///
    /// - Parameter rows: Whole rows, row-major.
    /// - Returns: The turned rows, of the same shape.
    /// - Complexity: O(rows · dimension · log dimension).
    package func rotated(_ rows: Span<Float>) -> [Float] {
        rotation.rotated(rows)
    }

    /// Encodes rows of one centroid.
    ///
    /// - Parameters:
    ///   - residuals: The turned differences of rows and centroid, row-major.
    ///   - centroid: The turned centroid, or nothing for the origin.
    ///   - biases: What is added to each row's product, such as −‖x‖² / 2 for a search by distance; nothing for 0.
    ///   - blocks: Blocks of codes, zero where rows go that were not yet encoded.
    ///   - place: Where in the blocks the first row goes.
    /// - Complexity: O(rows · dimension).
    package func encode(
        residuals: Span<Float>, centroid: Span<Float>?, biases: Span<Float>? = nil,
        into blocks: inout MutableSpan<UInt8>, at place: Int = 0
    ) {
        precondition(residuals.count % dimension == 0, "rows come whole")
        let count = residuals.count / dimension
        precondition(place >= 0 && blocks.count >= Self.byteCount(rows: place + count, dimension: dimension))
        precondition(centroid?.count ?? dimension == dimension && biases?.count ?? count >= count)
        unsafe residuals.withUnsafeBufferPointer { residuals in
            unsafe blocks.withUnsafeMutableBufferPointer { blocks in
                guard let residuals = residuals.baseAddress, let blocks = blocks.baseAddress else { return }
                unsafe withAddress(of: centroid) { centroid in
                    unsafe withAddress(of: biases) { biases in
                        unsafe rag_code_encode(residuals, centroid, biases, count, dimension, blocks, place)
                    }
                }
            }
        }
    }
}
