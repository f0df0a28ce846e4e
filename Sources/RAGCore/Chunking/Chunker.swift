// SPDX-License-Identifier: Apache-2.0

/// Cuts a document's text into the pieces that are embedded, indexed and found.
///
/// A chunker is a pure function of the document. Every chunker keeps these laws, for any text whatever:
///
/// 1. **Exact**: a chunk's ``Chunk/text`` is the slice of ``Document/text`` at ``Chunk/utf8Range``, byte for byte,
///    and both ends of the range are boundaries of Characters (extended grapheme clusters, Unicode Standard Annex
///    29). No emoji, no accent and no line end of two code points is ever torn.
/// 2. **Covering**: every byte of the text is in at least one chunk. Nothing is trimmed: white space belongs to the
///    piece before it. An empty text has no chunks.
/// 3. **Ordered**: chunks are numbered from 0, none is empty, and both the starts and the ends of their ranges increase
///    strictly; no chunk lies within another.
/// 4. **Joining**: a chunk begins at or before the end of the one before it, so that dropping from each chunk what the
///    one before it already holds, and joining the rest, gives the text again.
/// 5. **Bounded**: no chunk measures more than ``ChunkSize/maximum``. The one exception is a chunk that is a single
///    Character which alone measures more, because a Character is never torn.
/// 6. **Deterministic**: equal documents have equal chunks.
///
/// How large a chunk is and how much it shares with its neighbour is said by ``ChunkSize``. ``RecursiveChunker``
/// suits text of any kind; ``SentenceChunker`` suits prose.
public protocol Chunker: Sendable {
    /// Cuts a document's text.
    ///
    /// - Parameter document: The document; its title and metadata are not looked at.
    /// - Returns: The chunks in reading order, under the laws of ``Chunker``.
    func chunks(of document: Document) -> [Chunk]
}
