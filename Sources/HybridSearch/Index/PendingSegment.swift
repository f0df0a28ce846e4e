// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents that were added since the last commit.
struct PendingSegment {
    private var documents = DocumentTableBuilder()
    private var lexical: [LexicalSegmentBuilder]
    private let fields: [TextField]
    private var metadata = MetadataTableBuilder()
    private var vectors: [Float] = []
    private var rows: [DocumentID: Int] = [:]
    private var deleted: Set<Int> = []
    /// The length of all embeddings of the index; 0 where documents have none, `nil` while there are no documents.
    private var dimension: Int?

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - configuration: How the index is made.
    ///   - dimension: The length of the embeddings that the index holds, or `nil` where it holds none.
    ///   - isEmpty: Whether the index holds no documents yet.
    init(_ configuration: IndexConfiguration, dimension: Int?, isEmpty: Bool) {
        fields = configuration.fields
        lexical = fields.map { _ in
            LexicalSegmentBuilder(analyzer: configuration.analyzer, storesPositions: configuration.storesPositions)
        }
        self.dimension = isEmpty ? nil : dimension ?? 0
    }

    /// The number of rows, those of documents that were deleted again included.
    var rowCount: Int { documents.rowCount }

    /// The number of documents.
    var documentCount: Int { rows.count }

    /// Whether a document is here.
    func contains(_ id: DocumentID) -> Bool { rows[id] != nil }

    /// A document by its identifier.
    func document(_ id: DocumentID) throws(SegmentStoreError) -> Document? {
        guard let row = rows[id] else { return nil }
        return try documents.document(at: row)
    }

    /// Adds a document whose identifier is free.
    mutating func append(_ document: Document, embedding: [Float]?) throws(HybridSearchError) {
        try check(embedding, of: document)
        rows[document.id] = documents.rowCount
        dimension = embedding?.count ?? 0
        vectors.append(contentsOf: embedding ?? [])
        for (index, field) in fields.enumerated() { lexical[index].append(field.text(of: document)) }
        metadata.append(document.metadata)
        documents.append(document)
    }

    /// Takes a document away again.
    ///
    /// - Returns: Whether it was here.
    mutating func delete(_ id: DocumentID) -> Bool {
        guard let row = rows.removeValue(forKey: id) else { return false }
        deleted.insert(row)
        return true
    }

    /// Takes away the documents that meet a condition.
    mutating func deleteAll(where condition: (Document) -> Bool) throws(SegmentStoreError) -> Int {
        var count = 0
        for row in 0..<documents.rowCount where !deleted.contains(row) {
            let document = try documents.document(at: row)
            if condition(document), delete(document.id) { count += 1 }
        }
        return count
    }

    /// Refuses an embedding that does not fit those of the index.
    func check(_ embedding: [Float]?, of document: Document) throws(HybridSearchError) {
        guard let embedding else {
            guard dimension ?? 0 == 0 else {
                throw HybridSearchError(
                    .missingVector, "'\(document.id)' has no embedding, but the documents before it have one")
            }
            return
        }
        guard dimension != 0 else {
            throw HybridSearchError(
                .missingVector, "'\(document.id)' has an embedding, but the documents before it have none")
        }
        try DenseSegment.check(embedding, dimension: dimension, of: "the embedding of '\(document.id)'")
    }

    /// The segment to commit, or `nil` where no document is left.
    func segment() -> NewSegment? {
        guard documentCount > 0 else { return nil }
        var segment = NewSegment(rowCount: rowCount, deletedRows: deleted)
        segment.add(DocumentTable.component) { [documents] file throws(SegmentStoreError) in
            try documents.write(into: file)
        }
        segment.add(MetadataTable.component) { [metadata] file throws(SegmentStoreError) in
            try metadata.write(into: file)
        }
        for (field, builder) in zip(fields, lexical) {
            segment.add(field.component) { file throws(SegmentStoreError) in try builder.write(into: file) }
        }
        if !vectors.isEmpty {
            segment.add(DenseSegment.component) { [vectors] file throws(SegmentStoreError) in
                try DenseSegment.write(vectors, into: file)
            }
        }
        return segment
    }
}
