// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

extension ByteWriter {
    /// Writes the chunks of a document: nothing for a document in one piece; else of each chunk where it stands, how long it
    /// is, and its text where that is not the document's.
    mutating func append(_ chunks: [IndexedChunk], of document: Document) {
        let isWhole = chunks.count == 1 && chunks[0].utf8Range == 0..<document.text.utf8.count
        if isWhole, chunks[0].isPart(of: document) { return }
        for chunk in chunks {
            append(chunk.utf8Range.lowerBound)
            append(chunk.utf8Range.count)
            let isPart = chunk.isPart(of: document)
            append(isPart ? 0 : 1)
            if !isPart { append(chunk.text) }
        }
    }
}

extension ByteReader {
    /// Reads one chunk of a document that is not in one piece.
    ///
    /// - Complexity: O(ordinal).
    mutating func chunk(_ ordinal: Int, of document: Document) throws(SegmentStoreError) -> Chunk? {
        for place in 0...ordinal {
            let start = try integer()
            let length = try integer()
            let text = try integer() == 0 ? nil : try string()
            guard place == ordinal else { continue }
            guard start <= Int.max - length else { return nil }
            return Chunk(document, ordinal, utf8Range: start..<start + length, text: text)
        }
        return nil
    }
}

extension Chunk {
    /// A document in one piece.
    init(whole document: Document) {
        self.init(
            id: ChunkID(document: document.id, ordinal: 0), utf8Range: 0..<document.text.utf8.count,
            text: document.text)
    }

    /// A chunk whose text is that of the document at its range if it has no other; `nil` where there is none.
    fileprivate init?(_ document: Document, _ ordinal: Int, utf8Range: Range<Int>, text: String?) {
        let utf8 = document.text.utf8
        var part = text
        if part == nil, utf8Range.upperBound <= utf8.count {
            let start = utf8.index(utf8.startIndex, offsetBy: utf8Range.lowerBound)
            part = String(utf8[start..<utf8.index(start, offsetBy: utf8Range.count)])
        }
        guard let part else { return nil }
        self.init(id: ChunkID(document: document.id, ordinal: ordinal), utf8Range: utf8Range, text: part)
    }
}
