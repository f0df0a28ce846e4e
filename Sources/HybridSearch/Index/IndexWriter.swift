// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
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
    var pending: PendingSegment
    /// The numbers of the documents of committed segments that the next commit deletes.
    var deletions: [SegmentID: Set<Int>] = [:]

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
    public var changeCount: Int { pending.changeCount + deletions.values.reduce(0) { $0 + $1.count } }

    /// Makes everything since the last commit durable and visible, at once or not at all.
    ///
    /// - Returns: A snapshot of the index as it is now.
    /// - Throws: A ``HybridSearchError`` of code `inputOutput`; the index is then as it was, and the commit may be tried
    ///   again. Code `uncertain` where not even that could be made sure.
    /// - Complexity: O(postings of the new documents).
    @discardableResult
    public mutating func commit() throws(HybridSearchError) -> IndexSnapshot {
        var change = StoreChange()
        for segment in snapshot.segments {
            for document in deletions[segment.stored.id] ?? [] {
                change.delete(rows: segment.documents.layout.rows(of: document), in: segment.stored.id)
            }
        }
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
}
