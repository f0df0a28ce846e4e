// SPDX-License-Identifier: Apache-2.0

/// Which files make up a store; replaced as a whole by every commit.
struct Manifest: Hashable, Sendable {
    /// The number of the commit.
    var generation: Int

    /// The number of the next new segment, so that no number is used twice.
    var nextSegment: Int

    /// What the engines keep about the whole store, such as the analyser's identity.
    var properties: [String: String]

    /// The segments, in the order of their documents.
    var segments: [Segment]

    /// Greater numbers of commits and segments are damage; no store lives to see them.
    static let numberLimit = 1 << 48

    /// A segment.
    struct Segment: Hashable, Sendable {
        var id: SegmentID
        var rowCount: Int
        var components: [Component]
        var deletedRows: DeletedRowsFile?
    }

    /// A component's file.
    struct Component: Hashable, Sendable {
        var name: String
        var identity: FileIdentity
    }

    /// The file of a segment's deleted rows.
    struct DeletedRowsFile: Hashable, Sendable {
        var generation: Int
        var identity: FileIdentity
    }

    /// The names of all files that the manifest names.
    var fileNames: Set<String> {
        var names: Set<String> = []
        for segment in segments {
            for component in segment.components {
                names.insert(StoreFileName.component(component.name, of: segment.id))
            }
            if let deleted = segment.deletedRows {
                names.insert(StoreFileName.deletedRows(of: segment.id, generation: deleted.generation))
            }
        }
        return names
    }
}
