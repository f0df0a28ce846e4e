// SPDX-License-Identifier: Apache-2.0

/// Packs whole sentences into chunks.
///
/// ```swift
/// let chunker = try SentenceChunker(maximum: 256, overlap: 40, measure: .tokens())
/// let chunks = chunker.chunks(of: Document(id: "minutes.txt", text: minutes))
/// ```
///
/// A sentence ends with a paragraph, or after a mark followed by white space: `.`, `!`, `?`, `…` and their like, with
/// any quotes and brackets that close behind it. It goes on where the next word begins with a lower-case letter, or
/// where a full stop belongs to an initial ("J. Smith"), an initialism ("e.g.", "U.S."), or an abbreviation such as
/// "Dr.", "Fig." or, before a number, "No." The marks `。`, `！`, `？` and `｡` need no white space behind them. White
/// space belongs to the sentence before it. Scripts without such marks are cut as ``RecursiveChunker`` cuts.
///
/// Beside the laws of ``Chunker`` it keeps two of its own:
///
/// - **Cut**: a chunk that is not the last ends at the last sentence end that the maximum allows. A sentence that
///   does not fit a chunk alone is cut as ``RecursiveChunker`` cuts, and what is left of it is packed with the
///   sentences behind it.
/// - **Overlap**: the next chunk begins at the earliest sentence start, later than this chunk's own, from which the
///   overlap is at most ``ChunkSize/overlap`` units and the next sentence still fits (of a sentence longer than a
///   chunk, its first unit). Where there is none because the last sentence alone is longer than the overlap, the same
///   is said of unit starts; else there is no overlap.
public struct SentenceChunker: Chunker {
    /// How large the chunks are.
    public let size: ChunkSize

    /// Creates a chunker.
    ///
    /// - Parameters:
    ///   - maximum: The most units that a chunk measures; at least 1.
    ///   - overlap: The units that a chunk repeats at most of the one before it; at least 0, less than the maximum.
    ///   - measure: The unit of both.
    /// - Throws: ``RAGCoreError`` with ``RAGCoreError/Code/invalidChunkSize`` where the numbers are out of those
    ///   bounds.
    public init(maximum: Int, overlap: Int = 0, measure: ChunkMeasure = .characters) throws(RAGCoreError) {
        self.size = try ChunkSize(maximum: maximum, overlap: overlap, measure: measure)
    }

    /// Packs the sentences of a document's text.
    ///
    /// - Parameter document: The document; its title and metadata are not looked at.
    /// - Returns: The chunks in reading order.
    /// - Complexity: O(n + m) for n bytes of text and m bytes of chunks, in memory of two chunks beside the result.
    public func chunks(of document: Document) -> [Chunk] {
        ChunkAssembler.chunks(of: document, size: size, rule: SentenceCutRule(size: size))
    }
}

extension SentenceChunker {
    /// The sentences of a text, by the rule of this chunker and whatever their length.
    ///
    /// Joined, they are the text.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The sentences in reading order, each with the white space behind it.
    /// - Complexity: O(n) for n bytes.
    public static func sentences(in text: String) -> [Substring] {
        var text = text
        text.makeContiguousUTF8()
        var sentences: [Substring] = []
        var start = 0
        TextScanner(text: text, measure: .characters, maximum: 1).forEachBoundary { boundary in
            guard boundary.separator.endsSentence else { return }
            sentences.append(text[utf8: start..<boundary.offset])
            start = boundary.offset
        }
        return sentences
    }
}

/// Ends a chunk with a sentence and steps back by whole sentences.
struct SentenceCutRule: CutRule {
    let size: ChunkSize

    func end(ofChunkFrom start: Int, after previousEnd: Int, limit: Int, in boundaries: [TextBoundary]) -> Int {
        (previousEnd + 1...limit).last { boundaries[$0].separator.endsSentence }
            ?? RecursiveCutRule(size: size).end(ofChunkFrom: start, after: previousEnd, limit: limit, in: boundaries)
    }

    func start(afterChunkFrom start: Int, to end: Int, in boundaries: [TextBoundary]) -> Int {
        let following = endOfSentence(after: end, in: boundaries) ?? end + 1
        let earliest = boundaries.overlapStart(before: end, least: start + 1, followedBy: following, size: size)
        if let sentenceStart = (earliest..<end).first(where: { boundaries[$0].separator.endsSentence }) {
            return sentenceStart
        }
        let lastSentence = (start + 1..<end).last { boundaries[$0].separator.endsSentence } ?? start
        let isLongerThanOverlap = boundaries[end].units - boundaries[lastSentence].units > size.overlap
        return isLongerThanOverlap ? earliest : end
    }

    /// The end of the sentence that begins or goes on at a boundary, where it fits one chunk.
    private func endOfSentence(after boundary: Int, in boundaries: [TextBoundary]) -> Int? {
        var candidate = boundary + 1
        while candidate < boundaries.count,
            boundaries[candidate].units - boundaries[boundary].units <= size.maximum
        {
            if boundaries[candidate].separator.endsSentence { return candidate }
            candidate += 1
        }
        return nil
    }
}
