// SPDX-License-Identifier: Apache-2.0
internal import CZlib

/// Named stretches of bytes in one file, each with a checksum; what every file of a store is made of.
///
/// Layout, all numbers little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 8 | the magic number `\x89RAG\r\n\x1A\n`: a file that a text transfer has mangled is recognised |
/// | 4 | the format version |
/// | 4 | the length of the directory in bytes |
/// | n | the directory: the kind of file, the number of sections, and of each its name, length and CRC-32 |
/// | 4 | the CRC-32 of everything before it |
/// | ... | the sections, one after the other |
package struct SectionedFile: Sendable {
    /// The format version that this build writes, and the only one that it reads.
    package static let formatVersion: UInt32 = 1

    /// What the file holds, such as `lexical`.
    package let kind: String

    private var names: [String]
    private var contents: [ArraySlice<UInt8>]

    /// Creates an empty file of a kind.
    package init(kind: String) {
        self.kind = kind
        self.names = []
        self.contents = []
    }

    /// Adds a section.
    package mutating func append(_ name: String, _ bytes: [UInt8]) {
        precondition(!names.contains(name), "the section '\(name)' is there already")
        names.append(name)
        contents.append(bytes[...])
    }

    /// The bytes of a section.
    ///
    /// - Throws: ``SegmentStoreError/Code/corrupted`` when the file has no such section.
    package func section(_ name: String) throws(SegmentStoreError) -> ArraySlice<UInt8> {
        guard let index = names.firstIndex(of: name) else {
            throw SegmentStoreError(.corrupted, "a '\(kind)' file has no section '\(name)'")
        }
        return contents[index]
    }

    /// The bytes in front of the sections.
    package func header() -> [UInt8] {
        var directory = ByteWriter()
        directory.append(kind)
        directory.append(names.count)
        for (name, bytes) in zip(names, contents) {
            directory.append(name)
            directory.append(bytes.count)
            directory.append(fixed: Checksum.crc32(of: bytes))
        }
        var header = ByteWriter(Self.magic)
        header.append(fixed: Self.formatVersion)
        header.append(fixed: UInt32(directory.bytes.count))
        header.append(raw: directory.bytes)
        header.append(fixed: Checksum.crc32(of: header.bytes[...]))
        return header.bytes
    }

    /// The bytes of the sections, in order.
    package var sections: [ArraySlice<UInt8>] { contents }

    private static let magic: [UInt8] = [0x89] + "RAG\r\n".utf8 + [0x1A, 0x0A]

    /// Reads a file back and verifies every checksum.
    ///
    /// - Parameters:
    ///   - bytes: All bytes of the file.
    ///   - name: The file's name, for errors.
    /// - Throws: A ``SegmentStoreError`` of kind `foreign`, `unsupportedVersion` or `corrupted`.
    package init(parsing bytes: [UInt8], name: String) throws(SegmentStoreError) {
        guard bytes.starts(with: Self.magic) else {
            throw SegmentStoreError(.foreign, "\(name) is not a file of this store; give the folder of an index")
        }
        let corrupted = SegmentStoreError(.corrupted, "\(name) is damaged or cut short; restore it, or index again")
        var reader = ByteReader(bytes[Self.magic.count...], name: name)
        let version = try reader.fixed()
        guard version == Self.formatVersion else {
            throw SegmentStoreError(
                .unsupportedVersion,
                "\(name) has format version \(version), this build reads version \(Self.formatVersion); index again")
        }
        let directoryLength = Int(try reader.fixed())
        let directoryStart = Self.magic.count + 8
        guard directoryLength <= bytes.count - directoryStart - 4 else { throw corrupted }
        let directoryEnd = directoryStart + directoryLength
        var checksum = ByteReader(bytes[directoryEnd...], name: name)
        guard try checksum.fixed() == Checksum.crc32(of: bytes[..<directoryEnd]) else { throw corrupted }

        var directory = ByteReader(bytes[directoryStart..<directoryEnd], name: name)
        self.init(kind: try directory.string())
        var start = directoryEnd + 4
        for _ in 0..<(try directory.integer()) {
            let section = try directory.string()
            let length = try directory.integer()
            let sum = try directory.fixed()
            guard length <= bytes.count - start else { throw corrupted }
            let content = bytes[start..<start + length]
            guard Checksum.crc32(of: content) == sum else { throw corrupted }
            names.append(section)
            contents.append(content)
            start += length
        }
        guard start == bytes.count else { throw corrupted }
    }
}

/// The CRC-32 of ISO 3309, as zlib computes it.
private enum Checksum {
    static func crc32(of bytes: ArraySlice<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe UInt32(crc32_z(0, buffer.baseAddress, buffer.count))
        }
    }
}
