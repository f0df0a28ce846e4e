// SPDX-License-Identifier: Apache-2.0

extension Manifest {
    private static let kind = "manifest"
    private static let section = "store"

    /// Writes the manifest as a file.
    ///
    /// - Parameters:
    ///   - name: What to call it.
    ///   - folder: Where.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    func write(as name: String, in folder: some StoreFolder) throws(SegmentStoreError) {
        let writer = try SegmentFileWriter(folder.create(name), name: "\(folder.path)/\(name)", kind: Self.kind)
        try writer.begin(section: Self.section)
        try writer.append(encoded)
        _ = try writer.finish()
    }

    /// The manifest of a folder and the bytes that it was read from, or `nil` where there is none.
    static func read(from folder: some StoreFolder) throws(SegmentStoreError) -> (Manifest, MappedMemory)? {
        guard let memory = try folder.map(StoreFileName.manifest) else { return nil }
        let name = "\(folder.path)/\(StoreFileName.manifest)"
        let file = try MappedFile(memory, name: name)
        guard file.kind == kind else { throw SegmentFileFormat.damaged(name) }
        try file.verify()
        return (try Manifest(decoding: try file.section(section).copy(), name: name), memory)
    }

    private var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.append(generation)
        writer.append(nextSegment)
        writer.append(properties.count)
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            writer.append(key)
            writer.append(value)
        }
        writer.append(segments.count)
        for segment in segments {
            writer.append(segment.id.rawValue)
            writer.append(segment.rowCount)
            writer.append(segment.components.count)
            for component in segment.components {
                writer.append(component.name)
                writer.append(component.identity)
            }
            writer.append(segment.deletedRows == nil ? 0 : 1)
            if let deleted = segment.deletedRows {
                writer.append(deleted.generation)
                writer.append(deleted.identity)
            }
        }
        return writer.bytes
    }

    private init(decoding bytes: [UInt8], name: String) throws(SegmentStoreError) {
        var reader = ByteReader(bytes[...], name: name)
        generation = try reader.integer()
        nextSegment = try reader.integer()
        properties = [:]
        for _ in 0..<(try reader.integer()) { properties[try reader.string()] = try reader.string() }
        segments = []
        for _ in 0..<(try reader.integer()) { segments.append(try reader.segment()) }
        guard reader.isAtEnd, isConsistent else { throw SegmentFileFormat.damaged(name) }
    }

    /// Whether the parts fit each other; that the files do is checked when they are opened.
    private var isConsistent: Bool {
        generation < Self.numberLimit && nextSegment < Self.numberLimit
            && Set(segments.map(\.id)).count == segments.count
            && segments.allSatisfy { segment in
                segment.id.rawValue < nextSegment
                    && (1...StoredSegment.maximumRowCount).contains(segment.rowCount)
                    && segment.components.allSatisfy { StoreFileName.isComponent($0.name) }
                    && Set(segment.components.map(\.name)).count == segment.components.count
                    && segment.deletedRows?.generation ?? 0 <= generation
            }
    }
}

extension ByteWriter {
    fileprivate mutating func append(_ identity: FileIdentity) {
        append(identity.byteCount)
        append(fixed: identity.checksum)
    }
}

extension ByteReader {
    fileprivate mutating func identity() throws(SegmentStoreError) -> FileIdentity {
        FileIdentity(byteCount: try integer(), checksum: try fixed())
    }

    fileprivate mutating func segment() throws(SegmentStoreError) -> Manifest.Segment {
        let id = SegmentID(try integer())
        let rowCount = try integer()
        var components: [Manifest.Component] = []
        for _ in 0..<(try integer()) {
            components.append(Manifest.Component(name: try string(), identity: try identity()))
        }
        var deletedRows: Manifest.DeletedRowsFile?
        if try integer() > 0 {
            deletedRows = Manifest.DeletedRowsFile(generation: try integer(), identity: try identity())
        }
        return Manifest.Segment(id: id, rowCount: rowCount, components: components, deletedRows: deletedRows)
    }
}
