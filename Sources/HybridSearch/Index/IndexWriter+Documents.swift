// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

extension IndexWriter {
    /// A document as the next commit leaves it.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: The document, or `nil` where there is none.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    public func document(_ id: DocumentID) throws(HybridSearchError) -> Document? {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            if let document = try pending.document(id) { return document }
            guard let (segment, number) = try committed(id) else { return nil }
            return try segment.documents.document(number)
        }
    }

    /// Adds a document in one piece: one row of the index.
    ///
    /// Either every row of an index has an embedding or none has.
    ///
    /// - Parameters:
    ///   - document: The document; its ``RAGCore/Document/searchableText`` is indexed.
    ///   - embedding: Its embedding, of the length that all embeddings of the index have; see ``VectorField``.
    /// - Throws: A ``HybridSearchError`` of code `duplicateDocument`, `missingVector`, `dimensionMismatch`, `notFinite`,
    ///   `zeroVector` or `corruptedIndex`; the message names the document, and the writer is as it was.
    /// - Complexity: O(length of the text + segments · log documents).
    public mutating func add(_ document: Document, embedding: [Float]? = nil) throws(HybridSearchError) {
        try add(document, chunks: [IndexedChunk(whole: document, embedding: embedding)])
    }

    /// Adds a document that was cut into chunks: a row of the index for each of them, side by side.
    ///
    /// A row is found by its chunk's text and embedding, and by the document's title and metadata. Rows are numbered from 0
    /// in the order of the chunks, see ``RAGCore/ChunkID``. The document's own text is stored to be shown, not searched.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - chunks: Its chunks, one or more.
    /// - Throws: A ``HybridSearchError`` as ``add(_:embedding:)`` does, and of code `invalidParameter` where there is no
    ///   chunk, or one at a negative offset; the writer is then as it was.
    public mutating func add(_ document: Document, chunks: [IndexedChunk]) throws(HybridSearchError) {
        guard try !contains(document.id) else {
            throw HybridSearchError(
                .duplicateDocument,
                "the index holds a document '\(document.id)' already; replace it, or give another id")
        }
        try pending.append(document, chunks)
    }

    /// Adds a document in one piece, in place of the one that has its identifier, if any.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - embedding: Its embedding.
    /// - Throws: As ``add(_:embedding:)``, but for `duplicateDocument`.
    public mutating func replace(_ document: Document, embedding: [Float]? = nil) throws(HybridSearchError) {
        try replace(document, chunks: [IndexedChunk(whole: document, embedding: embedding)])
    }

    /// Adds a document that was cut into chunks, in place of the one that has its identifier, with all its rows, if any.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - chunks: Its chunks, one or more.
    /// - Throws: As ``add(_:chunks:)``, but for `duplicateDocument`.
    public mutating func replace(_ document: Document, chunks: [IndexedChunk]) throws(HybridSearchError) {
        try pending.check(chunks, of: document)
        try delete(document.id)
        try pending.append(document, chunks)
    }

    private func contains(_ id: DocumentID) throws(HybridSearchError) -> Bool {
        if pending.contains(id) { return true }
        return try HybridSearchError.translating { () throws(SegmentStoreError) in try committed(id) != nil }
    }

    /// Where a committed document is that is not deleted since, by its number.
    func committed(_ id: DocumentID) throws(SegmentStoreError) -> (segment: IndexSegment, number: Int)? {
        for segment in snapshot.segments {
            guard let number = try segment.document(id), deletions[segment.stored.id]?.contains(number) != true else {
                continue
            }
            return (segment, number)
        }
        return nil
    }
}
