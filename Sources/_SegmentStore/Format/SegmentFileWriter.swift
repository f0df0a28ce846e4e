// SPDX-License-Identifier: Apache-2.0
internal import _Compression

/// Writes one file of a store from front to back: named sections of bytes, each with a checksum, then their directory.
///
/// ```swift
/// try writer.begin(section: "lengths")
/// try writer.append(lengths)
/// try writer.begin(section: "blocks")
/// for block in blocks { try writer.append(block.words) }
/// ```
///
/// Nothing is kept but a buffer and the directory, so a file may be longer than memory. The layout is that of
/// ``SegmentFileFormat``. A store makes writers and finishes them: see ``NewSegment``.
package final class SegmentFileWriter {
    /// The name of the file, for errors.
    package let name: String

    private let file: any StoreFile
    private var buffer: [UInt8]
    private var length = 0
    private var sections: [SegmentFileFormat.Section] = []
    private var checksum = CRC32()

    private static let bufferLength = 1 << 17

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - file: Where the bytes go.
    ///   - name: The name of the file, for errors.
    ///   - kind: What the file holds, such as `lexical`, in at most 48 bytes.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    init(_ file: any StoreFile, name: String, kind: String) throws(SegmentStoreError) {
        precondition(SegmentFileFormat.isKind(kind), "'\(kind)' cannot be the kind of a file")
        self.file = file
        self.name = name
        self.buffer = []
        buffer.reserveCapacity(Self.bufferLength)
        let header = SegmentFileFormat.header(kind: kind)
        try put(header)
    }

    /// Begins a section; the one before ends here.
    ///
    /// - Parameter section: Its name, which the file does not have yet.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    package func begin(section: String) throws(SegmentStoreError) {
        precondition(!sections.contains { $0.name == section }, "the section '\(section)' is there already")
        endSection()
        let padding = [UInt8](repeating: 0, count: SegmentFileFormat.aligned(length) - length)
        try put(padding)
        sections.append(SegmentFileFormat.Section(name: section, start: length, length: 0, checksum: 0))
        checksum = CRC32()
    }

    /// Appends bytes to the section that was begun last.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    package func append(bytes: RawSpan) throws(SegmentStoreError) {
        precondition(!sections.isEmpty, "begin a section before appending to it")
        checksum.update(bytes)
        try put(bytes)
    }

    /// Appends numbers to the section that was begun last.
    ///
    /// - Parameter values: Any number of numbers.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    @inlinable
    package func append<Value: StoredScalar>(_ values: Span<Value>) throws(SegmentStoreError) {
        try unsafe append(bytes: values.bytes)
    }

    /// Appends numbers to the section that was begun last.
    ///
    /// - Parameter values: Any number of numbers.
    /// - Throws: A ``SegmentStoreError`` of code `inputOutput` or `storageFull`.
    package func append<Value: StoredScalar>(_ values: [Value]) throws(SegmentStoreError) {
        // The optimiser may otherwise take an array that only its span refers to for unused before it is filled.
        defer { withExtendedLifetime(values) {} }
        let span = values.span
        try unsafe append(bytes: span.bytes)
    }

    /// The length so far of the section that was begun last.
    package var sectionLength: Int { length - (sections.last?.start ?? length) }

    /// Ends the file, and waits until it is on the disk.
    ///
    /// - Returns: What tells the file from others.
    func finish() throws(SegmentStoreError) -> FileIdentity {
        endSection()
        let directory = SegmentFileFormat.directory(sections)
        precondition(directory.count <= SegmentFileFormat.maximumDirectoryLength, "\(name) has too many sections")
        let footer = SegmentFileFormat.Footer(
            directoryStart: length, directoryLength: directory.count,
            directoryChecksum: CRC32.checksum(of: directory[...]))
        try put(directory)
        let end = SegmentFileFormat.footer(footer)
        try put(end)
        try flush()
        try file.synchronise()
        try file.close()
        return FileIdentity(byteCount: length, checksum: footer.directoryChecksum)
    }

    private func endSection() {
        guard !sections.isEmpty else { return }
        sections[sections.count - 1].length = sectionLength
        sections[sections.count - 1].checksum = checksum.checksum
    }

    private func put(_ bytes: [UInt8]) throws(SegmentStoreError) {
        // As in append.
        defer { withExtendedLifetime(bytes) {} }
        try unsafe put(bytes.span.bytes)
    }

    private func put(_ bytes: RawSpan) throws(SegmentStoreError) {
        length += bytes.byteCount
        if buffer.count + bytes.byteCount > Self.bufferLength { try flush() }
        if bytes.byteCount >= Self.bufferLength {
            try Self.write(bytes, to: file)
        } else {
            unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
        }
    }

    private func flush() throws(SegmentStoreError) {
        var full: [UInt8] = []
        swap(&full, &buffer)
        try unsafe Self.write(full.span.bytes, to: file)
        full.removeAll(keepingCapacity: true)
        swap(&full, &buffer)
    }

    private static func write(_ bytes: RawSpan, to file: any StoreFile) throws(SegmentStoreError) {
        var written = 0
        while written < bytes.byteCount { written += try file.write(bytes.extracting(written...)) }
    }
}
