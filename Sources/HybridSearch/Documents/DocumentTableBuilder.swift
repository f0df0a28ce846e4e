// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// Collects the documents and chunks of a ``DocumentTable``.
struct DocumentTableBuilder {
    private var records = RecordListBuilder()
    private var chunks = RecordListBuilder()
    private var hashes: [UInt64] = []
    /// The first row of each document.
    private var firstRows: [UInt32] = []

    /// The number of rows.
    private(set) var rowCount = 0

    /// The number of documents.
    var documentCount: Int { hashes.count }

    /// The rows of a document.
    func rows(of number: Int) -> Range<Int> {
        Int(firstRows[number])..<(number + 1 < firstRows.count ? Int(firstRows[number + 1]) : rowCount)
    }

    /// Adds a document in one piece.
    mutating func append(_ document: Document) {
        append(document, chunks: [IndexedChunk(whole: document, embedding: nil)])
    }

    /// Adds a document, a row for each of its chunks.
    mutating func append(_ document: Document, chunks pieces: [IndexedChunk]) {
        begin(DocumentTable.hash(of: document.id), rowCount: pieces.count)
        records.append { $0.append(document) }
        chunks.append { $0.append(pieces, of: document) }
    }

    /// Adds a document of another table.
    mutating func append(_ number: Int, of table: DocumentTable) throws(SegmentStoreError) {
        begin(DocumentTable.hash(of: try table.identifier(of: number)), rowCount: table.layout.rows(of: number).count)
        let record = try table.record(of: number).copy()
        let pieces = try table.chunkRecord(of: number)
        records.append { $0.append(raw: record) }
        chunks.append { $0.append(raw: pieces) }
    }

    private mutating func begin(_ hash: UInt64, rowCount count: Int) {
        precondition(count > 0 && count <= StoredSegment.maximumRowCount - rowCount, "a segment has no room for them")
        firstRows.append(UInt32(rowCount))
        hashes.append(hash)
        rowCount += count
    }

    /// A document.
    func document(_ number: Int) throws(SegmentStoreError) -> Document {
        var reader = ByteReader(records[number], name: "a document that is not committed")
        return try reader.document()
    }

    /// Writes the file.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        let order = hashes.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }
        try records.write(DocumentTable.recordSection, starts: DocumentTable.startSection, into: file)
        try file.begin(section: DocumentTable.hashSection)
        try file.append(order.map { hashes[$0] })
        try file.begin(section: DocumentTable.numberSection)
        try file.append(order.map { UInt32($0) })
        guard chunks.byteCount > 0 else { return }
        try file.begin(section: DocumentTable.firstRowSection)
        try file.append(firstRows + [UInt32(rowCount)])
        try chunks.write(DocumentTable.chunkSection, starts: DocumentTable.chunkStartSection, into: file)
    }
}
