// SPDX-License-Identifier: Apache-2.0

/// Cuts text at the strongest separator in reach: a paragraph, else a line, a sentence, a word, a Character.
///
/// ```swift
/// let chunker = try RecursiveChunker(maximum: 800, overlap: 100)
/// let chunks = chunker.chunks(of: Document(id: "handbook.md", text: handbook))
/// ```
///
/// Beside the laws of ``Chunker`` it keeps two of its own:
///
/// - **Cut**: a chunk that is not the last ends at the strongest boundary at which it is at least halfway from the
///   overlap to the maximum, of equally strong ones at the last. So separators make no splinters: a heading stays
///   with the text below it, and there are about twice as many chunks at most as there would be if every one were
///   full.
/// - **Overlap**: the next chunk begins exactly ``ChunkSize/overlap`` units before the end of this one. Only where a
///   counter gives units of sizes other than 1 may that place lie within a unit, or leave no room for the unit that
///   follows; then the overlap is the longest one that is shorter and fits.
public struct RecursiveChunker: Chunker {
    /// How large the chunks are.
    public let size: ChunkSize

    /// Creates a chunker.
    ///
    /// - Parameters:
    ///   - maximum: The most units that a chunk measures; at least 1.
    ///   - overlap: The units that a chunk repeats of the one before it; at least 0, less than the maximum.
    ///   - measure: The unit of both.
    /// - Throws: ``RAGCoreError`` with ``RAGCoreError/Code/invalidChunkSize`` where the numbers are out of those
    ///   bounds.
    public init(maximum: Int, overlap: Int = 0, measure: ChunkMeasure = .characters) throws(RAGCoreError) {
        self.size = try ChunkSize(maximum: maximum, overlap: overlap, measure: measure)
    }

    /// Cuts a document's text at its strongest separators.
    ///
    /// - Parameter document: The document; its title and metadata are not looked at.
    /// - Returns: The chunks in reading order.
    /// - Complexity: O(n + m) for n bytes of text and m bytes of chunks, in memory of two chunks beside the result.
    public func chunks(of document: Document) -> [Chunk] {
        ChunkAssembler.chunks(of: document, size: size, rule: RecursiveCutRule(size: size))
    }
}

/// Ends a chunk at its strongest late boundary and steps back by the overlap.
struct RecursiveCutRule: CutRule {
    let size: ChunkSize

    func end(ofChunkFrom start: Int, after previousEnd: Int, limit: Int, in boundaries: [TextBoundary]) -> Int {
        let leastUnits = boundaries[start].units + size.overlap + (size.maximum - size.overlap + 1) / 2
        var best = limit
        for candidate in (previousEnd + 1..<limit).reversed() {
            guard boundaries[candidate].units >= leastUnits else { break }
            if boundaries[candidate].separator.strength > boundaries[best].separator.strength { best = candidate }
        }
        return best
    }

    func start(afterChunkFrom start: Int, to end: Int, in boundaries: [TextBoundary]) -> Int {
        boundaries.overlapStart(before: end, least: start + 1, followedBy: end + 1, size: size)
    }
}
