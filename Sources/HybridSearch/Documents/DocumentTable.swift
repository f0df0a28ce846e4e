// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents of a segment in a mapped file, by number and by identifier, with the chunks that are its rows.
///
/// | section | what |
/// |---|---|
/// | `documents` | the records, one after the other; each begins with the identifier |
/// | `starts` | where each record begins and at the end their length, 8 bytes each |
/// | `hashes` | the 64-bit hashes of all identifiers, ascending |
/// | `rows` | beside each hash the document's number, 4 bytes |
/// | `first-rows` | the first row of each document and at the end the number of rows, 4 bytes each |
/// | `chunks` | the chunks of each document; nothing of a document in one piece |
/// | `chunk-starts` | where those of each document begin and at the end their length, 8 bytes each |
///
/// The last three are absent where every document is in one piece, and so one row.
struct DocumentTable: Sendable {
    static let component = "documents"
    static let recordSection = "documents"
    static let startSection = "starts"
    static let hashSection = "hashes"
    static let numberSection = "rows"
    static let firstRowSection = "first-rows"
    static let chunkSection = "chunks"
    static let chunkStartSection = "chunk-starts"

    /// Which rows belong to which document.
    let layout: DocumentRows

    private let records: RecordList
    private let chunks: RecordList?
    private let hashes: MappedArray<UInt64>
    private let numbers: MappedArray<UInt32>

    /// The number of documents.
    var documentCount: Int { records.count }

    /// The number of rows.
    var rowCount: Int { layout.rowCount }

    /// Opens a file.
    ///
    /// - Complexity: O(documents) where some have several chunks, O(1) otherwise.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        records = try RecordList(file, Self.recordSection, starts: Self.startSection)
        hashes = try file.section(Self.hashSection).array(of: UInt64.self)
        numbers = try file.section(Self.numberSection).array(of: UInt32.self)
        guard records.count == hashes.count, numbers.count == hashes.count else {
            throw LexicalSegment.damaged(file.name)
        }
        guard file.sectionNames.contains(Self.firstRowSection) else {
            chunks = nil
            layout = DocumentRows(documentCount: records.count)
            return
        }
        let firstRows = try file.section(Self.firstRowSection).array(of: UInt32.self)
        let chunks = try RecordList(file, Self.chunkSection, starts: Self.chunkStartSection)
        guard let layout = DocumentRows(firstRows, documentCount: records.count), chunks.count == records.count else {
            throw LexicalSegment.damaged(file.name)
        }
        self.layout = layout
        self.chunks = chunks
    }

    /// The bytes of a document's record.
    func record(of number: Int) throws(SegmentStoreError) -> MappedBytes { try records[number] }

    /// The bytes of a document's chunks; empty for a document in one piece.
    func chunkRecord(of number: Int) throws(SegmentStoreError) -> [UInt8] { try chunks?[number].copy() ?? [] }

    /// A document.
    func document(_ number: Int) throws(SegmentStoreError) -> Document {
        var reader = ByteReader(try records[number].copy()[...], name: records.name)
        return try reader.document()
    }

    /// The chunk that is a row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - document: Its document, as ``document(_:)`` has it.
    /// - Returns: The chunk.
    /// - Throws: A `SegmentStoreError` of code `corrupted`.
    func chunk(at row: Int, of document: Document) throws(SegmentStoreError) -> Chunk {
        let number = layout.document(of: row)
        let record = try chunkRecord(of: number)
        let ordinal = row - layout.rows(of: number).lowerBound
        if record.isEmpty, ordinal == 0 { return Chunk(whole: document) }
        var reader = ByteReader(record[...], name: records.name)
        guard let chunk = try reader.chunk(ordinal, of: document) else { throw LexicalSegment.damaged(records.name) }
        return chunk
    }

    /// The identifier of a document.
    func identifier(of number: Int) throws(SegmentStoreError) -> DocumentID {
        let record = try records[number]
        var offset = 0
        let length = try record.integer(at: &offset)
        guard length <= record.count - offset else { throw LexicalSegment.damaged(records.name) }
        return DocumentID(try record.string(offset..<offset + length))
    }

    /// The numbers of the documents with an identifier; more than one only where all but one are deleted.
    ///
    /// - Complexity: O(log documents).
    func numbers(of id: DocumentID) throws(SegmentStoreError) -> [Int] {
        let hash = Self.hash(of: id)
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < hashes.count, hashes[low] == hash {
            let number = Int(numbers[low])
            guard number < documentCount else { throw LexicalSegment.damaged(records.name) }
            if try identifier(of: number) == id { found.append(number) }
            low += 1
        }
        return found
    }

    /// The 64-bit FNV-1a hash of an identifier; the same on every machine.
    static func hash(of id: DocumentID) -> UInt64 {
        id.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
