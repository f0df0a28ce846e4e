// SPDX-License-Identifier: Apache-2.0
internal import _Compression

/// A file of a store, opened for reading where it lies.
///
/// Opening reads the header and the directory and checks them; the sections are neither read nor checked, so a file of any
/// length opens in microseconds and takes memory only for the pages that are touched later. What the sections hold is
/// therefore **not to be trusted** before ``verify()``: each engine checks the numbers that it takes from them, by the
/// throwing accessors of ``MappedBytes``.
package final class MappedFile: Sendable {
    /// The name of the file, for errors.
    package let name: String

    /// What the file holds, such as `lexical`.
    package let kind: String

    /// What tells the file from others.
    package let identity: FileIdentity

    let memory: MappedMemory
    private let sections: [SegmentFileFormat.Section]

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - memory: All bytes of the file.
    ///   - name: Its name, for errors.
    /// - Throws: A ``SegmentStoreError`` of code `foreign`, `unsupportedVersion` or `corrupted`.
    /// - Complexity: O(sections).
    package init(_ memory: MappedMemory, name: String) throws(SegmentStoreError) {
        let frame = try SegmentFileFormat.frame(of: memory.bytes, name: name)
        self.memory = memory
        self.name = name
        self.kind = frame.kind
        self.sections = frame.sections
        self.identity = FileIdentity(byteCount: memory.count, checksum: frame.directoryChecksum)
    }

    /// The length of the file.
    package var byteCount: Int { memory.count }

    /// The names of the sections, in the order in which they were written.
    package var sectionNames: [String] { sections.map(\.name) }

    /// The bytes of a section.
    ///
    /// - Parameter name: The section's name.
    /// - Returns: Its bytes, unchecked.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` when the file has no such section.
    package func section(_ name: String) throws(SegmentStoreError) -> MappedBytes {
        guard let section = sections.first(where: { $0.name == name }) else {
            throw SegmentStoreError(.corrupted, "\(self.name) has no section '\(name)'; restore it, or index again")
        }
        return MappedBytes(file: self, start: section.start, count: section.length)
    }

    /// Checks every byte against its checksum.
    ///
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` that names the section.
    /// - Complexity: O(bytes of the file); reads all of it from the disk.
    package func verify() throws(SegmentStoreError) {
        var end = SegmentFileFormat.headerLength
        for section in sections {
            let padding = MappedBytes(file: self, start: end, count: section.start - end)
            let content = MappedBytes(file: self, start: section.start, count: section.length)
            guard content.checksum == section.checksum, padding.copy().allSatisfy({ $0 == 0 }) else {
                throw SegmentStoreError(
                    .corrupted, "\(name) is damaged in the section '\(section.name)'; restore it, or index again")
            }
            end = section.end
        }
    }
}

extension MappedBytes {
    fileprivate var checksum: UInt32 {
        var sum = CRC32()
        sum.update(bytes)
        return sum.checksum
    }
}
