// SPDX-License-Identifier: Apache-2.0

extension StoreSnapshot {
    /// Makes a store of its own out of the snapshot, in another folder.
    ///
    /// The files are linked, which takes no time and no room, as they never change; where they cannot be, such as on another
    /// device, they are copied. What is committed to either store afterwards does not touch the other.
    ///
    /// - Parameter path: A folder that is empty or does not exist yet.
    /// - Returns: The snapshot of the new store.
    /// - Throws: A ``SegmentStoreError`` of code `foreign` for a folder that is not empty, `locked`, `inputOutput` or
    ///   `storageFull`; nothing is left behind in the folder then.
    /// - Complexity: O(files), or O(bytes) where they have to be copied.
    @discardableResult
    package func copy(to path: String) throws(SegmentStoreError) -> StoreSnapshot {
        try copy(into: DiskFolder(path: path))
    }

    func copy(into destination: any StoreFolder) throws(SegmentStoreError) -> StoreSnapshot {
        try destination.prepare()
        let lock = try destination.lock()
        defer { withExtendedLifetime(lock) {} }
        guard try destination.names().allSatisfy({ $0 == StoreFileName.lock }) else {
            throw SegmentStoreError(
                .foreign, "\(destination.path) is not empty; give an empty folder or one that does not exist")
        }
        do throws(SegmentStoreError) {
            for (name, file) in files where try !folder.link(name, into: destination) {
                try file.memory.write(as: name, in: destination)
            }
            try manifest.write(as: StoreFileName.newManifest, in: destination)
            try destination.synchronise()
            try destination.rename(StoreFileName.newManifest, to: StoreFileName.manifest)
            try destination.synchronise()
            return try StoreSnapshot(opening: destination)
        } catch {
            for name in files.map(\.name) + [StoreFileName.newManifest, StoreFileName.manifest] {
                try? destination.remove(name)
            }
            throw error
        }
    }

    /// All files but the manifest.
    private var files: [(name: String, file: MappedFile)] {
        zip(segments, manifest.segments).flatMap { segment, entry in
            var files = segment.components.map { (name: StoreFileName.component($0, of: segment.id), file: $1) }
            if let deleted = segment.deleted, let entry = entry.deletedRows {
                let name = StoreFileName.deletedRows(of: segment.id, generation: entry.generation)
                files.append((name: name, file: deleted.file))
            }
            return files
        }
    }
}

extension MappedMemory {
    /// Writes the bytes as a file, and waits until they are on the disk.
    func write(as name: String, in folder: some StoreFolder) throws(SegmentStoreError) {
        let file = try folder.create(name)
        var written = 0
        while written < count { written += try file.write(bytes.extracting(written...)) }
        try file.synchronise()
        try file.close()
    }
}
