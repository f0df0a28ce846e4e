// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// The embeddings of a segment in a mapped file: one row for each of its rows, and what finds them without reading all.
struct DenseSegment: Sendable {
    static let component = "dense"

    /// The vectors.
    let rows: StoredRows

    /// The vectors as codes; `nil` in a segment too small for them.
    let lists: CodeLists?

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - rowCount: The rows of the segment.
    /// - Throws: A `SegmentStoreError` of code `corrupted` or `unsupportedVersion`.
    /// - Complexity: O(lists).
    init(_ file: MappedFile, rowCount: Int) throws(SegmentStoreError) {
        let header = try DenseHeader(file)
        guard header.rowCount == rowCount, rowCount > 0 else { throw LexicalSegment.damaged(file.name) }
        rows = try StoredRows(file, header)
        lists = header.listCount > 0 ? try CodeLists(file, header) : nil
    }

    /// What the rows are.
    var field: VectorField { rows.field }

    /// The number of rows.
    var rowCount: Int { rows.rowCount }

    private static let trainingSeed: UInt64 = 1

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - source: The rows, in the form that ``VectorField/prepared(_:of:)`` gives them.
    ///   - field: What they are.
    ///   - layout: From how many rows on there are codes and clusters.
    ///   - file: Where they go.
    /// - Throws: What writing throws.
    static func write(
        _ source: some RowSource, field: VectorField, layout: DenseLayout, into file: SegmentFileWriter
    ) throws(SegmentStoreError) {
        let listCount = layout.listCount(rows: source.rowCount, dimension: field.dimension)
        try DenseHeader(field: field, rowCount: source.rowCount, listCount: listCount).write(into: file)
        try RowEncoder(field: field).write(source, into: file)
        guard listCount > 0 else { return }
        let quantizer = SharedQuantizer.of(dimension: field.dimension)
        let training = ListTraining(
            source, dimension: field.dimension, listCount: listCount, seed: trainingSeed)
        try CodeListsWriter(field: field, training: training, quantizer: quantizer).write(source, into: file)
    }
}
