// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Turns the positions of one term after the other into bytes.
///
/// The positions of a row are stored as differences of variable length. A list of several blocks of postings begins with
/// the places at which the positions of each block start, 4 bytes each, counted behind this table.
struct PositionListWriter {
    private var writer = ByteWriter()

    /// All lists.
    var bytes: [UInt8] { writer.bytes }

    /// Adds a list.
    ///
    /// - Parameters:
    ///   - frequencies: How often each row holds the term.
    ///   - positions: Where, all positions of a row before those of the next.
    /// - Returns: Where the list lies among all bytes.
    mutating func append(frequencies: Span<UInt32>, positions: Span<UInt32>) -> Range<Int> {
        let start = writer.bytes.count
        var list = ByteWriter()
        var blockStarts: [Int] = []
        var next = 0
        for posting in frequencies.indices {
            if posting % PostingBlock.capacity == 0 { blockStarts.append(list.bytes.count) }
            var previous: UInt32 = 0
            for _ in 0..<frequencies[posting] {
                list.append(Int(positions[next] - previous))
                previous = positions[next]
                next += 1
            }
        }
        if blockStarts.count > 1 {
            for start in blockStarts { writer.append(fixed: UInt32(start)) }
        }
        writer.append(raw: list.bytes)
        return start..<writer.bytes.count
    }
}
