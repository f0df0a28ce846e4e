// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

extension ResidualQuantizer {
    /// Encodes rows.
    ///
    /// - Parameters:
    ///   - rows: Whole rows, row-major.
    ///   - assigned: The number of each row's centroid.
    /// - Returns: The codes.
    /// - Complexity: O(rows · dimension · 2^bits).
    package func encode(_ rows: Span<Float>, assigned: [UInt16]) -> ResidualRows {
        precondition(rows.count == assigned.count * dimension, "a centroid a row")
        precondition(assigned.allSatisfy { Int($0) < centroidCount }, "a centroid that does not exist")
        var encoded = ResidualRows()
        encoded.centroids = assigned
        encoded.codes = [UInt8](repeating: 0, count: assigned.count * codeBytes)
        encoded.scales = [UInt16](repeating: 0, count: assigned.count)
        let weights = weights
        unsafe rows.withUnsafeBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            unsafe rag_residual_encode(
                rows, assigned.count, dimension, bits, centroids, assigned, cutoffs, weights, &encoded.codes,
                &encoded.scales)
        }
        return encoded
    }

    /// Decodes rows.
    ///
    /// - Parameter rows: Codes of this quantiser.
    /// - Returns: `rows × dimension` values, row-major.
    /// - Complexity: O(values).
    package func decode(_ rows: ResidualRows) -> [Float] {
        check(rows)
        var values = [Float](repeating: 0, count: rows.centroids.count * dimension)
        unsafe rag_residual_decode(
            rows.codes, rows.centroids, rows.scales, rows.centroids.count, dimension, bits, centroids, weights, &values)
        return values
    }

    func check(_ rows: ResidualRows) {
        precondition(rows.codes.count == rows.centroids.count * codeBytes, "codes of another shape")
        precondition(rows.scales.count == rows.centroids.count, "a scale a row")
    }
}
