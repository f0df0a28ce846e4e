// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore

/// Makes an index hold just the documents that it is given: anew, or by changing what differs.
///
/// An index of documents and one of their token vectors are two stores with a commit each; the token vectors are committed
/// first. After a crash between the two one of them is ahead: a document then counts as changed for the next update, because
/// the text that its token vectors are of is not the one that the index holds, and searches leave such token vectors out.
struct IndexUpdate: ~Copyable {
    /// The documents so far.
    private(set) var documentCount = 0

    /// Those that the index did not hold.
    private(set) var added = 0

    /// Those that it held otherwise, or without the token vectors of their text.
    private(set) var replaced = 0

    /// Those that it held and that were not given; known at the end.
    private(set) var deleted = 0

    /// Those that a commit before the end has made durable.
    private(set) var committedCount = 0

    /// The chunks of all documents, as the last commit left them; a document in one piece is one.
    private(set) var chunkCount = 0

    /// Whether documents may be committed before the last one is known: an index that is replaced stays in force until then.
    let commitsInIntervals: Bool

    private var writer: IndexWriter
    private var tokenVectors: TokenVectorStore?
    private let path: String
    private let isUpdate: Bool
    private var given: Set<DocumentID> = []

    /// Opens an index.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - existing: What it holds, or `nil` for nothing.
    ///   - isUpdate: Whether to keep what the index holds and has not changed.
    ///   - analyzer: The name of an analyser; `nil` for that of the index, or for English in a new one.
    ///   - model: The model that documents are embedded with, where they are.
    ///   - tokenVectors: Opens the index of token vectors, where there is one, once this one is locked.
    /// - Throws: An error of the indexes.
    init(
        of path: String, existing: ExistingIndex?, isUpdate: Bool, analyzer: String?, model: IndexedModel?,
        tokenVectors: () throws -> TokenVectorStore?
    ) throws {
        let keeps = isUpdate && existing != nil
        var configuration = keeps ? existing?.configuration ?? IndexConfiguration() : IndexConfiguration()
        if let analyzer { configuration.analyzer = try TextAnalyzers.named(analyzer) }
        configuration.annotations = model?.annotations ?? [:]
        let writer = try IndexWriter(at: path, configuration, replacing: !keeps)
        self.tokenVectors = try tokenVectors()
        self.path = path
        self.isUpdate = keeps
        commitsInIntervals = keeps || existing == nil
        self.writer = writer
    }

    /// Counts a document, and says whether the indexes hold it as it is, so that nothing is left to do.
    mutating func holds(_ document: Document) throws -> Bool {
        documentCount += 1
        guard isUpdate else { return false }
        given.insert(document.id)
        return try writer.document(document.id) == document && tokenVectors?.holds(document) ?? true
    }

    /// Indexes a document that the indexes do not hold as it is.
    mutating func store(_ document: Document, _ vectors: DocumentVectors? = nil) throws {
        if let tokens = vectors?.tokens { try tokenVectors?.replace(document, tokens) }
        guard isUpdate, try writer.document(document.id) != nil else {
            added += 1
            guard let chunks = vectors?.chunks else { return try writer.add(document) }
            return try writer.add(document, chunks: chunks)
        }
        replaced += 1
        guard let chunks = vectors?.chunks else { return try writer.replace(document) }
        try writer.replace(document, chunks: chunks)
    }

    /// Makes durable what was stored so far, and merges segments where that pays.
    mutating func commit() throws {
        try tokenVectors?.commit()
        chunkCount = try writer.commit().rowCount
        while try writer.merge() {}
        committedCount = added + replaced
    }

    /// Deletes what was not given, commits, and removes token vectors that belong to no index any more.
    mutating func finish() throws {
        if isUpdate {
            let given = given
            deleted = try writer.deleteAll { !given.contains($0.id) }
            tokenVectors?.deleteAll { !given.contains($0) }
        }
        try commit()
        TokenVectorStore.removeAll(in: path, but: tokenVectors?.number)
    }
}
#endif
