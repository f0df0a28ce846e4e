// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import RAGCore

/// Reads documents from JSON Lines: one JSON object a line with `id`, `text`, and optionally `title` and `metadata`.
///
/// `id` is a string or a whole number. Blank lines are ignored, and so are fields of other names. Whether an identifier
/// was seen before, in this file or in another one, is for ``Corpus`` to know.
package struct JSONLinesDocuments: ~Copyable {
    private var lines: LineReader
    private let decoder = JSONDecoder()

    /// The line that was read last, from 1.
    package private(set) var line = 0

    /// What messages call the source.
    package var name: String { lines.name }

    /// The bytes of the source that were read so far, compressed ones as they are stored.
    package var bytesRead: Int { lines.bytesRead }

    /// Opens a source.
    ///
    /// - Parameters:
    ///   - source: A file or descriptor, plain or gzip-compressed.
    ///   - maximumLineLength: The longest line that is read, in bytes after decompression.
    /// - Throws: ``CorpusError`` with the code `notFound` or `unreadable`.
    package init(
        _ source: ByteSource,
        maximumLineLength: Int = LineReader.defaultMaximumLineLength
    ) throws(CorpusError) {
        self.lines = try LineReader(source, maximumLineLength: maximumLineLength)
    }

    /// The next document, or `nil` at the end.
    ///
    /// - Returns: The document of the next line that is not blank.
    /// - Throws: ``CorpusError``; where it ``CorpusError/concernsOneDocument`` reading goes on with the next line.
    /// - Complexity: O(length of the line).
    package mutating func next() throws(CorpusError) -> Document? {
        while let next = try lines.next() {
            line = next.number
            let text = try UTF8Text(validating: next.bytes, file: name, line: line)
            if !text.bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
                return try document(in: text)
            }
        }
        return nil
    }

    private func document(in text: UTF8Text) throws(CorpusError) -> Document {
        // The decoder would take a zero byte for the sign of another encoding.
        if text.bytes.contains(0) {
            throw CorpusError(
                .malformedJSON,
                file: name,
                line: line,
                "the line has a zero byte; convert the file to UTF-8, for example with iconv"
            )
        }
        let document: Document
        do {
            document = try decoder.decode(DocumentRecord.self, from: Data(text.bytes)).document
        } catch {
            throw CorpusError(decoding: error, file: name, line: line)
        }
        if document.id.rawValue.isEmpty {
            throw CorpusError(
                .emptyID,
                file: name,
                line: line,
                "\"id\" is empty; give every document a name of its own"
            )
        }
        return document
    }
}
