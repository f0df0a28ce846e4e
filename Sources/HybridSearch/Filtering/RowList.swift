// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The rows of one value in a file, ascending: whichever is smaller of two codes.
///
/// - 0, then for each row how many rows lie between it and the one before, in as few bytes as that needs (LEB128);
/// - 1, then zeros up to a multiple of 8 bytes, then a bit for every row of the segment, laid out as ``RowSet/words``.
struct RowList {
    private static let deltas: UInt8 = 0
    private static let bitmap: UInt8 = 1

    private let bytes: MappedArray<UInt8>
    private let place: Range<Int>
    private let rowCount: Int

    /// A list in bytes, which are not checked yet.
    init(bytes: MappedArray<UInt8>, place: Range<Int>, rowCount: Int) {
        self.bytes = bytes
        self.place = place
        self.rowCount = rowCount
    }

    /// Appends a list.
    ///
    /// - Parameters:
    ///   - rows: The rows, strictly ascending.
    ///   - rowCount: The rows of the segment.
    ///   - bytes: Where it goes, from a multiple of 8 bytes on.
    static func append(_ rows: ArraySlice<UInt32>, rowCount: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        let bitmapLength = (rowCount + 63) / 64 * 8
        bytes.append(deltas)
        var next: UInt32 = 0
        for row in rows where bytes.count - start <= bitmapLength {
            var gap = row - next
            while gap >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: gap) | 0x80)
                gap >>= 7
            }
            bytes.append(UInt8(gap))
            next = row + 1
        }
        guard bytes.count - start > bitmapLength else { return }
        bytes.removeLast(bytes.count - start)
        bytes.append(bitmap)
        bytes.append(contentsOf: repeatElement(0, count: aligned(bytes.count) - bytes.count))
        let first = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: bitmapLength))
        for row in rows { bytes[first + Int(row >> 3)] |= 1 << UInt8(row & 7) }
    }

    /// Adds the rows to a set of the same segment.
    ///
    /// - Complexity: O(rows of the list), or O(rows of the segment / 64).
    func insert(into rows: inout RowSet) throws(SegmentStoreError) {
        guard let start = place.first else { throw damage }
        switch bytes[start] {
        case Self.deltas: try decodeDeltas { rows.insert($0) }
        case Self.bitmap: rows.formUnion(try words())
        default: throw damage
        }
    }

    /// The rows.
    func rows() throws(SegmentStoreError) -> [UInt32] {
        if let start = place.first, bytes[start] == Self.deltas {
            var rows: [UInt32] = []
            try decodeDeltas { rows.append(UInt32($0)) }
            return rows
        }
        var rows = RowSet(rowCount: rowCount)
        try insert(into: &rows)
        return rows.rows.map { UInt32($0) }
    }

    private func decodeDeltas(_ body: (Int) -> Void) throws(SegmentStoreError) {
        let span = bytes.span
        var offset = place.lowerBound + 1
        var row = 0
        while offset < place.upperBound {
            var byte = span[offset]
            var gap = Int(byte & 0x7F)
            var shift = 7
            while byte >= 0x80 {
                offset += 1
                guard offset < place.upperBound, shift < 35 else { throw damage }
                byte = span[offset]
                gap |= Int(byte & 0x7F) << shift
                shift += 7
            }
            offset += 1
            row += gap
            guard row < rowCount else { throw damage }
            body(row)
            row += 1
        }
    }

    private func words() throws(SegmentStoreError) -> MappedArray<UInt64> {
        let start = Self.aligned(place.lowerBound + 1)
        guard start <= place.upperBound else { throw damage }
        let words = try bytes.bytes.slice(start..<place.upperBound).array(of: UInt64.self)
        let beyond = rowCount % 64 == 0 ? 0 : ~UInt64(0) << UInt64(rowCount % 64)
        guard words.count == (rowCount + 63) / 64, words.last.map({ $0 & beyond }) == 0 else { throw damage }
        return words
    }

    private static func aligned(_ offset: Int) -> Int { (offset + 7) & ~7 }

    private var damage: SegmentStoreError { LexicalSegment.damaged(bytes.bytes.file.name) }
}
