// SPDX-License-Identifier: Apache-2.0

/// What a commit does to a store, all of it or nothing: new segments, merged ones in place of others, deleted rows,
/// properties.
///
/// ```swift
/// var change = StoreChange()
/// change.append(NewSegment(rowCount: 3).adding("lexical") { writer throws(SegmentStoreError) in
///     try writer.begin(section: "lengths")
///     try writer.append(lengths)
/// })
/// change.delete(rows: [7], in: older.id)
/// let snapshot = try writer.commit(change)
/// ```
package struct StoreChange {
    /// Segments that are replaced by one, or by none.
    struct Replacement {
        var old: [StoredSegment]
        var new: NewSegment?
    }

    private(set) var appended: [NewSegment] = []
    private(set) var replacements: [Replacement] = []
    private(set) var deletions: [SegmentID: Set<Int>] = [:]

    /// New properties in place of the store's, or `nil` to leave them.
    package var properties: [String: String]?

    /// Creates a change that changes nothing.
    package init() {}

    /// Whether nothing is changed.
    package var isEmpty: Bool {
        appended.isEmpty && replacements.isEmpty && deletions.isEmpty && properties == nil
    }

    /// Adds a segment behind all others.
    ///
    /// - Parameter segment: The segment.
    package mutating func append(_ segment: NewSegment) {
        appended.append(segment)
    }

    /// Puts one segment in the place of others, as a merge does, or nothing, where none of their documents is left.
    ///
    /// The new one stands where the first of the old ones stood, so a merge of neighbours keeps the order of documents.
    /// Where another commit has deleted rows of them in the meantime the commit throws
    /// ``SegmentStoreError/Code/conflict``: what was merged would bring them back.
    ///
    /// - Parameters:
    ///   - segments: One or more segments, as the snapshot had them that was merged.
    ///   - segment: What stands for them from now on.
    package mutating func replace(_ segments: [StoredSegment], with segment: NewSegment?) {
        precondition(!segments.isEmpty, "replace one or more segments")
        replacements.append(Replacement(old: segments, new: segment))
    }

    /// Removes segments with all their documents.
    ///
    /// - Parameter segments: The segments, as a snapshot had them.
    package mutating func remove(_ segments: [StoredSegment]) {
        if !segments.isEmpty { replace(segments, with: nil) }
    }

    /// Deletes documents of a segment that is in the store; rows that are deleted already stay so.
    ///
    /// - Parameters:
    ///   - rows: The documents' rows.
    ///   - segment: The segment.
    package mutating func delete(rows: some Sequence<Int>, in segment: SegmentID) {
        deletions[segment, default: []].formUnion(rows)
    }
}
