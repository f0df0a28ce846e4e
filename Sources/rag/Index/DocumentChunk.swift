// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import TextEmbeddings

/// A chunk of a document, and what a model reads of it.
struct DocumentChunk {
    /// The chunk.
    let chunk: Chunk

    /// What is embedded: the document's title, a blank, and the chunk's text.
    let text: String

    /// The bytes at the beginning of ``text`` that stand in the chunks before it too: title and overlap.
    let repeatedBytes: Int

    /// Whether no chunk comes before it.
    let isFirst: Bool

    /// Whether no chunk follows.
    let isLast: Bool

    /// A document in one piece.
    init(whole document: Document) {
        chunk = Chunk(
            id: ChunkID(document: document.id, ordinal: 0), utf8Range: 0..<document.text.utf8.count,
            text: document.text)
        text = document.searchableText
        repeatedBytes = 0
        isFirst = true
        isLast = true
    }

    /// One chunk of several.
    ///
    /// - Parameters:
    ///   - chunk: The chunk.
    ///   - title: What the model reads of the document's title.
    ///   - previousEnd: Where the chunk before it ends in the document's text, in UTF-8 bytes.
    ///   - isLast: Whether no chunk follows.
    init(_ chunk: Chunk, title: String, previousEnd: Int, isLast: Bool) {
        let start = title.isEmpty ? "" : title + " "
        self.chunk = chunk
        text = start + chunk.text
        isFirst = chunk.id.ordinal == 0
        repeatedBytes = isFirst ? 0 : start.utf8.count + max(0, previousEnd - chunk.utf8Range.lowerBound)
        self.isLast = isLast
    }

    /// Whether late interaction has the vector of a token from this chunk.
    ///
    /// Each word of a document counts once, in the first chunk that holds it; its start in the first and its end in the last.
    ///
    /// - Parameters:
    ///   - token: The token's number.
    ///   - range: The bytes of ``text`` that it stands for.
    ///   - endToken: The number of the token at the end of texts.
    /// - Returns: Whether it does.
    func owns(_ token: Int32, _ range: Range<Int>, endToken: Int32) -> Bool {
        guard range.isEmpty else { return range.lowerBound >= repeatedBytes }
        return token == endToken ? isLast : isFirst
    }
}
#endif
