// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents that were added since the last commit.
struct PendingSegment {
    private var documents = DocumentTableBuilder()
    private var lexical: [LexicalSegmentBuilder]
    private let fields: [TextField]
    private var metadata = MetadataTableBuilder()
    private var vectors: PendingVectors
    private let layout: DenseLayout
    private var numbers: [DocumentID: Int] = [:]
    /// The rows of documents that were deleted again.
    private var deletedRows: Set<Int> = []

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - configuration: How the index is made.
    ///   - vectors: What the embeddings of the index are, or `nil` where it holds and declares none.
    ///   - isEmpty: Whether the index holds no documents yet.
    init(_ configuration: IndexConfiguration, vectors: VectorField?, isEmpty: Bool) {
        fields = configuration.fields
        lexical = fields.map { _ in
            LexicalSegmentBuilder(analyzer: configuration.analyzer, storesPositions: configuration.storesPositions)
        }
        layout = configuration.denseLayout
        self.vectors = PendingVectors(vectors, isEmpty: isEmpty)
    }

    /// The number of documents that were added, those that were deleted again included.
    var changeCount: Int { documents.documentCount }

    /// The number of documents.
    var documentCount: Int { numbers.count }

    /// Whether a document is here.
    func contains(_ id: DocumentID) -> Bool { numbers[id] != nil }

    /// A document by its identifier.
    func document(_ id: DocumentID) throws(SegmentStoreError) -> Document? {
        guard let number = numbers[id] else { return nil }
        return try documents.document(number)
    }

    /// Adds a document whose identifier is free, a row for each of its chunks.
    mutating func append(_ document: Document, _ chunks: [IndexedChunk]) throws(HybridSearchError) {
        try checkChunks(chunks, of: document)
        try vectors.append(chunks.map(\.embedding), of: document.id)
        numbers[document.id] = documents.documentCount
        for chunk in chunks {
            let row = Document(id: document.id, title: document.title, text: chunk.text, metadata: document.metadata)
            for (index, field) in fields.enumerated() { lexical[index].append(field.text(of: row)) }
        }
        metadata.append(document.metadata)
        documents.append(document, chunks: chunks)
    }

    /// Takes a document away again.
    ///
    /// - Returns: Whether it was here.
    mutating func delete(_ id: DocumentID) -> Bool {
        guard let number = numbers.removeValue(forKey: id) else { return false }
        deletedRows.formUnion(documents.rows(of: number))
        return true
    }

    /// Takes away the documents that meet a condition.
    mutating func deleteAll(where condition: (Document) -> Bool) throws(SegmentStoreError) -> Int {
        var count = 0
        for number in numbers.values.sorted() {
            let document = try documents.document(number)
            if condition(document), delete(document.id) { count += 1 }
        }
        return count
    }

    /// Refuses chunks that cannot be stored, and embeddings that do not fit those of the index.
    func check(_ chunks: [IndexedChunk], of document: Document) throws(HybridSearchError) {
        try checkChunks(chunks, of: document)
        try vectors.check(chunks.map(\.embedding), of: document.id)
    }

    private func checkChunks(_ chunks: [IndexedChunk], of document: Document) throws(HybridSearchError) {
        guard !chunks.isEmpty, chunks.allSatisfy({ $0.utf8Range.lowerBound >= 0 }) else {
            throw HybridSearchError(
                .invalidParameter, "'\(document.id)' needs one chunk or more, at offsets of 0 or more")
        }
    }

    /// The segment to commit, or `nil` where no document is left.
    func segment() -> NewSegment? {
        guard documentCount > 0 else { return nil }
        var segment = NewSegment(rowCount: documents.rowCount, deletedRows: deletedRows)
        segment.add(DocumentTable.component) { [documents] file throws(SegmentStoreError) in
            try documents.write(into: file)
        }
        segment.add(MetadataTable.component) { [metadata] file throws(SegmentStoreError) in
            try metadata.write(into: file)
        }
        for (field, builder) in zip(fields, lexical) {
            segment.add(field.component) { file throws(SegmentStoreError) in try builder.write(into: file) }
        }
        if let (field, rows) = vectors.rows {
            segment.add(DenseSegment.component) { [layout] file throws(SegmentStoreError) in
                try DenseSegment.write(rows, field: field, layout: layout, into: file)
            }
        }
        return segment
    }
}
