// SPDX-License-Identifier: Apache-2.0

/// A stretch of a document that is embedded, indexed and found as one piece.
public struct Chunk: Hashable, Sendable {
    /// The chunk's document and its place in it.
    public var id: ChunkID

    /// Where the chunk stands in the document's text, in UTF-8 bytes; both ends are character boundaries.
    public var utf8Range: Range<Int>

    /// The chunk's text: exactly the bytes of ``utf8Range``.
    public var text: String

    /// Creates a chunk.
    ///
    /// - Parameters:
    ///   - id: The chunk's document and its place in it.
    ///   - utf8Range: Where the chunk stands in the document's text, in UTF-8 bytes.
    ///   - text: The text of that range.
    public init(id: ChunkID, utf8Range: Range<Int>, text: String) {
        self.id = id
        self.utf8Range = utf8Range
        self.text = text
    }
}
