// SPDX-License-Identifier: Apache-2.0

/// A folder of immutable segment files and one manifest that names those which count.
///
/// A commit writes new files under new names, makes them durable, and then replaces the manifest by an atomic rename: a
/// crash or a full disk at any moment leaves either the old state or the new one, whole. Files that no manifest names are
/// left-overs and are removed by the next commit.
package struct SegmentDirectory: Sendable {
    /// The folder.
    package let path: String

    /// Names a folder; nothing is read or written yet.
    package init(path: String) { self.path = path }

    private static let manifestName = "manifest.rag"
    private static let manifestKind = "manifest"

    /// What a manifest says.
    private struct Manifest {
        var kind: String
        var generation: Int
        var files: [String]
    }

    /// Replaces the whole state of the folder by new segments, which takes effect at once or not at all.
    ///
    /// - Parameters:
    ///   - segments: The contents of the new segment files.
    ///   - kind: What kind of index the folder holds.
    /// - Throws: ``SegmentStoreError/Code/foreign`` for a folder that holds something else, which is then not touched;
    ///   ``SegmentStoreError/Code/inputOutput`` when the file system refuses. The old state stays whole.
    package func commit(_ segments: [SectionedFile], kind: String) throws(SegmentStoreError) {
        let previous = try preparedForWriting()
        let generation = (previous?.generation ?? 0) + 1
        let names = segments.indices.map { "segment-\(generation)-\($0).rag" }
        do throws(SegmentStoreError) {
            for (name, segment) in zip(names, segments) {
                try FileSystem.write(segment, to: "\(path)/\(name)")
            }
            try FileSystem.write(
                manifest(Manifest(kind: kind, generation: generation, files: names)),
                to: "\(path)/\(Self.manifestName).new")
            try FileSystem.rename("\(path)/\(Self.manifestName).new", to: "\(path)/\(Self.manifestName)")
        } catch {
            for name in names + [Self.manifestName + ".new"] { FileSystem.remove("\(path)/\(name)") }
            throw error
        }
        try FileSystem.synchroniseFolder(path)
        removeLeftovers(except: Set(names))
    }

    /// Reads the segments that the manifest names.
    ///
    /// - Parameter kind: What kind of index is expected.
    /// - Returns: The segments, in order.
    /// - Throws: A ``SegmentStoreError`` that says whether the folder is absent, foreign, too new or damaged.
    package func open(kind: String) throws(SegmentStoreError) -> [SectionedFile] {
        guard let manifest = try readManifest() else {
            throw SegmentStoreError(.foreign, "\(path) holds no index; create one first")
        }
        guard manifest.kind == kind else {
            throw SegmentStoreError(.foreign, "\(path) holds a '\(manifest.kind)' index, not a '\(kind)' one")
        }
        var segments: [SectionedFile] = []
        for name in manifest.files {
            guard let bytes = try FileSystem.read("\(path)/\(name)") else {
                throw SegmentStoreError(.corrupted, "\(path)/\(name) is missing; restore it, or index again")
            }
            segments.append(try SectionedFile(parsing: bytes, name: "\(path)/\(name)"))
        }
        return segments
    }

    /// Makes the folder if need be; a folder with other contents is refused.
    private func preparedForWriting() throws(SegmentStoreError) -> Manifest? {
        try FileSystem.createFolder(path)
        let entries = try FileSystem.entries(of: path)
        guard entries.contains(Self.manifestName) else {
            guard entries.allSatisfy(Self.isOurs) else {
                throw SegmentStoreError(
                    .foreign, "\(path) is a folder with other contents; give an empty folder or one that does not exist"
                )
            }
            return nil
        }
        // A damaged index may be replaced, its generation is then unknown: name the files after a number not in use.
        if let manifest = try? readManifest() { return manifest }
        let highest = entries.compactMap { Int($0.split(separator: "-").dropFirst().first ?? "") }.max() ?? 0
        return Manifest(kind: "", generation: highest, files: [])
    }

    private static func isOurs(_ name: String) -> Bool {
        (name.hasPrefix("segment-") && name.hasSuffix(".rag")) || name == manifestName + ".new"
    }

    private func removeLeftovers(except names: Set<String>) {
        guard let entries = try? FileSystem.entries(of: path) else { return }
        for name in entries where Self.isOurs(name) && !names.contains(name) { FileSystem.remove("\(path)/\(name)") }
    }

    private func manifest(_ manifest: Manifest) -> SectionedFile {
        var content = ByteWriter()
        content.append(manifest.kind)
        content.append(manifest.generation)
        content.append(manifest.files.count)
        for name in manifest.files { content.append(name) }
        var file = SectionedFile(kind: Self.manifestKind)
        file.append("segments", content.bytes)
        return file
    }

    private func readManifest() throws(SegmentStoreError) -> Manifest? {
        let name = "\(path)/\(Self.manifestName)"
        guard let bytes = try FileSystem.read(name) else { return nil }
        let file = try SectionedFile(parsing: bytes, name: name)
        guard file.kind == Self.manifestKind else { throw SegmentStoreError(.foreign, "\(name) is no manifest") }
        var reader = ByteReader(try file.section("segments"), name: name)
        let kind = try reader.string()
        let generation = try reader.integer()
        var files: [String] = []
        for _ in 0..<(try reader.integer()) { files.append(try reader.string()) }
        return Manifest(kind: kind, generation: generation, files: files)
    }
}
