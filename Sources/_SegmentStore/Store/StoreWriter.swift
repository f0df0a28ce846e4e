// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// The one writer of a store.
///
/// ```swift
/// let writer = try StoreWriter(path: path, properties: ["analyzer": identity])
/// let snapshot = try writer.commit(change)
/// ```
///
/// A writer holds the store's lock from its creation until it is released; a second one, in this process or another, gets
/// an error of code ``SegmentStoreError/Code/locked``. Commits may be called from several tasks and happen one after the
/// other, each on the thread that calls it.
package final class StoreWriter: Sendable {
    let folder: any StoreFolder
    private let state: Mutex<State>
    private let lock: any FolderLock

    /// Begins to write to the store in a folder, and makes one where there is none.
    ///
    /// - Parameters:
    ///   - path: A folder that holds a store, is empty, or does not exist yet.
    ///   - properties: What to keep about a new store; a store that is there keeps its own.
    ///   - discardsContents: Whether to begin with an empty store in place of what is there, also of a store that is damaged
    ///     or of another format version. What is there stays in force until the first commit.
    /// - Throws: A ``SegmentStoreError`` of code `locked`, `foreign` for a folder with other contents, `corrupted`,
    ///   `unsupportedVersion`, `inputOutput` or `storageFull`.
    package convenience init(
        path: String, properties: [String: String] = [:], discardsContents: Bool = false
    ) throws(SegmentStoreError) {
        try self.init(DiskFolder(path: path), properties: properties, discardsContents: discardsContents)
    }

    /// Begins to write to the store in a place; see ``init(path:properties:discardsContents:)``.
    package init(
        _ folder: any StoreFolder, properties: [String: String] = [:], discardsContents: Bool = false
    ) throws(SegmentStoreError) {
        try folder.prepare()
        guard try Self.holdsStore(folder) else {
            throw SegmentStoreError(
                .foreign,
                "\(folder.path) is a folder with other contents; give an empty folder or one that does not exist")
        }
        self.folder = folder
        self.lock = try folder.lock()
        let state = try State(opening: folder, properties: properties, discardsContents: discardsContents)
        self.state = Mutex(state)
        removeUnused()
    }

    /// Whether a folder holds a store or nothing else.
    private static func holdsStore(_ folder: any StoreFolder) throws(SegmentStoreError) -> Bool {
        let names = try folder.names()
        return names.contains(StoreFileName.manifest)
            || names.allSatisfy { StoreFileName.isOurs($0) || $0 == StoreFileName.lock }
    }

    /// Begins to write to a new store in memory.
    ///
    /// - Parameter properties: What to keep about it.
    /// - Returns: The writer.
    /// - Throws: Nothing that memory can cause.
    package static func inMemory(properties: [String: String] = [:]) throws(SegmentStoreError) -> StoreWriter {
        try StoreWriter(MemoryFolder(), properties: properties)
    }

    /// The newest commit.
    package var snapshot: StoreSnapshot { state.withLock { $0.snapshot } }

    /// Applies a change, all of it or nothing.
    ///
    /// The files are written and on the disk before the manifest names them; then the manifest is replaced by an atomic
    /// rename. After an error the store is as it was, and the same change may be committed again.
    ///
    /// - Parameter change: The change; an empty one does nothing.
    /// - Returns: The store with the change.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput`, `storageFull`, `conflict`, or `uncertain`: see ``reload()``.
    /// - Complexity: O(bytes of the new segments), and one flush to the disk for each new file and two for the folder.
    package func commit(_ change: StoreChange) throws(SegmentStoreError) -> StoreSnapshot {
        defer { removeUnused() }
        return try state.withLock { state throws(SegmentStoreError) in
            guard !change.isEmpty else { return state.snapshot }
            try change.check(against: state.snapshot)
            try state.commit(change, in: folder)
            return state.snapshot
        }
    }

    /// Removes the files that no manifest names and no snapshot of this process holds any more.
    ///
    /// Every commit does so too. Files that cannot be removed are tried again the next time.
    package func removeUnused() {
        state.withLock { state in
            state.unused = state.unused.filter { name in
                if folder.isMapped(name) { return true }
                do {
                    try folder.remove(name)
                    return false
                } catch {
                    return true
                }
            }
        }
    }

    /// Reads again which commit is the newest, after an error of code ``SegmentStoreError/Code/uncertain``.
    ///
    /// Such an error means that the new manifest was in place, could not be made durable, and the old one could not be put
    /// back. Until this is called nothing can be committed, so that a change is not applied twice by mistake.
    ///
    /// - Returns: The newest commit, with the change or without.
    package func reload() throws(SegmentStoreError) -> StoreSnapshot {
        try state.withLock { state throws(SegmentStoreError) in
            try state.reload(folder)
            return state.snapshot
        }
    }
}
