// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Writes the sections of ``StoredRows``.
struct RowEncoder {
    /// What the rows are.
    let field: VectorField

    private static let blockRows = 1_024

    /// Writes all rows of a source, block by block.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - file: Where they go.
    /// - Throws: What writing throws.
    /// - Complexity: O(rows · dimension).
    func write(_ source: some RowSource, into file: SegmentFileWriter) throws(SegmentStoreError) {
        var scales: [Float] = []
        var norms: [Float] = []
        try file.begin(section: StoredRows.rowSection)
        for start in stride(from: 0, to: source.rowCount, by: Self.blockRows) {
            var values = source.gathered(
                start..<min(start + Self.blockRows, source.rowCount), dimension: field.dimension)
            switch field.precision {
            case .float32: try file.append(values)
            case .float16: try file.append(halves(&values))
            case .int8: try file.append(codes(&values, scales: &scales))
            }
            if field.metric == .euclidean { norms += Self.halfSquaredLengths(values, dimension: field.dimension) }
        }
        if field.precision == .int8 {
            try file.begin(section: StoredRows.scaleSection)
            try file.append(scales)
        }
        if field.metric == .euclidean {
            try file.begin(section: StoredRows.normSection)
            try file.append(norms)
        }
    }

    /// Rounds values to half precision; they become what was stored.
    private func halves(_ values: inout [Float]) -> [UInt16] {
        var halves = [UInt16](repeating: 0, count: values.count)
        var encoded = halves.mutableSpan
        RowCoding.encode(values.span, into: &encoded)
        var decoded = values.mutableSpan
        RowDecoding.decode(halves: encoded.span, into: &decoded)
        return halves
    }

    /// Rounds rows to codes; they become what was stored.
    private func codes(_ values: inout [Float], scales: inout [Float]) -> [Int8] {
        var codes = [Int8](repeating: 0, count: values.count)
        var factors = [Float](repeating: 0, count: values.count / field.dimension)
        var encoded = codes.mutableSpan
        encode(values.span, into: &encoded, scales: &factors)
        var decoded = values.mutableSpan
        for row in 0..<factors.count {
            let range = row * field.dimension..<(row + 1) * field.dimension
            RowDecoding.decode(
                codes: encoded.span.extracting(range), scale: factors[row], into: &decoded, at: range.lowerBound)
        }
        scales += factors
        return codes
    }

    private func encode(_ values: Span<Float>, into codes: inout MutableSpan<Int8>, scales: inout [Float]) {
        var factors = scales.mutableSpan
        RowCoding.encode(values, dimension: field.dimension, into: &codes, scales: &factors)
    }

    /// Half the squared length of each of some rows, which is what ranking by distance subtracts from dot products.
    static func halfSquaredLengths(_ values: [Float], dimension: Int) -> [Float] {
        let all = values.span
        return (0..<values.count / dimension).map { row in
            let row = all.extracting(row * dimension..<(row + 1) * dimension)
            return BLAS.dot(row, row) / 2
        }
    }
}
