// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents of a segment in a mapped file, by row and by identifier.
///
/// | section | what |
/// |---|---|
/// | `documents` | the records, one after the other; each begins with the identifier |
/// | `starts` | where each record begins and at the end their length, 8 bytes each |
/// | `hashes` | the 64-bit hashes of all identifiers, ascending |
/// | `rows` | beside each hash the row, 4 bytes |
struct DocumentTable: Sendable {
    static let component = "documents"
    static let recordSection = "documents"
    static let startSection = "starts"
    static let hashSection = "hashes"
    static let rowSection = "rows"

    private let records: MappedBytes
    private let starts: MappedArray<UInt64>
    private let hashes: MappedArray<UInt64>
    private let rows: MappedArray<UInt32>

    /// The number of rows.
    var rowCount: Int { starts.count - 1 }

    /// Opens a file.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        records = try file.section(Self.recordSection)
        starts = try file.section(Self.startSection).array(of: UInt64.self)
        hashes = try file.section(Self.hashSection).array(of: UInt64.self)
        rows = try file.section(Self.rowSection).array(of: UInt32.self)
        guard starts.count == hashes.count + 1, rows.count == hashes.count else {
            throw LexicalSegment.damaged(file.name)
        }
    }

    /// The bytes of a row's record.
    func record(at row: Int) throws(SegmentStoreError) -> MappedBytes {
        guard let start = Int(exactly: starts[row]), let end = Int(exactly: starts[row + 1]), start <= end else {
            throw LexicalSegment.damaged(records.file.name)
        }
        return try records.slice(start..<end)
    }

    /// The document of a row.
    func document(at row: Int) throws(SegmentStoreError) -> Document {
        var reader = ByteReader(try record(at: row).copy()[...], name: records.file.name)
        return try reader.document()
    }

    /// The identifier of a row's document.
    func identifier(at row: Int) throws(SegmentStoreError) -> DocumentID {
        let record = try record(at: row)
        var offset = 0
        let length = try record.integer(at: &offset)
        guard length <= record.count - offset else { throw LexicalSegment.damaged(records.file.name) }
        return DocumentID(try record.string(offset..<offset + length))
    }

    /// The rows whose documents have an identifier; more than one only where all but one are deleted.
    ///
    /// - Complexity: O(log rows).
    func rows(of id: DocumentID) throws(SegmentStoreError) -> [Int] {
        let hash = Self.hash(of: id)
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < hashes.count, hashes[low] == hash {
            let row = Int(rows[low])
            guard row < rowCount else { throw LexicalSegment.damaged(records.file.name) }
            if try identifier(at: row) == id { found.append(row) }
            low += 1
        }
        return found
    }

    /// The 64-bit FNV-1a hash of an identifier; the same on every machine.
    static func hash(of id: DocumentID) -> UInt64 {
        id.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Collects the records of a ``DocumentTable``.
struct DocumentTableBuilder {
    private var records = ByteWriter()
    private var starts: [UInt64] = []
    private var hashes: [UInt64] = []

    /// The number of rows.
    var rowCount: Int { starts.count }

    /// The bytes of all records.
    var byteCount: Int { records.bytes.count }

    /// Adds a document as the next row.
    mutating func append(_ document: Document) {
        starts.append(UInt64(records.bytes.count))
        hashes.append(DocumentTable.hash(of: document.id))
        records.append(document)
    }

    /// Adds a record of another table as the next row.
    mutating func append(record: MappedBytes, id: DocumentID) {
        starts.append(UInt64(records.bytes.count))
        hashes.append(DocumentTable.hash(of: id))
        records.append(raw: record.copy())
    }

    /// The document of a row.
    func document(at row: Int) throws(SegmentStoreError) -> Document {
        let end = row + 1 < starts.count ? Int(starts[row + 1]) : records.bytes.count
        var reader = ByteReader(records.bytes[Int(starts[row])..<end], name: "a document that is not committed")
        return try reader.document()
    }

    /// Writes the file.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        let order = hashes.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }
        try file.begin(section: DocumentTable.recordSection)
        try file.append(records.bytes)
        try file.begin(section: DocumentTable.startSection)
        try file.append(starts + [UInt64(records.bytes.count)])
        try file.begin(section: DocumentTable.hashSection)
        try file.append(order.map { hashes[$0] })
        try file.begin(section: DocumentTable.rowSection)
        try file.append(order.map { UInt32($0) })
    }
}
