// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// One embedding for each row of a segment in a mapped file, searched exactly by dot product.
struct DenseSegment: Sendable {
    static let component = "dense"
    static let valueSection = "values"

    /// The length of an embedding.
    let dimension: Int

    /// `rows × dimension` values, row-major.
    let values: MappedArray<Float>

    /// Opens a file.
    init(_ file: MappedFile, rowCount: Int) throws(SegmentStoreError) {
        values = try file.section(Self.valueSection).array(of: Float.self)
        guard !values.isEmpty, values.count % rowCount == 0 else { throw LexicalSegment.damaged(file.name) }
        dimension = values.count / rowCount
    }

    /// Writes a file.
    static func write(_ values: [Float], into file: SegmentFileWriter) throws(SegmentStoreError) {
        try file.begin(section: valueSection)
        try file.append(values)
    }

    /// The number of rows.
    var rowCount: Int { values.count / dimension }

    /// The rows that are scored by one product: as many as keep their scores in the cache.
    private static let blockRows = 4096

    /// Scores every row against a vector and offers it to a collector.
    ///
    /// - Parameters:
    ///   - vector: `dimension` finite values.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives every row.
    /// - Complexity: O(rows · dimension), bound by the memory's read bandwidth.
    func search(_ vector: [Float], kept: RowSet?, firstRow: Int, into top: inout TopK) {
        var scores = [Float](repeating: 0, count: min(rowCount, Self.blockRows))
        for start in stride(from: 0, to: rowCount, by: Self.blockRows) {
            let count = min(Self.blockRows, rowCount - start)
            let block = values.span.extracting((start * dimension)..<((start + count) * dimension))
            var products = scores.mutableSpan
            BLAS.multiply(block, rows: count, by: vector.span, into: &products)
            for row in 0..<count where kept?.contains(start + row) ?? true {
                top.insert(row: firstRow + start + row, score: scores[row])
            }
        }
    }
}

extension DenseSegment {
    /// Refuses a vector that cannot be stored or searched by.
    ///
    /// - Parameters:
    ///   - vector: The vector.
    ///   - dimension: The length that it must have, or `nil` for any but 0.
    ///   - name: What the vector is, for the error.
    /// - Throws: A ``HybridSearchError`` of code `dimensionMismatch` or `notFinite`.
    static func check(_ vector: [Float], dimension: Int?, of name: String) throws(HybridSearchError) {
        guard !vector.isEmpty, vector.count == dimension ?? vector.count else {
            let expected = dimension.map(String.init) ?? "at least 1"
            throw HybridSearchError(
                .dimensionMismatch, "\(name) has \(vector.count) dimensions; expected \(expected)")
        }
        if let place = vector.firstIndex(where: { !$0.isFinite }) {
            throw HybridSearchError(.notFinite, "\(name) holds \(vector[place]) at dimension \(place)")
        }
    }
}
