// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Writes the file of a ``LexicalSegment``, term by term.
///
/// | section | what |
/// |---|---|
/// | `lengths` | the distinct lengths of rows, ascending, 4 bytes each |
/// | `codes` | for each row the place of its length among them, 2 bytes each, or 4 where there are more than 65,536; 4 zero bytes |
/// | `postings` | the posting lists; 64 zero bytes |
/// | `positions` | where the terms stand, see ``PositionListWriter`` |
/// | `term groups`, `terms` | the dictionary, see ``TermDictionaryWriter`` |
/// | `summary` | rows, total length, bytes of a code, whether there are positions |
struct LexicalSegmentWriter {
    private let lengths: LengthTable
    private let storesPositions: Bool
    private let totalLength: Int
    private var postings: PostingListWriter
    private var positions = PositionListWriter()
    private var dictionary = TermDictionaryWriter()

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - rowLengths: The length of each row.
    ///   - storesPositions: Whether positions follow.
    ///   - file: The file.
    /// - Throws: A `SegmentStoreError`.
    init(lengths rowLengths: [UInt32], storesPositions: Bool, into file: SegmentFileWriter) throws(SegmentStoreError) {
        lengths = LengthTable(lengthsOfRows: rowLengths)
        totalLength = rowLengths.reduce(0) { $0 + Int($1) }
        self.storesPositions = storesPositions
        postings = PostingListWriter(lengths: lengths)
        try file.begin(section: LexicalSegment.lengthSection)
        try file.append(lengths.lengths)
        try file.begin(section: LexicalSegment.codeSection)
        if lengths.lengths.count <= 1 << 16 {
            try file.append(lengths.codes.map { UInt16($0) })
        } else {
            try file.append(lengths.codes)
        }
        try file.append([UInt8](repeating: 0, count: 4))
        try file.begin(section: LexicalSegment.postingSection)
    }

    /// Adds a term, after all that are less.
    ///
    /// - Parameters:
    ///   - term: Its UTF-8.
    ///   - rows: Its rows, ascending.
    ///   - frequencies: How often each holds it.
    ///   - termPositions: Where it stands, all positions of a row before those of the next; empty without positions.
    ///   - file: The file.
    /// - Throws: A `SegmentStoreError`.
    mutating func append(
        _ term: Span<UInt8>, rows: Span<UInt32>, frequencies: Span<UInt32>, positions termPositions: Span<UInt32>,
        into file: SegmentFileWriter
    ) throws(SegmentStoreError) {
        let postingRange = postings.append(rows: rows, frequencies: frequencies)
        let positionRange =
            storesPositions ? positions.append(frequencies: frequencies, positions: termPositions) : 0..<0
        dictionary.append(
            term, TermEntry(postingCount: rows.count, postings: postingRange, positions: positionRange))
        if postings.bytes.count > 1 << 20 { try postings.flush(into: file) }
    }

    /// Writes what is left.
    mutating func finish(into file: SegmentFileWriter) throws(SegmentStoreError) {
        try postings.finish(into: file)
        try file.begin(section: LexicalSegment.positionSection)
        try file.append(positions.bytes)
        try dictionary.write(into: file)
        var summary = ByteWriter()
        summary.append(lengths.codes.count)
        summary.append(totalLength)
        summary.append(lengths.lengths.count <= 1 << 16 ? 2 : 4)
        summary.append(storesPositions ? 1 : 0)
        try file.begin(section: LexicalSegment.summarySection)
        try file.append(summary.bytes)
    }
}
