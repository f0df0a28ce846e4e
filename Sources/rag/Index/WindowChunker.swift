// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import TextEmbeddings

/// Cuts documents into chunks that a model reads whole.
///
/// A document that fits the model's window stays in one piece. A longer one is cut at paragraphs, else at lines, sentences or words;
/// see `RecursiveChunker`. Every chunk is embedded with the title, as every row of an index is found by it.
struct WindowChunker {
    private let encoder: TextEncoder
    private let overlap: Int

    /// The share of a window that a title may take before it is cut.
    private static let titleShare = 4

    /// Takes a model and how much of a text it is to read at once.
    init(_ encoder: TextEncoder, _ window: ChunkWindow) {
        var encoder = encoder
        encoder.maximumTokenCount = min(window.tokens, encoder.configuration.maximumPositionCount)
        encoder.longTexts = .truncate
        self.encoder = encoder
        overlap = window.overlap
    }

    /// Cuts a document.
    ///
    /// - Parameter document: The document.
    /// - Returns: One chunk or more, in reading order; the same for the same document.
    /// - Throws: `RAGCoreError` never, as sizes are kept within their bounds.
    /// - Complexity: O(length of the document).
    func chunks(of document: Document) throws(RAGCoreError) -> [DocumentChunk] {
        guard encoder.tokens(of: document.searchableText).isTruncated else { return [DocumentChunk(whole: document)] }
        let title = shortened(document.title)
        // What stands around a chunk's own words: the two special tokens, the prefix, the title.
        var room = max(1, encoder.maximumTokenCount - encoder.tokens(of: title).count)
        while true {
            let chunks = try chunks(of: document, title: title, room: room)
            guard !chunks.isEmpty else { return [DocumentChunk(whole: document)] }
            // Rarely are words of more tokens together than one by one: those beyond a soft hyphen, or of more than 32 letters.
            guard room > 1, chunks.contains(where: { encoder.tokens(of: $0.text).isTruncated }) else { return chunks }
            room -= max(1, room / 8)
        }
    }

    private func chunks(of document: Document, title: String, room: Int) throws(RAGCoreError) -> [DocumentChunk] {
        let tokenizer = encoder.tokenizer
        let measure = ChunkMeasure.tokens { tokenizer.tokenize(String($0)).count - 2 }
        let chunker = try RecursiveChunker(maximum: room, overlap: min(overlap, room / 2), measure: measure)
        let cut = chunker.chunks(of: document)
        return cut.indices.map { place in
            DocumentChunk(
                cut[place], title: title, previousEnd: place == 0 ? 0 : cut[place - 1].utf8Range.upperBound,
                isLast: place == cut.count - 1)
        }
    }

    /// A title, or as much of it as leaves most of the window to the text.
    private func shortened(_ title: String) -> String {
        let tokens = encoder.tokenizer.tokenize(
            title, maximumCount: 2 + encoder.maximumTokenCount / Self.titleShare)
        guard tokens.isTruncated, let end = tokens.offsets.last?.upperBound else { return title }
        return String(decoding: title.utf8.prefix(end), as: UTF8.self)
    }
}
#endif
