// SPDX-License-Identifier: Apache-2.0

/// Which documents of a segment are deleted: one bit a row, the first row in the lowest bit of the first word.
///
/// The bits lie in a file of their own, which is as immutable as the segment: a commit that deletes more writes a new one.
package struct DeletedRows: Sendable {
    /// The number of rows of the segment.
    package let rowCount: Int

    /// The number of deleted rows; one or more.
    package let count: Int

    /// The bits, for kernels; those beyond the last row are 0.
    package let words: MappedArray<UInt64>

    let file: MappedFile

    static let kind = "deleted-rows"
    static let section = "words"

    /// Reads the deleted rows of a segment and checks them against their checksum.
    ///
    /// - Complexity: O(rows / 64).
    init(_ file: MappedFile, rowCount: Int) throws(SegmentStoreError) {
        try file.verify()
        let words = try file.section(Self.section).array(of: UInt64.self)
        guard file.kind == Self.kind, words.count == Self.wordCount(rowCount) else {
            throw SegmentFileFormat.damaged(file.name)
        }
        let beyond = rowCount % 64 == 0 ? 0 : ~UInt64(0) << UInt64(rowCount % 64)
        let count = words.reduce(0) { $0 + $1.nonzeroBitCount }
        guard count > 0, words.last.map({ $0 & beyond }) == 0 else { throw SegmentFileFormat.damaged(file.name) }
        self.rowCount = rowCount
        self.count = count
        self.words = words
        self.file = file
    }

    static func wordCount(_ rowCount: Int) -> Int { (rowCount + 63) / 64 }

    /// Whether a document is deleted.
    ///
    /// - Parameter row: The document's row.
    /// - Returns: Whether it is.
    /// - Precondition: The segment has the row.
    @inlinable
    package func contains(_ row: Int) -> Bool {
        precondition(row >= 0 && row < rowCount, "the segment has no such row")
        return words[row >> 6] >> UInt64(row & 63) & 1 == 1
    }
}
