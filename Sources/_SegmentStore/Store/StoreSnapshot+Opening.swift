// SPDX-License-Identifier: Apache-2.0

extension StoreSnapshot {
    /// Opens the newest commit of the store in a folder.
    ///
    /// - Parameter path: The folder.
    /// - Throws: A ``SegmentStoreError`` of code `foreign` where there is no store, `unsupportedVersion`, `corrupted` or
    ///   `inputOutput`.
    /// - Complexity: O(files of the store), whatever their length.
    package init(openingAt path: String) throws(SegmentStoreError) {
        try self.init(opening: DiskFolder(path: path))
    }

    /// Opens the newest commit of the store in a place; see ``init(openingAt:)``.
    package init(opening folder: any StoreFolder) throws(SegmentStoreError) {
        try self.init(opening: folder, sharing: nil)
    }

    /// The newest commit of the same store; files that both have are shared.
    ///
    /// - Throws: A ``SegmentStoreError`` as when opening.
    package func refreshed() throws(SegmentStoreError) -> StoreSnapshot {
        try StoreSnapshot(opening: folder, sharing: self)
    }

    private init(opening folder: any StoreFolder, sharing previous: StoreSnapshot?) throws(SegmentStoreError) {
        var manifest = try Self.manifest(of: folder)
        while true {
            if let previous, previous.manifest == manifest {
                self = previous
                return
            }
            if let snapshot = try Self.opened(manifest, in: folder, sharing: previous) {
                self = snapshot
                return
            }
            // A file is gone: a writer has committed and cleaned up in between, unless the manifest is still the same.
            let newest = try Self.manifest(of: folder)
            guard newest != manifest else {
                throw SegmentStoreError(
                    .corrupted, "files of \(folder.path) are missing or were exchanged; restore it, or index again")
            }
            manifest = newest
        }
    }

    private static func manifest(of folder: any StoreFolder) throws(SegmentStoreError) -> Manifest {
        guard let (manifest, _) = try Manifest.read(from: folder) else {
            throw SegmentStoreError(.foreign, "\(folder.path) holds no index; create one first")
        }
        return manifest
    }

    /// The snapshot that a manifest describes, or `nil` where a file is not there or is another one.
    static func opened(
        _ manifest: Manifest, in folder: any StoreFolder, sharing previous: StoreSnapshot?
    ) throws(SegmentStoreError) -> StoreSnapshot? {
        let known = Dictionary(uniqueKeysWithValues: (previous?.segments ?? []).map { ($0.id, $0) })
        var segments: [StoredSegment] = []
        for entry in manifest.segments {
            let shared = known[entry.id]
            var components: [String: MappedFile] = [:]
            for component in entry.components {
                let file = try open(
                    StoreFileName.component(component.name, of: entry.id), component.identity, in: folder,
                    sharing: shared?.components[component.name])
                guard let file else { return nil }
                guard file.kind == component.name else { throw SegmentFileFormat.damaged(file.name) }
                components[component.name] = file
            }
            var deleted: DeletedRows?
            if let entry = entry.deletedRows, let known = shared?.deleted, known.file.identity == entry.identity {
                deleted = known
            } else if let rows = entry.deletedRows {
                let name = StoreFileName.deletedRows(of: entry.id, generation: rows.generation)
                guard let file = try open(name, rows.identity, in: folder, sharing: nil) else { return nil }
                deleted = try DeletedRows(file, rowCount: entry.rowCount)
            }
            segments.append(
                StoredSegment(id: entry.id, rowCount: entry.rowCount, components: components, deleted: deleted))
        }
        return StoreSnapshot(folder: folder, manifest: manifest, segments: segments)
    }

    private static func open(
        _ name: String, _ identity: FileIdentity, in folder: any StoreFolder, sharing known: MappedFile?
    ) throws(SegmentStoreError) -> MappedFile? {
        if let known, known.identity == identity { return known }
        guard let memory = try folder.map(name), memory.count == identity.byteCount else { return nil }
        let file = try MappedFile(memory, name: "\(folder.path)/\(name)")
        return file.identity == identity ? file : nil
    }
}
