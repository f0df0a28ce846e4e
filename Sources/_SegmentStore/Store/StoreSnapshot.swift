// SPDX-License-Identifier: Apache-2.0

/// A store as of one commit: immutable, and readable from anywhere for as long as it is held.
///
/// ```swift
/// let snapshot = try StoreSnapshot(openingAt: path)
/// for segment in snapshot.segments {
///     let lengths = try segment.component("lexical").section("lengths").array(of: UInt32.self)
///     …
/// }
/// let newest = try snapshot.refreshed()
/// ```
///
/// Snapshots never wait for a writer and never see half a commit. The files of a snapshot stay readable while it is held:
/// the writer of the same process leaves them in place, and one of another process may remove their names, while the
/// kernel keeps the mapped contents.
package struct StoreSnapshot: Sendable {
    /// The number of the commit; 0 for a new store.
    package var generation: Int { manifest.generation }

    /// What the engines keep about the whole store, such as the analyser's identity.
    package var properties: [String: String] { manifest.properties }

    /// The segments, in the order of their documents.
    package let segments: [StoredSegment]

    let folder: any StoreFolder
    let manifest: Manifest

    init(folder: any StoreFolder, manifest: Manifest, segments: [StoredSegment]) {
        self.folder = folder
        self.manifest = manifest
        self.segments = segments
    }

    /// The number of documents that count.
    package var liveRowCount: Int { segments.reduce(0) { $0 + $1.liveRowCount } }

    /// The bytes of all components.
    package var byteCount: Int { segments.reduce(0) { $0 + $1.byteCount } }

    /// Checks every byte of every file against its checksum.
    ///
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` that names the file.
    /// - Complexity: O(bytes of the store).
    package func verify() throws(SegmentStoreError) {
        for segment in segments {
            for component in segment.components.values { try component.verify() }
            try segment.deleted?.file.verify()
        }
    }
}
