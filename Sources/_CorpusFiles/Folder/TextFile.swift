// SPDX-License-Identifier: Apache-2.0
import RAGCore

/// A file that is one document.
enum TextFile {
    /// The largest file that is read as one document: 64 MiB.
    static let maximumSize = 64 << 20

    /// Reads a file as a document.
    ///
    /// The identifier is the relative path. The title is the first Markdown heading or the HTML title where there is
    /// one, and the file name everywhere else.
    ///
    /// - Parameters:
    ///   - file: A file of a kind that holds one document.
    ///   - maximumSize: The largest file that is read, in bytes.
    /// - Returns: The document, without metadata.
    /// - Throws: ``CorpusError``.
    /// - Complexity: O(size of the file).
    static func document(
        of file: FileWalk.File,
        maximumSize: Int = maximumSize
    ) throws(CorpusError) -> Document {
        let text = try contents(ofFile: file.path, maximumSize: maximumSize)
        let fileName = file.relativePath.split(separator: "/").last.map(String.init) ?? file.relativePath
        let id = DocumentID(file.relativePath)
        switch file.kind {
        case .html:
            let html = HTMLText(text.bytes)
            return Document(id: id, title: html.title.isEmpty ? fileName : html.title, text: html.text)
        case .markdown:
            let heading = MarkdownHeading.first(in: text.string) ?? ""
            return Document(id: id, title: heading.isEmpty ? fileName : heading, text: text.string)
        case .plainText, .jsonLines:
            return Document(id: id, title: fileName, text: text.string)
        }
    }

    /// Reads a file whole, decompressed if need be.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - maximumSize: The largest file that is read, in bytes after decompression.
    /// - Returns: The file's bytes, known to be UTF-8.
    /// - Throws: ``CorpusError``.
    static func contents(ofFile path: String, maximumSize: Int = maximumSize) throws(CorpusError) -> UTF8Text {
        var input = try GzipInput(.file(path: path))
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let count = try input.read(into: &block)
            if count == 0 { return try UTF8Text(validating: bytes, file: path) }
            bytes += block[..<count]
            if bytes.count > maximumSize {
                throw CorpusError(
                    .fileTooLarge,
                    file: path,
                    "the file is larger than \(maximumSize) bytes; split it into several documents"
                )
            }
        }
    }
}
