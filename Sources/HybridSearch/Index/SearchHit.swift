// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// What was found: a chunk, or a document with its best chunk.
public struct SearchHit: Hashable, Sendable {
    /// The row of the chunk in the snapshot that found it.
    public var row: Int

    /// The document, whole.
    public var document: Document

    /// The chunk that was found; of a hit that is a document, the one that adds most to its score.
    ///
    /// Of a document that was added in one piece it is the whole text.
    public var chunk: Chunk

    /// How well it matched; higher is better, and comparable within one search only.
    public var score: Double

    /// What a model gave it that ordered the hits of the search; `nil` where there was none, or it left the hit out.
    public var rerankScore: Float?

    /// What each leg found it by; one entry for a search by a single leg.
    public var legs: [FusedHit<Int>.Contribution]

    /// The row by which each of ``legs`` found it; of a hit that is a document they may differ.
    public var rows: [Int]
}
