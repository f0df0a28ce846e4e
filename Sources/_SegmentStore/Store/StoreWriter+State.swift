// SPDX-License-Identifier: Apache-2.0

extension StoreWriter {
    /// What changes with a commit.
    struct State {
        /// The newest commit.
        var snapshot: StoreSnapshot

        /// The manifest's file, to be put back where its successor cannot be made durable.
        var manifestFile: MappedMemory

        /// The files that the manifest on the disk names.
        var named: Set<String>

        /// The number of the next commit; one that fails uses its number up, so that no two files ever have one name.
        var nextGeneration: Int

        /// The number of the next segment; one that fails uses its number up.
        var nextSegment: Int

        /// Files that no manifest names, but a snapshot may hold.
        var unused: Set<String>

        /// Whether it is open which manifest is on the disk.
        var isUncertain = false

        /// Reads the store in a folder, and makes one where there is none.
        init(
            opening folder: any StoreFolder, properties: [String: String], discardsContents: Bool
        ) throws(SegmentStoreError) {
            let ours = Set(try folder.names().filter(StoreFileName.isOurs))
            if discardsContents, let file = try folder.map(StoreFileName.manifest) {
                let highest = ours.reduce(0) { max($0, StoreFileName.highestNumber(in: $1)) }
                let old = try? Manifest.read(from: folder)?.0
                nextGeneration = max(old?.generation ?? 0, highest) + 1
                nextSegment = max(old?.nextSegment ?? 0, highest + 1)
                let empty = Manifest(
                    generation: old?.generation ?? 0, nextSegment: 0, properties: properties, segments: [])
                snapshot = StoreSnapshot(folder: folder, manifest: empty, segments: [])
                manifestFile = file
                named = ours
                unused = []
                return
            }
            let (manifest, file) = try Self.manifest(of: folder, properties: properties)
            guard let snapshot = try StoreSnapshot.opened(manifest, in: folder, sharing: nil) else {
                throw SegmentStoreError(
                    .corrupted, "files of \(folder.path) are missing or were exchanged; restore it, or index again")
            }
            self.snapshot = snapshot
            manifestFile = file
            named = manifest.fileNames
            unused = ours.subtracting(named)
            nextGeneration = manifest.generation + 1
            nextSegment = manifest.nextSegment
        }

        /// The manifest of a folder; an empty one is written where there is none.
        private static func manifest(
            of folder: any StoreFolder, properties: [String: String]
        ) throws(SegmentStoreError) -> (Manifest, MappedMemory) {
            if let found = try Manifest.read(from: folder) { return found }
            let empty = Manifest(generation: 0, nextSegment: 0, properties: properties, segments: [])
            do throws(SegmentStoreError) {
                try empty.write(as: StoreFileName.newManifest, in: folder)
                try folder.rename(StoreFileName.newManifest, to: StoreFileName.manifest)
                try folder.synchronise()
            } catch {
                try? folder.remove(StoreFileName.newManifest)
                throw error
            }
            guard let written = try Manifest.read(from: folder) else {
                throw SegmentStoreError(.inputOutput, "\(folder.path) has lost the file that was just written to it")
            }
            return written
        }

        /// Reads the store again.
        mutating func reload(_ folder: any StoreFolder) throws(SegmentStoreError) {
            var state = try State(opening: folder, properties: [:], discardsContents: false)
            state.nextGeneration = max(nextGeneration, state.nextGeneration)
            state.nextSegment = max(nextSegment, state.nextSegment)
            self = state
        }
    }
}
