// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

/// An immutable state of an index: the documents of some commits, ready to be searched.
///
/// A document is one row or more, a row for each of its chunks, side by side. Rows are numbered in the order in which they
/// were added, over all segments; rows of deleted documents are never found. Statistics are those of the whole snapshot without deleted documents, so neither the way in which documents were
/// spread over commits nor what was deleted changes a score. A snapshot may be searched from any number of tasks while
/// a writer goes on; it keeps its files until it is gone.
public struct IndexSnapshot: Sendable {
    /// What turned the documents into terms, and turns queries into them.
    public var analyzer: any TextAnalyzer { configuration.analyzer }

    /// How the index was made.
    public let configuration: IndexConfiguration

    let store: StoreSnapshot
    let segments: [IndexSegment]
    let statistics: CollectionStatistics

    init(_ store: StoreSnapshot, _ configuration: IndexConfiguration) throws(SegmentStoreError) {
        self.configuration = configuration
        self.store = store
        var segments: [IndexSegment] = []
        var firstRow = 0
        for stored in store.segments {
            segments.append(try IndexSegment(stored, firstRow: firstRow, fields: configuration.fields))
            firstRow += stored.rowCount
        }
        let kinds = Set(segments.map { $0.dense?.field })
        guard kinds.count <= 1, configuration.vectors == nil || kinds.isSubset(of: [configuration.vectors]) else {
            throw SegmentStoreError(.corrupted, "the segments hold embeddings of several kinds; index again")
        }
        self.segments = segments
        statistics = CollectionStatistics(segments, fieldCount: configuration.fields.count)
    }

    /// Opens the index in a folder.
    ///
    /// Files are mapped, not read: opening takes about the same time for an index of any size. What a search touches is
    /// checked so far that damage becomes an error; ``verify()`` reads and checks every byte.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - analyzer: The analyser that made the index; `nil` takes the one of ``TextAnalyzers`` that the index names.
    /// - Throws: A ``HybridSearchError`` of code `notAnIndex`, `unsupportedVersion`, `corruptedIndex`, `analyzerMismatch` or
    ///   `inputOutput`.
    public init(openingAt path: String, analyzer: (any TextAnalyzer)? = nil) throws(HybridSearchError) {
        let store = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try StoreSnapshot(openingAt: path)
        }
        var configuration: IndexConfiguration
        if let analyzer {
            configuration = IndexConfiguration(analyzer: analyzer)
            try configuration.adopt(store.properties, path: path)
        } else {
            configuration = try IndexConfiguration.stored(store.properties, path: path)
        }
        let settled = configuration
        self = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try IndexSnapshot(store, settled)
        }
    }

    /// The newest state of the same index; shares with this one what has not changed.
    ///
    /// - Throws: A ``HybridSearchError`` as ``init(openingAt:analyzer:)`` does.
    public func refreshed() throws(HybridSearchError) -> IndexSnapshot {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            try IndexSnapshot(store.refreshed(), configuration)
        }
    }

    /// Writes the snapshot to another folder, by hard links where the file system allows them.
    ///
    /// - Parameter path: A folder that is empty or does not exist.
    /// - Throws: A ``HybridSearchError`` of code `notAnIndex` for a folder with other contents, or `inputOutput`.
    public func save(to path: String) throws(HybridSearchError) {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            _ = try store.copy(to: path)
        }
    }

    /// Reads every byte of the index and checks it against its checksum.
    ///
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex` that names the file.
    public func verify() throws(HybridSearchError) {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            try store.verify()
        }
    }

    /// The number of documents.
    public var documentCount: Int { segments.reduce(0) { $0 + $1.liveDocumentCount } }

    /// The number of rows: the chunks of all documents.
    public var rowCount: Int { statistics.documentCount }

    /// The number of segments that they are spread over.
    public var segmentCount: Int { segments.count }

    /// The bytes of all files.
    public var byteCount: Int { store.byteCount }

    /// The length of the documents' embeddings, or `nil` where they have none.
    public var dimension: Int? { vectors?.dimension }

    /// What the documents' embeddings are, or `nil` where they have none.
    public var vectors: VectorField? { configuration.vectors ?? segments.first?.dense?.field }

    /// The row behind the last one, where those of deleted documents count.
    var endRow: Int { segments.last.map { $0.firstRow + $0.rowCount } ?? 0 }

    /// The document that a row belongs to.
    ///
    /// - Parameter row: A row of this snapshot, such as that of a hit.
    /// - Returns: The document, whole.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(log segments + length of the document).
    public func document(at row: Int) throws(HybridSearchError) -> Document {
        let (segment, local) = locate(row)
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            let documents = segments[segment].documents
            return try documents.document(documents.layout.document(of: local))
        }
    }

    /// A document by its identifier.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: The document, or `nil` where there is none.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(segments · log documents).
    public func document(_ id: DocumentID) throws(HybridSearchError) -> Document? {
        try HybridSearchError.translating { () throws(SegmentStoreError) in
            for segment in segments {
                if let number = try segment.document(id) { return try segment.documents.document(number) }
            }
            return nil
        }
    }

    /// The chunk that a row is, and its document.
    func passage(at row: Int) throws(HybridSearchError) -> (document: Document, chunk: Chunk) {
        let (segment, local) = locate(row)
        return try HybridSearchError.translating { () throws(SegmentStoreError) in
            let documents = segments[segment].documents
            let document = try documents.document(documents.layout.document(of: local))
            return (document, try documents.chunk(at: local, of: document))
        }
    }

    /// The first row of the document that a row belongs to, which stands for the document.
    func firstRow(ofDocumentAt row: Int) -> Int {
        let (segment, local) = locate(row)
        let layout = segments[segment].documents.layout
        return segments[segment].firstRow + layout.rows(of: layout.document(of: local)).lowerBound
    }

    /// The segment that holds a row, and the row's place in it.
    func locate(_ row: Int) -> (segment: Int, local: Int) {
        precondition((0..<endRow).contains(row), "row \(row) is none of the \(endRow) of this snapshot")
        let segment = (segments.firstIndex { $0.firstRow > row } ?? segments.count) - 1
        return (segment, row - segments[segment].firstRow)
    }
}
