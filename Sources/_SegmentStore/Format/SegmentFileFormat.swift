// SPDX-License-Identifier: Apache-2.0
internal import _Compression

/// The layout of every file of a store.
///
/// All numbers are little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 8 | the magic number `\x89RAG\r\n\x1A\n`: a file that a text transfer has mangled is recognised |
/// | 4 | the format version |
/// | 48 | the kind of file, such as `lexical`: UTF-8, filled up with zeros |
/// | 4 | the CRC-32 of the 60 bytes before it |
/// | ... | the sections, each at a multiple of 64 bytes, with zeros in between |
/// | ... | the directory: the number of sections, and of each its name, place, length and CRC-32 |
/// | 8, 8, 4 | where the directory begins, its length, its CRC-32 |
/// | 4 | the CRC-32 of the 20 bytes before it |
/// | 8 | the magic number again: a file that was cut short is recognised |
///
/// The directory stands at the end so that a file is written in one pass, and sections can be longer than memory.
package enum SegmentFileFormat {
    /// The format version that this build writes, and the only one that it reads.
    package static let version: UInt32 = 2

    /// Sections begin at multiples of this, which suits cache lines and the widest vector registers.
    package static let alignment = 64

    static let magic: [UInt8] = [0x89] + "RAG\r\n".utf8 + [0x1A, 0x0A]
    static let headerLength = 64
    static let footerLength = 32
    static let kindLength = 48

    /// A longer directory is damage: reading one never takes more memory than this.
    static let maximumDirectoryLength = 1 << 20

    /// What a directory says of a section.
    struct Section: Sendable {
        var name: String
        var start: Int
        var length: Int
        var checksum: UInt32

        var end: Int { start + length }
    }

    /// Where the directory lies.
    struct Footer {
        var directoryStart: Int
        var directoryLength: Int
        var directoryChecksum: UInt32
    }

    /// The next place at which a section may begin.
    static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) & ~(alignment - 1) }

    /// Whether a text can be the kind of a file.
    static func isKind(_ kind: String) -> Bool {
        (1...kindLength).contains(kind.utf8.count) && !kind.utf8.contains(0)
    }

    static func header(kind: String) -> [UInt8] {
        var header = ByteWriter(magic)
        header.append(fixed: version)
        header.append(raw: kind.utf8 + [UInt8](repeating: 0, count: kindLength - kind.utf8.count))
        header.append(fixed: CRC32.checksum(of: header.bytes[...]))
        return header.bytes
    }

    static func directory(_ sections: [Section]) -> [UInt8] {
        var directory = ByteWriter()
        directory.append(sections.count)
        for section in sections {
            directory.append(section.name)
            directory.append(section.start)
            directory.append(section.length)
            directory.append(fixed: section.checksum)
        }
        return directory.bytes
    }

    static func footer(_ footer: Footer) -> [UInt8] {
        var bytes = ByteWriter()
        bytes.append(fixed: UInt64(footer.directoryStart))
        bytes.append(fixed: UInt64(footer.directoryLength))
        bytes.append(fixed: footer.directoryChecksum)
        bytes.append(fixed: CRC32.checksum(of: bytes.bytes[...]))
        bytes.append(raw: magic)
        return bytes.bytes
    }
}
