// SPDX-License-Identifier: Apache-2.0

/// Reads a plain or gzip-compressed stream line by line, in constant memory.
///
/// A line ends with LF or CRLF, which are not part of it; the last line needs no end. Input is read in blocks, so lines typed at a terminal arrive when the input ends.
package struct LineReader: ~Copyable {
    /// The longest line that is read unless another limit is given: 64 MiB.
    package static let defaultMaximumLineLength = 64 << 20

    /// What messages call the source.
    package let name: String

    private let maximumLineLength: Int
    private var input: GzipInput
    private var block: [UInt8]
    private var unread: Range<Int> = 0..<0
    private var lineNumber = 0
    private var isInsideLongLine = false

    /// A line and its place.
    package struct Line: Hashable, Sendable {
        /// The place, from 1.
        package var number: Int
        /// The bytes without the line end.
        package var bytes: [UInt8]
    }

    /// Opens a source.
    ///
    /// - Parameters:
    ///   - source: A file or descriptor, plain or gzip-compressed.
    ///   - maximumLineLength: The longest line that is read, in bytes after decompression.
    /// - Throws: ``CorpusError`` with the code `notFound` or `unreadable`.
    package init(
        _ source: ByteSource,
        maximumLineLength: Int = defaultMaximumLineLength
    ) throws(CorpusError) {
        self.name = source.name
        self.maximumLineLength = maximumLineLength
        self.input = try GzipInput(source)
        self.block = [UInt8](repeating: 0, count: 1 << 17)
    }

    /// The bytes of the source that were read so far, compressed ones as they are stored.
    package var bytesRead: Int { input.bytesRead }

    /// The next line, or `nil` at the end.
    ///
    /// - Returns: The line's bytes and number.
    /// - Throws: ``CorpusError`` with the code `unreadable`, `corruptGzip` or `lineTooLong`; after the last of these
    ///   reading goes on with the line that follows.
    /// - Complexity: O(length of the line).
    package mutating func next() throws(CorpusError) -> Line? {
        if isInsideLongLine { try skipRestOfLine() }
        var bytes: [UInt8] = []
        while try fill() {
            let end = block[unread].firstIndex(of: UInt8(ascii: "\n"))
            bytes += block[unread.lowerBound..<(end ?? unread.upperBound)]
            unread = (end.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
            if bytes.count > maximumLineLength {
                isInsideLongLine = end == nil
                throw lineTooLong()
            }
            if end != nil { return finish(bytes) }
        }
        return bytes.isEmpty ? nil : finish(bytes)
    }

    /// Makes sure that there are unread bytes; false at the end of the stream.
    private mutating func fill() throws(CorpusError) -> Bool {
        if unread.isEmpty { unread = 0..<(try input.read(into: &block)) }
        return !unread.isEmpty
    }

    private mutating func skipRestOfLine() throws(CorpusError) {
        while isInsideLongLine, try fill() {
            let end = block[unread].firstIndex(of: UInt8(ascii: "\n"))
            unread = (end.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
            isInsideLongLine = end == nil
        }
    }

    private mutating func finish(_ line: [UInt8]) -> Line {
        lineNumber += 1
        var bytes = line
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return Line(number: lineNumber, bytes: bytes)
    }

    private mutating func lineTooLong() -> CorpusError {
        lineNumber += 1
        return CorpusError(
            .lineTooLong,
            file: name,
            line: lineNumber,
            "the line is longer than \(maximumLineLength) bytes; split the document, or check that lines end with LF"
        )
    }
}
