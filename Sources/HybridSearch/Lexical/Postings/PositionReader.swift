// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Reads where a term stands, row by row; see ``PositionListWriter`` for the layout.
struct PositionReader {
    private let bytes: MappedBytes
    private let tableEnd: Int
    private var offset: Int

    /// Starts at the first posting of a term.
    init(_ segment: LexicalSegment, _ entry: TermEntry) throws(SegmentStoreError) {
        bytes = try segment.positionBytes(of: entry)
        let blocks = (entry.postingCount + PostingBlock.capacity - 1) / PostingBlock.capacity
        tableEnd = blocks > 1 ? 4 * blocks : 0
        offset = tableEnd
    }

    /// Goes to the first posting of a block.
    mutating func seek(block: Int) throws(SegmentStoreError) {
        offset = tableEnd
        if tableEnd > 0 { offset += Int(try bytes.load(at: 4 * block, as: UInt32.self)) }
    }

    /// The positions of the next posting, ascending.
    ///
    /// - Parameter frequency: How often its row holds the term.
    /// - Returns: The positions.
    /// - Throws: A `SegmentStoreError`.
    mutating func next(frequency: Int) throws(SegmentStoreError) -> [UInt32] {
        var positions: [UInt32] = []
        var position = 0
        for _ in 0..<frequency {
            let distance = try bytes.integer(at: &offset)
            guard distance <= Int(UInt32.max) - position else { throw LexicalSegment.damaged(bytes.file.name) }
            position += distance
            positions.append(UInt32(position))
        }
        return positions
    }

    /// Passes over a posting.
    mutating func skip(frequency: Int) throws(SegmentStoreError) {
        for _ in 0..<frequency { _ = try bytes.integer(at: &offset) }
    }
}
