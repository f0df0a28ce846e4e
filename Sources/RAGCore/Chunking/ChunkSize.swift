// SPDX-License-Identifier: Apache-2.0

/// How large a chunk may be, and how much of it the next chunk repeats.
///
/// An overlap keeps a thought that straddles a cut findable from both sides; a tenth to a fifth of the maximum is
/// usual.
public struct ChunkSize: Sendable {
    /// The most units that a chunk measures; at least 1.
    public let maximum: Int

    /// The units at the end of a chunk that the next one repeats; at least 0, less than the maximum.
    public let overlap: Int

    /// The unit of both.
    public let measure: ChunkMeasure

    /// Creates a size.
    ///
    /// - Parameters:
    ///   - maximum: The most units that a chunk measures; at least 1.
    ///   - overlap: The units that a chunk repeats of the one before it; at least 0, less than the maximum.
    ///   - measure: The unit of both.
    /// - Throws: ``RAGCoreError`` with ``RAGCoreError/Code/invalidChunkSize`` where the numbers are out of those
    ///   bounds.
    public init(maximum: Int, overlap: Int = 0, measure: ChunkMeasure = .characters) throws(RAGCoreError) {
        guard maximum > 0 else {
            throw RAGCoreError(.invalidChunkSize, "A chunk holds 1 unit or more, not \(maximum): raise the maximum.")
        }
        guard overlap >= 0 else {
            throw RAGCoreError(.invalidChunkSize, "Chunks overlap by 0 or more units, not \(overlap): raise it.")
        }
        guard overlap < maximum else {
            throw RAGCoreError(
                .invalidChunkSize,
                "Chunks of at most \(maximum) units cannot overlap by \(overlap): choose an overlap below the maximum."
            )
        }
        self.maximum = maximum
        self.overlap = overlap
        self.measure = measure
    }
}
