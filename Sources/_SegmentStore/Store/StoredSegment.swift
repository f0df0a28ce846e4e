// SPDX-License-Identifier: Apache-2.0

/// A run of documents of a store that was written once and never changes, but for the documents deleted from it.
///
/// Each engine has a component of its own in it, over the same rows: row 7 is the same document in all of them.
package struct StoredSegment: Sendable {
    /// The segment's number.
    package let id: SegmentID

    /// The number of documents, deleted ones included; at most ``maximumRowCount``.
    package let rowCount: Int

    /// The components' files by name, such as `lexical`.
    package let components: [String: MappedFile]

    /// The deleted documents, or `nil` where there are none.
    package let deleted: DeletedRows?

    /// The most documents of one segment, so that a row fits 32 bits.
    package static let maximumRowCount = Int(Int32.max)

    /// The number of documents that count.
    package var liveRowCount: Int { rowCount - (deleted?.count ?? 0) }

    /// The bytes of all components.
    package var byteCount: Int { components.values.reduce(0) { $0 + $1.byteCount } }

    /// The file of a component.
    ///
    /// - Parameter name: The component's name.
    /// - Returns: Its file.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` when the segment has no such component.
    package func component(_ name: String) throws(SegmentStoreError) -> MappedFile {
        guard let file = components[name] else {
            throw SegmentStoreError(.corrupted, "\(id) has no component '\(name)'; index again")
        }
        return file
    }
}
