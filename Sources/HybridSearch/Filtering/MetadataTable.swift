// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The metadata of a segment's documents in a mapped file, turned round: the rows of each value of each name.
///
/// It answers filters without reading a document.
///
/// | section | what |
/// |---|---|
/// | `columns` | the rows; then of each name, ascending, its values by kind: how many, and how they are laid out |
/// | `words` | numbers in order, and where texts and lists of rows begin; 8 bytes each |
/// | `rows` | the rows of values that are mostly different, beside each value; 4 bytes each |
/// | `lists` | the rows of values that repeat, a list for each value; see ``RowList`` |
/// | `texts` | the texts in the order of their bytes, one after the other |
///
/// What a column has in a section lies right behind what the column before it has there.
///
/// Opening reads the columns and no more; what else a file holds is checked where a filter touches it.
struct MetadataTable: Sendable {
    static let component = "metadata"
    static let columnSection = "columns"
    static let wordSection = "words"
    static let rowSection = "rows"
    static let listSection = "lists"
    static let textSection = "texts"

    /// The number of rows.
    let rowCount: Int

    /// What the documents' metadata says under each name.
    let columns: [String: MetadataColumn]

    /// Opens a file.
    ///
    /// - Complexity: O(names).
    init(_ file: MappedFile) throws(SegmentStoreError) {
        var bytes = ByteReader(try file.section(Self.columnSection).copy()[...], name: file.name)
        let rowCount = try bytes.integer()
        guard (1...StoredSegment.maximumRowCount).contains(rowCount) else { throw LexicalSegment.damaged(file.name) }
        let content = MetadataContent(
            rowCount: rowCount,
            words: try file.section(Self.wordSection).array(of: UInt64.self),
            rows: try file.section(Self.rowSection).array(of: UInt32.self),
            lists: try file.section(Self.listSection).array(of: UInt8.self),
            texts: try file.section(Self.textSection).array(of: UInt8.self))
        var reader = MetadataColumnReader(bytes, content)
        var columns: [String: MetadataColumn] = [:]
        for _ in 0..<(try reader.bytes.integer()) {
            let name = try reader.bytes.string()
            let column = try MetadataColumn(&reader)
            guard columns.updateValue(column, forKey: name) == nil else { throw content.damage }
        }
        guard reader.bytes.isAtEnd else { throw content.damage }
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// The sections that the columns of a table share.
struct MetadataContent: Sendable {
    let rowCount: Int
    let words: MappedArray<UInt64>
    let rows: MappedArray<UInt32>
    let lists: MappedArray<UInt8>
    let texts: MappedArray<UInt8>

    /// An error for contents that contradict each other.
    var damage: SegmentStoreError { LexicalSegment.damaged(words.bytes.file.name) }
}

/// Reads columns one after the other, and where their parts of the sections begin.
struct MetadataColumnReader {
    var bytes: ByteReader
    let content: MetadataContent
    private var word = 0
    private var row = 0

    init(_ bytes: ByteReader, _ content: MetadataContent) {
        self.bytes = bytes
        self.content = content
    }

    /// Where the next words begin.
    mutating func words(_ count: Int) throws(SegmentStoreError) -> Int {
        guard count <= content.words.count - word else { throw content.damage }
        defer { word += count }
        return word
    }

    /// Where the next rows begin.
    mutating func rows(_ count: Int) throws(SegmentStoreError) -> Int {
        guard count <= content.rows.count - row else { throw content.damage }
        defer { row += count }
        return row
    }
}
