// SPDX-License-Identifier: Apache-2.0

/// The files of a commit that is not in force yet.
struct CommitDraft {
    let folder: any StoreFolder
    let generation: Int

    /// The number of the next new segment.
    private(set) var nextSegment: Int

    /// The names of the files so far, also of one that is half-written.
    private(set) var created: Set<String> = []

    init(folder: any StoreFolder, generation: Int, nextSegment: Int) {
        self.folder = folder
        self.generation = generation
        self.nextSegment = nextSegment
    }

    /// Writes all files of a change but the manifest.
    ///
    /// - Returns: The manifest.
    mutating func write(
        _ change: StoreChange, onto snapshot: StoreSnapshot
    ) throws(SegmentStoreError) -> Manifest {
        var segments: [Manifest.Segment] = []
        var written: Set<Int> = []
        for var entry in snapshot.manifest.segments {
            if let index = change.replacement(of: entry.id) {
                if written.insert(index).inserted, let new = change.replacements[index].new {
                    segments.append(try write(new))
                }
            } else {
                if let rows = change.deletions[entry.id] {
                    let known = snapshot.segments.first { $0.id == entry.id }?.deleted
                    entry.deletedRows = try write(rows, of: entry, besides: known) ?? entry.deletedRows
                }
                segments.append(entry)
            }
        }
        for new in change.appended { segments.append(try write(new)) }
        return Manifest(
            generation: generation, nextSegment: nextSegment, properties: change.properties ?? snapshot.properties,
            segments: segments)
    }

    private mutating func write(_ new: NewSegment) throws(SegmentStoreError) -> Manifest.Segment {
        let id = SegmentID(nextSegment)
        nextSegment += 1
        var entry = Manifest.Segment(id: id, rowCount: new.rowCount, components: [], deletedRows: nil)
        for (name, content) in new.components {
            let identity = try write(StoreFileName.component(name, of: id), kind: name, content)
            entry.components.append(Manifest.Component(name: name, identity: identity))
        }
        entry.deletedRows = try write(new.deletedRows, of: entry, besides: nil)
        return entry
    }

    /// Writes the deleted rows of a segment.
    ///
    /// - Returns: The new file, or `nil` where no row is deleted that was not before.
    private mutating func write(
        _ rows: Set<Int>, of segment: Manifest.Segment, besides known: DeletedRows?
    ) throws(SegmentStoreError) -> Manifest.DeletedRowsFile? {
        var words =
            known.map { Array($0.words) } ?? [UInt64](repeating: 0, count: DeletedRows.wordCount(segment.rowCount))
        for row in rows { words[row >> 6] |= 1 << UInt64(row & 63) }
        guard words.reduce(0, { $0 + $1.nonzeroBitCount }) > known?.count ?? 0 else { return nil }
        let name = StoreFileName.deletedRows(of: segment.id, generation: generation)
        let identity = try write(name, kind: DeletedRows.kind) { writer throws(SegmentStoreError) in
            try writer.begin(section: DeletedRows.section)
            try writer.append(words)
        }
        return Manifest.DeletedRowsFile(generation: generation, identity: identity)
    }

    private mutating func write(
        _ name: String, kind: String, _ content: NewSegment.Content
    ) throws(SegmentStoreError) -> FileIdentity {
        created.insert(name)
        let writer = try SegmentFileWriter(folder.create(name), name: "\(folder.path)/\(name)", kind: kind)
        try content(writer)
        return try writer.finish()
    }
}

extension StoreChange {
    /// The number of the replacement that a segment is part of.
    fileprivate func replacement(of segment: SegmentID) -> Int? {
        replacements.firstIndex { $0.old.contains { $0.id == segment } }
    }

    /// Throws where the change was made for another state than the present one.
    ///
    /// - Throws: A ``SegmentStoreError`` of code `conflict`.
    func check(against snapshot: StoreSnapshot) throws(SegmentStoreError) {
        let present = Dictionary(uniqueKeysWithValues: snapshot.segments.map { ($0.id, $0) })
        var replaced: Set<SegmentID> = []
        for old in replacements.flatMap(\.old) {
            guard let known = present[old.id], known.deleted?.file.identity == old.deleted?.file.identity else {
                throw SegmentStoreError(
                    .conflict, "\(old.id) was changed or replaced since it was read; merge again from a new snapshot")
            }
            precondition(replaced.insert(old.id).inserted, "\(old.id) is replaced twice by one change")
        }
        for (id, rows) in deletions {
            guard let segment = present[id], !replaced.contains(id) else {
                throw SegmentStoreError(
                    .conflict, "\(id) was replaced since it was read; delete its rows from a new snapshot")
            }
            precondition(rows.allSatisfy { (0..<segment.rowCount).contains($0) }, "\(id) has fewer rows")
        }
    }
}
