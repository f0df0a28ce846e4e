// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Records of any length in a mapped file: one section with their bytes and one that says where each begins.
struct RecordList: Sendable {
    private let bytes: MappedBytes
    private let starts: MappedArray<UInt64>

    /// Opens two sections of a file.
    init(_ file: MappedFile, _ section: String, starts startSection: String) throws(SegmentStoreError) {
        bytes = try file.section(section)
        starts = try file.section(startSection).array(of: UInt64.self)
        guard !starts.isEmpty else { throw LexicalSegment.damaged(file.name) }
    }

    /// The number of records.
    var count: Int { starts.count - 1 }

    /// The name of the file, for errors.
    var name: String { bytes.file.name }

    /// The bytes of a record.
    subscript(number: Int) -> MappedBytes {
        get throws(SegmentStoreError) {
            guard let start = Int(exactly: starts[number]), let end = Int(exactly: starts[number + 1]), start <= end
            else {
                throw LexicalSegment.damaged(name)
            }
            return try bytes.slice(start..<end)
        }
    }
}

/// Collects the records of a ``RecordList``.
struct RecordListBuilder {
    private(set) var records = ByteWriter()
    private var starts: [UInt64] = []

    /// The number of records.
    var count: Int { starts.count }

    /// The bytes of all records.
    var byteCount: Int { records.bytes.count }

    /// Adds what is written as the next record.
    mutating func append(_ write: (inout ByteWriter) -> Void) {
        starts.append(UInt64(records.bytes.count))
        write(&records)
    }

    /// The bytes of a record.
    subscript(number: Int) -> ArraySlice<UInt8> {
        let end = number + 1 < starts.count ? Int(starts[number + 1]) : records.bytes.count
        return records.bytes[Int(starts[number])..<end]
    }

    /// Writes the sections.
    func write(
        _ section: String, starts startSection: String, into file: SegmentFileWriter
    ) throws(SegmentStoreError) {
        try file.begin(section: section)
        try file.append(records.bytes)
        try file.begin(section: startSection)
        try file.append(starts + [UInt64(records.bytes.count)])
    }
}
