// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// Collects documents and commits them as segments that snapshots search.
///
/// ```swift
/// var writer = IndexWriter()
/// try writer.add(Document(id: "1", text: "Swift services on Linux"))
/// let snapshot = writer.commit()
/// let hits = try snapshot.search(HybridQuery("linux service"))
/// ```
///
/// A writer belongs to one task; the snapshots that it commits are immutable values and may be searched from anywhere.
public struct IndexWriter: Sendable {
    private let analyzer: any TextAnalyzer
    private var segments: [IndexSegment] = []
    private var known: Set<DocumentID> = []
    private var dimension: Int?
    private var documents: [Document] = []
    private var lexical: LexicalSegmentBuilder
    private var vectors: [Float] = []

    /// Creates a writer of an empty index.
    ///
    /// - Parameter analyzer: Turns text into terms, for documents and queries alike.
    public init(analyzer: any TextAnalyzer = EnglishAnalyzer()) {
        self.analyzer = analyzer
        self.lexical = LexicalSegmentBuilder(analyzer: analyzer)
    }

    /// The number of documents so far, committed or not.
    public var documentCount: Int { known.count }

    /// Adds a document, which the next commit makes searchable.
    ///
    /// Either every document of an index has an embedding or none has.
    ///
    /// - Parameters:
    ///   - document: The document; its ``Document/searchableText`` is indexed.
    ///   - embedding: Its embedding, of the length that all embeddings of the index have; scored by dot product.
    /// - Throws: A ``HybridSearchError`` of code `duplicateDocument`, `missingVector`, `dimensionMismatch` or `notFinite`;
    ///   the writer is then as it was.
    /// - Complexity: O(length of the text).
    public mutating func add(_ document: Document, embedding: [Float]? = nil) throws(HybridSearchError) {
        guard !known.contains(document.id) else {
            throw HybridSearchError(
                .duplicateDocument, "the index holds a document '\(document.id)' already; identifiers are unique")
        }
        try checkEmbedding(embedding, of: document)
        known.insert(document.id)
        if let embedding {
            dimension = embedding.count
            vectors.append(contentsOf: embedding)
        }
        lexical.append(document.searchableText)
        documents.append(document)
    }

    private func checkEmbedding(_ embedding: [Float]?, of document: Document) throws(HybridSearchError) {
        guard let embedding else {
            guard dimension == nil else {
                throw HybridSearchError(
                    .missingVector, "'\(document.id)' has no embedding, but the documents before it have one")
            }
            return
        }
        guard dimension != nil || known.isEmpty else {
            throw HybridSearchError(
                .missingVector, "'\(document.id)' has an embedding, but the documents before it have none")
        }
        try DenseSegment.check(embedding, dimension: dimension, of: "the embedding of '\(document.id)'")
    }

    /// Seals what was added since the last commit and returns everything that was ever committed.
    ///
    /// - Returns: A snapshot of all documents so far.
    /// - Complexity: O(postings of the new documents).
    public mutating func commit() -> IndexSnapshot {
        if !documents.isEmpty {
            let dense = dimension.map { DenseSegment(dimension: $0, values: vectors) }
            segments.append(
                IndexSegment(
                    analyzerIdentity: analyzer.identity, documents: documents, lexical: lexical.sealed(), dense: dense))
            documents = []
            vectors = []
            lexical = LexicalSegmentBuilder(analyzer: analyzer)
        }
        return IndexSnapshot(analyzer: analyzer, segments: segments)
    }
}
