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
    private let layout: DenseLayout
    private var rows: [DocumentID: Int] = [:]
    private var deleted: Set<Int> = []
    /// What the embeddings of the index are; `nil` where documents have none, or none was seen yet.
    private var field: VectorField?
    /// Whether documents have embeddings is still open.
    private var isUndecided: Bool

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - configuration: How the index is made.
    ///   - vectors: What the embeddings of the index are, or `nil` where it holds none.
    ///   - isEmpty: Whether the index holds no documents yet.
    init(_ configuration: IndexConfiguration, vectors: VectorField?, isEmpty: Bool) {
        fields = configuration.fields
        lexical = fields.map { _ in
            LexicalSegmentBuilder(analyzer: configuration.analyzer, storesPositions: configuration.storesPositions)
        }
        layout = configuration.denseLayout
        field = vectors
        isUndecided = isEmpty && vectors == nil
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
        let vector = try prepared(embedding, of: document)
        rows[document.id] = documents.rowCount
        if isUndecided, let embedding {
            field = try VectorField.implied(by: embedding, of: "the embedding of '\(document.id)'")
        }
        isUndecided = false
        vectors.append(contentsOf: vector)
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
        _ = try prepared(embedding, of: document)
    }

    /// The embedding in the form in which it is compared; of a document without one, nothing.
    private func prepared(_ embedding: [Float]?, of document: Document) throws(HybridSearchError) -> [Float] {
        guard let embedding else {
            guard field == nil else {
                throw HybridSearchError(
                    .missingVector, "'\(document.id)' has no embedding; this index needs one for every document")
            }
            return []
        }
        let name = "the embedding of '\(document.id)'"
        guard isUndecided || field != nil else {
            throw HybridSearchError(
                .missingVector, "'\(document.id)' has an embedding, but the documents before it have none")
        }
        guard let field else { return try VectorField.implied(by: embedding, of: name).prepared(embedding, of: name) }
        return try field.prepared(embedding, of: name)
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
        if let field, !vectors.isEmpty {
            let rows = PendingRows(values: vectors, dimension: field.dimension)
            segment.add(DenseSegment.component) { [layout] file throws(SegmentStoreError) in
                try DenseSegment.write(rows, field: field, layout: layout, into: file)
            }
        }
        return segment
    }
}
