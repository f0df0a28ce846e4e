// SPDX-License-Identifier: Apache-2.0
internal import _Compression

extension SegmentFileFormat {
    /// What the frame around the sections says.
    struct Frame {
        var kind: String
        var sections: [Section]
        var directoryChecksum: UInt32
    }

    /// Reads the header, the footer and the directory, and checks each against the others and against the file's length.
    ///
    /// - Parameters:
    ///   - file: All bytes of the file; those of the sections are not touched.
    ///   - name: The file's name, for errors.
    /// - Returns: What they say.
    /// - Throws: A ``SegmentStoreError`` of code `foreign`, `unsupportedVersion` or `corrupted`.
    /// - Complexity: O(sections), whatever the bytes say.
    static func frame(of file: RawSpan, name: String) throws(SegmentStoreError) -> Frame {
        let kind = try kind(of: file, name: name)
        let footer = try footer(of: file, name: name)
        let bytes = copy(file, footer.directoryStart, footer.directoryLength)
        guard CRC32.checksum(of: bytes[...]) == footer.directoryChecksum else { throw damaged(name) }
        var reader = ByteReader(bytes[...], name: name)
        var sections: [Section] = []
        var names: Set<String> = []
        var end = headerLength
        for _ in 0..<(try reader.integer()) {
            let section = Section(
                name: try reader.string(), start: try reader.integer(), length: try reader.integer(),
                checksum: try reader.fixed())
            // One section follows the other without a gap, so none can overlap another or lie outside.
            guard section.start == aligned(end), section.start <= footer.directoryStart,
                section.length <= footer.directoryStart - section.start, names.insert(section.name).inserted
            else { throw damaged(name) }
            end = section.end
            sections.append(section)
        }
        guard reader.isAtEnd, end == footer.directoryStart else { throw damaged(name) }
        return Frame(kind: kind, sections: sections, directoryChecksum: footer.directoryChecksum)
    }

    private static func kind(of file: RawSpan, name: String) throws(SegmentStoreError) -> String {
        guard copy(file, 0, min(magic.count, file.byteCount)) == magic else {
            throw SegmentStoreError(.foreign, "\(name) is not a file of this store; give the folder of an index")
        }
        guard file.byteCount >= magic.count + 4 else { throw damaged(name) }
        var rest = ByteReader(copy(file, magic.count, min(headerLength, file.byteCount) - magic.count)[...], name: name)
        let found = try rest.fixed()
        guard found == version else {
            throw SegmentStoreError(
                .unsupportedVersion,
                "\(name) has format version \(found), this build reads version \(version); index again")
        }
        guard file.byteCount >= headerLength + footerLength else { throw damaged(name) }
        let header = copy(file, 0, headerLength)
        var checksum = ByteReader(header[(headerLength - 4)...], name: name)
        let kind = header[(magic.count + 4)..<(headerLength - 4)].prefix { $0 != 0 }
        guard try checksum.fixed() == CRC32.checksum(of: header[..<(headerLength - 4)]),
            let text = String(validating: kind, as: UTF8.self)
        else { throw damaged(name) }
        return text
    }

    private static func footer(of file: RawSpan, name: String) throws(SegmentStoreError) -> Footer {
        let start = file.byteCount - footerLength
        let bytes = copy(file, start, footerLength)
        var reader = ByteReader(bytes[...], name: name)
        let directoryStart = try reader.fixed64()
        let directoryLength = try reader.fixed64()
        let directoryChecksum = try reader.fixed()
        guard try reader.fixed() == CRC32.checksum(of: bytes[..<20]), Array(bytes[24...]) == magic,
            directoryLength <= UInt64(maximumDirectoryLength), directoryLength <= UInt64(start),
            directoryStart == UInt64(start) - directoryLength, directoryStart >= UInt64(headerLength)
        else { throw damaged(name) }
        return Footer(
            directoryStart: Int(directoryStart), directoryLength: Int(directoryLength),
            directoryChecksum: directoryChecksum)
    }

    private static func copy(_ file: RawSpan, _ start: Int, _ length: Int) -> [UInt8] {
        unsafe file.extracting(start..<start + length).withUnsafeBytes { unsafe Array($0) }
    }

    static func damaged(_ name: String) -> SegmentStoreError {
        SegmentStoreError(.corrupted, "\(name) is damaged or cut short; restore it, or index again")
    }
}
