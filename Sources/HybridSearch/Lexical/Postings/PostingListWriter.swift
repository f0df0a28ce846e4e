// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Turns the postings of one term after the other into the bytes that ``PostingList`` reads.
struct PostingListWriter {
    /// What was written and not yet taken.
    private(set) var bytes: [UInt8] = []

    private var bounds: BlockBounds
    private var blocks: [UInt8] = []
    private var boundBytes: [UInt8] = []

    /// How many bytes were written before ``bytes``.
    private var flushed = 0

    init(lengths: LengthTable) { bounds = BlockBounds(lengths: lengths) }

    /// Adds a list.
    ///
    /// - Parameters:
    ///   - rows: The rows, ascending, at least one.
    ///   - frequencies: As many frequencies.
    /// - Returns: Where the list lies among all bytes.
    mutating func append(rows: Span<UInt32>, frequencies: Span<UInt32>) -> Range<Int> {
        let capacity = PostingBlock.capacity
        guard rows.count > capacity else {
            let start = flushed + bytes.count
            PostingBlock.append(rows: rows, frequencies: frequencies, base: 0, to: &bytes)
            return start..<flushed + bytes.count
        }
        let start = flushed + bytes.count
        // The tables hold numbers of 4 bytes; what fills up to the next multiple belongs to the list.
        while (flushed + bytes.count) % 4 != 0 { bytes.append(0) }
        var lastRows = ByteWriter()
        var starts = ByteWriter()
        blocks.removeAll(keepingCapacity: true)
        boundBytes.removeAll(keepingCapacity: true)
        var base: UInt32 = 0
        for first in stride(from: 0, to: rows.count, by: capacity) {
            let range = first..<min(first + capacity, rows.count)
            let blockRows = rows.extracting(range)
            let blockFrequencies = frequencies.extracting(range)
            starts.append(fixed: UInt32(blocks.count))
            PostingBlock.append(rows: blockRows, frequencies: blockFrequencies, base: base, to: &blocks)
            bounds.append(rows: blockRows, frequencies: blockFrequencies, to: &boundBytes)
            lastRows.append(fixed: blockRows[blockRows.count - 1])
            base = blockRows[blockRows.count - 1] + 1
        }
        bytes += lastRows.bytes
        bytes += starts.bytes
        bytes += boundBytes
        bytes += blocks
        return start..<flushed + bytes.count
    }

    /// Moves what was written so far to a file.
    mutating func flush(into file: SegmentFileWriter) throws(SegmentStoreError) {
        try file.append(bytes)
        flushed += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }

    /// Moves the rest to a file, with the bytes behind the last list that readers may touch.
    mutating func finish(into file: SegmentFileWriter) throws(SegmentStoreError) {
        bytes.append(contentsOf: repeatElement(0, count: PostingBlock.slack))
        try flush(into: file)
    }
}
