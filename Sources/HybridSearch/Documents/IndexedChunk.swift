// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// A piece of a document as it is given to an index: the text that is found, where it stands, and its embedding.
///
/// Each chunk becomes a row of the index. The text is usually the part of the document's text at ``utf8Range``, which then
/// is not stored twice; it may be another one, such as a summary or a part with its context in front.
public struct IndexedChunk: Hashable, Sendable {
    /// The text that is indexed and found.
    public var text: String

    /// Where the chunk stands in the text that the document was cut from, in UTF-8 bytes.
    public var utf8Range: Range<Int>

    /// The chunk's embedding, where the index has embeddings.
    public var embedding: [Float]?

    /// Creates a chunk.
    ///
    /// - Parameters:
    ///   - text: The text that is indexed and found.
    ///   - utf8Range: Where the chunk stands in the document's text, in UTF-8 bytes, from 0.
    ///   - embedding: Its embedding.
    public init(text: String, utf8Range: Range<Int>, embedding: [Float]? = nil) {
        self.text = text
        self.utf8Range = utf8Range
        self.embedding = embedding
    }

    /// Takes over what a chunker cut.
    ///
    /// - Parameters:
    ///   - chunk: The chunk; its number is its place among those of the document.
    ///   - embedding: Its embedding.
    public init(_ chunk: Chunk, embedding: [Float]? = nil) {
        self.init(text: chunk.text, utf8Range: chunk.utf8Range, embedding: embedding)
    }

    /// A document in one piece.
    init(whole document: Document, embedding: [Float]?) {
        self.init(text: document.text, utf8Range: 0..<document.text.utf8.count, embedding: embedding)
    }

    /// Whether the text is that of a document at the range.
    func isPart(of document: Document) -> Bool {
        let utf8 = document.text.utf8
        guard utf8Range.upperBound <= utf8.count else { return false }
        let start = utf8.index(utf8.startIndex, offsetBy: utf8Range.lowerBound)
        return utf8[start..<utf8.index(start, offsetBy: utf8Range.count)].elementsEqual(text.utf8)
    }
}
