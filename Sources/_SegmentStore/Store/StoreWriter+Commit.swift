// SPDX-License-Identifier: Apache-2.0

extension StoreWriter.State {
    /// Writes the files of a change and puts its manifest in place; after an error everything is as it was.
    mutating func commit(_ change: StoreChange, in folder: any StoreFolder) throws(SegmentStoreError) {
        guard !isUncertain else {
            throw SegmentStoreError(
                .uncertain, "it is not known whether the last commit to \(folder.path) is kept; reload the writer first"
            )
        }
        var draft = CommitDraft(folder: folder, generation: nextGeneration, nextSegment: nextSegment)
        nextGeneration += 1
        do throws(SegmentStoreError) {
            let manifest = try draft.write(change, onto: snapshot)
            nextSegment = draft.nextSegment
            guard let next = try StoreSnapshot.opened(manifest, in: folder, sharing: snapshot) else {
                throw SegmentStoreError(.inputOutput, "\(folder.path) has lost files that were just written to it")
            }
            try publish(next)
        } catch {
            nextSegment = draft.nextSegment
            // Whatever manifest is in force, it may be the new one after all.
            if !isUncertain { unused.formUnion(draft.created.union([StoreFileName.newManifest])) }
            throw error
        }
    }

    /// Replaces the manifest by that of a snapshot whose files are all on the disk.
    private mutating func publish(_ next: StoreSnapshot) throws(SegmentStoreError) {
        let folder = next.folder
        do throws(SegmentStoreError) {
            try next.manifest.write(as: StoreFileName.newManifest, in: folder)
            guard let file = try folder.map(StoreFileName.newManifest) else {
                throw SegmentStoreError(.inputOutput, "\(folder.path) has lost the file that was just written to it")
            }
            // The names of the files are durable before a manifest has them, and the manifest's before it is confirmed.
            try folder.synchronise()
            try folder.rename(StoreFileName.newManifest, to: StoreFileName.manifest)
            try folder.synchronise()
            manifestFile = file
        } catch {
            try restoreManifest(of: folder, after: error)
            throw error
        }
        snapshot = next
        let names = next.manifest.fileNames
        unused.formUnion(named.subtracting(names))
        named = names
    }

    /// Sees to it that the old manifest is in place after a commit failed, at whichever step.
    private mutating func restoreManifest(
        of folder: any StoreFolder, after error: SegmentStoreError
    ) throws(SegmentStoreError) {
        do throws(SegmentStoreError) {
            if let present = try folder.map(StoreFileName.manifest), present == manifestFile { return }
            try manifestFile.write(as: StoreFileName.newManifest, in: folder)
            try folder.rename(StoreFileName.newManifest, to: StoreFileName.manifest)
            try folder.synchronise()
        } catch let second {
            isUncertain = true
            throw SegmentStoreError(
                .uncertain, "\(error.message), and the state before could not be put back: \(second.message)")
        }
    }
}

extension MappedMemory {
    /// Whether two files hold the same bytes.
    fileprivate static func == (left: MappedMemory, right: MappedMemory) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe left.bytes.withUnsafeBytes { left in
            unsafe right.bytes.withUnsafeBytes { right in unsafe left.elementsEqual(right) }
        }
    }
}
