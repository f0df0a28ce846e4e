// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// Collects the metadata of a segment's documents for a ``MetadataTable``, a row for each.
struct MetadataTableBuilder: Sendable {
    private var columns: [String: MetadataColumnBuilder] = [:]

    /// The number of rows.
    private(set) var rowCount = 0

    /// Starts without rows.
    init() {}

    /// Adds the metadata of a document as the next row.
    ///
    /// - Complexity: O(values).
    mutating func append(_ metadata: Metadata) {
        precondition(rowCount < StoredSegment.maximumRowCount, "a segment has no room for another row")
        for (name, value) in metadata.values {
            columns[name, default: MetadataColumnBuilder()].append(value, row: UInt32(rowCount))
        }
        rowCount += 1
    }

    /// Adds rows of another table as the next rows, in their order, as a merge does.
    ///
    /// - Parameters:
    ///   - table: The other table.
    ///   - targets: For each of its rows which one it becomes, counted on from ``rowCount``, or ``LexicalMerge/dropped``.
    /// - Throws: A `SegmentStoreError` of code `corrupted`; the builder is then of no use any more.
    /// - Complexity: O(values and rows of the table).
    mutating func append(_ table: MetadataTable, targets: [UInt32]) throws(SegmentStoreError) {
        precondition(targets.count == table.rowCount, "the targets are those of another table")
        var next = rowCount
        for target in targets where target != LexicalMerge.dropped {
            precondition(target == next && next < StoredSegment.maximumRowCount, "rows are added in their order")
            next += 1
        }
        for (name, column) in table.columns {
            try columns[name, default: MetadataColumnBuilder()].append(column, targets: targets)
        }
        rowCount = next
    }

    /// Writes the file.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        precondition(rowCount > 0, "a segment has rows")
        var content = MetadataContentWriter(rowCount: rowCount)
        let columns = columns.filter { $0.value.presentCount > 0 }
        content.columns.append(columns.count)
        for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
            content.columns.append(name)
            column.write(into: &content)
        }
        try file.begin(section: MetadataTable.columnSection)
        try file.append(content.columns.bytes)
        try file.begin(section: MetadataTable.wordSection)
        try file.append(content.words)
        try file.begin(section: MetadataTable.rowSection)
        try file.append(content.rows)
        try file.begin(section: MetadataTable.listSection)
        try file.append(content.lists)
        try file.begin(section: MetadataTable.textSection)
        try file.append(content.texts)
    }
}
