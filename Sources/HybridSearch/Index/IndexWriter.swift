// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

/// Adds, replaces and deletes documents, and commits all of it at once.
///
/// ```swift
/// var writer = try IndexWriter(at: "notes.rag")
/// try writer.add(Document(id: "1", text: "Swift services on Linux"))
/// let snapshot = try writer.commit()
/// let hits = try snapshot.search(HybridQuery("linux service"))
/// ```
///
/// A folder has one writer at a time, in all processes; a second one is refused. Snapshots may be opened and searched
/// meanwhile from anywhere and see whole commits only. What a commit has confirmed outlasts a crash; what was not committed
/// is lost with the writer.
public struct IndexWriter: ~Copyable {
    /// How the index is made.
    public let configuration: IndexConfiguration

    let writer: StoreWriter
    private(set) var snapshot: IndexSnapshot
    private var pending: PendingSegment
    /// The rows of committed segments that the next commit deletes.
    private var deletions: [SegmentID: Set<Int>] = [:]

    /// Creates a writer of an empty index in memory.
    ///
    /// - Parameter configuration: How the index is made.
    /// - Throws: A ``HybridSearchError``.
    public init(_ configuration: IndexConfiguration = IndexConfiguration()) throws(HybridSearchError) {
        try TextField.check(configuration.fields)
        let writer = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try StoreWriter.inMemory(properties: configuration.properties)
        }
        try self.init(writer, configuration)
    }

    /// Opens the index in a folder for writing, or creates it.
    ///
    /// - Parameters:
    ///   - path: The folder of an index, or one that is empty or does not exist.
    ///   - configuration: How the index is made; of an index that exists, it must name the same analyser.
    ///   - replacing: Whether the first commit replaces everything that the index holds, at once.
    /// - Throws: A ``HybridSearchError`` of code `locked`, `notAnIndex`, `analyzerMismatch`, `unsupportedVersion`,
    ///   `corruptedIndex` or `inputOutput`.
    public init(
        at path: String, _ configuration: IndexConfiguration = IndexConfiguration(), replacing: Bool = false
    ) throws(HybridSearchError) {
        try TextField.check(configuration.fields)
        let writer = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try StoreWriter(path: path, properties: configuration.properties, discardsContents: replacing)
        }
        var configuration = configuration
        try configuration.adopt(writer.snapshot.properties, path: path)
        try self.init(writer, configuration)
    }

    init(_ writer: StoreWriter, _ configuration: IndexConfiguration) throws(HybridSearchError) {
        self.configuration = configuration
        self.writer = writer
        snapshot = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try IndexSnapshot(writer.snapshot, configuration)
        }
        pending = PendingSegment(
            configuration, vectors: snapshot.vectors, isEmpty: snapshot.segments.isEmpty)
    }

    /// The number of documents that the next commit leaves.
    public var documentCount: Int {
        snapshot.documentCount - deletions.values.reduce(0) { $0 + $1.count } + pending.documentCount
    }

    /// The number of changes since the last commit.
    public var changeCount: Int { pending.rowCount + deletions.values.reduce(0) { $0 + $1.count } }

    /// A document as the next commit leaves it.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: The document, or `nil` where there is none.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    public func document(_ id: DocumentID) throws(HybridSearchError) -> Document? {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            if let document = try pending.document(id) { return document }
            guard let (segment, row) = try committed(id) else { return nil }
            return try segment.documents.document(at: row)
        }
    }

    /// Adds a document.
    ///
    /// Either every document of an index has an embedding or none has.
    ///
    /// - Parameters:
    ///   - document: The document; its ``Document/searchableText`` is indexed.
    ///   - embedding: Its embedding, of the length that all embeddings of the index have; see ``VectorField``.
    /// - Throws: A ``HybridSearchError`` of code `duplicateDocument`, `missingVector`, `dimensionMismatch`, `notFinite`,
    ///   `zeroVector` or `corruptedIndex`; the message names the document, and the writer is as it was.
    /// - Complexity: O(length of the text + segments · log rows).
    public mutating func add(_ document: Document, embedding: [Float]? = nil) throws(HybridSearchError) {
        guard try !contains(document.id) else {
            throw HybridSearchError(
                .duplicateDocument,
                "the index holds a document '\(document.id)' already; replace it, or give another id")
        }
        try pending.append(document, embedding: embedding)
    }

    /// Adds a document, in place of the one that has its identifier, if any.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - embedding: Its embedding.
    /// - Throws: As ``add(_:embedding:)``, but for `duplicateDocument`.
    public mutating func replace(_ document: Document, embedding: [Float]? = nil) throws(HybridSearchError) {
        try pending.check(embedding, of: document)
        try delete(document.id)
        try pending.append(document, embedding: embedding)
    }

    /// Deletes a document.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: Whether there was one.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    @discardableResult
    public mutating func delete(_ id: DocumentID) throws(HybridSearchError) -> Bool {
        if pending.delete(id) { return true }
        let found = try HybridSearchError.translating { () throws(SegmentStoreError) in try committed(id) }
        guard let (segment, row) = found else { return false }
        deletions[segment.stored.id, default: []].insert(row)
        return true
    }

    /// Deletes the documents that a filter keeps, committed or not.
    ///
    /// - Parameter filter: Which documents to delete.
    /// - Returns: How many were deleted.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(documents that are not committed + rows that meet the filter).
    @discardableResult
    public mutating func deleteAll(matching filter: Filter) throws(HybridSearchError) -> Int {
        let compiled = CompiledFilter(filter)
        do throws(SegmentStoreError) {
            var count = try pending.deleteAll { filter.matches($0) }
            for segment in snapshot.segments {
                var rows = try compiled.rows(in: segment.metadata, documents: segment.documents)
                if let live = segment.live { rows.formIntersection(live) }
                let known = deletions[segment.stored.id] ?? []
                let all = known.union(rows.rows)
                count += all.count - known.count
                deletions[segment.stored.id] = all.isEmpty ? nil : all
            }
            return count
        } catch {
            throw HybridSearchError(error)
        }
    }

    /// Deletes the documents that meet a condition, committed or not.
    ///
    /// - Parameter condition: Whether to delete a document.
    /// - Returns: How many were deleted.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(documents).
    @discardableResult
    public mutating func deleteAll(where condition: (Document) -> Bool) throws(HybridSearchError) -> Int {
        do throws(SegmentStoreError) {
            var count = try pending.deleteAll(where: condition)
            for segment in snapshot.segments {
                var rows = deletions[segment.stored.id] ?? []
                for row in 0..<segment.rowCount where segment.live?.contains(row) ?? true && !rows.contains(row) {
                    guard condition(try segment.documents.document(at: row)) else { continue }
                    rows.insert(row)
                    count += 1
                }
                deletions[segment.stored.id] = rows.isEmpty ? nil : rows
            }
            return count
        } catch {
            throw HybridSearchError(error)
        }
    }

    /// Makes everything since the last commit durable and visible, at once or not at all.
    ///
    /// - Returns: A snapshot of the index as it is now.
    /// - Throws: A ``HybridSearchError`` of code `inputOutput`; the index is then as it was, and the commit may be tried
    ///   again. Code `uncertain` where not even that could be made sure.
    /// - Complexity: O(postings of the new documents).
    @discardableResult
    public mutating func commit() throws(HybridSearchError) -> IndexSnapshot {
        var change = StoreChange()
        for (id, rows) in deletions { change.delete(rows: rows, in: id) }
        if let segment = pending.segment() { change.append(segment) }
        return try commit(change)
    }

    /// Commits a change of the store and starts anew from what it left.
    mutating func commit(_ change: StoreChange) throws(HybridSearchError) -> IndexSnapshot {
        snapshot = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try IndexSnapshot(writer.commit(change), configuration)
        }
        pending = PendingSegment(
            configuration, vectors: snapshot.vectors, isEmpty: snapshot.segments.isEmpty)
        deletions = [:]
        return snapshot
    }

    private func contains(_ id: DocumentID) throws(HybridSearchError) -> Bool {
        if pending.contains(id) { return true }
        return try HybridSearchError.translating { () throws(SegmentStoreError) in try committed(id) != nil }
    }

    /// Where a committed document is that is not deleted since.
    private func committed(_ id: DocumentID) throws(SegmentStoreError) -> (segment: IndexSegment, row: Int)? {
        for segment in snapshot.segments {
            guard let row = try segment.row(of: id), deletions[segment.stored.id]?.contains(row) != true else {
                continue
            }
            return (segment, row)
        }
        return nil
    }
}
