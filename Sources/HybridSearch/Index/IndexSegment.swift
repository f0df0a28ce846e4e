// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents of a segment with the components that search them; never changes.
final class IndexSegment: Sendable {
    /// The segment in the store.
    let stored: StoredSegment

    /// The number of its first row in the whole collection.
    let firstRow: Int

    /// The documents.
    let documents: DocumentTable

    /// The documents' metadata, by value.
    let metadata: MetadataTable

    /// The inverted index of each field.
    let fields: [LexicalSegment]

    /// The documents' embeddings, where they have any.
    let dense: DenseSegment?

    /// The rows that are not deleted; `nil` where all are there.
    let live: RowSet?

    /// For each field the sum of the lengths of all rows that are not deleted.
    let liveLengths: [Int]

    /// The number of documents that are not deleted.
    let liveDocumentCount: Int

    /// Opens a segment.
    init(_ stored: StoredSegment, firstRow: Int, fields: [TextField]) throws(SegmentStoreError) {
        self.stored = stored
        self.firstRow = firstRow
        documents = try DocumentTable(stored.component(DocumentTable.component))
        metadata = try MetadataTable(stored.component(MetadataTable.component))
        var lexical: [LexicalSegment] = []
        for field in fields { lexical.append(try LexicalSegment(stored.component(field.component))) }
        self.fields = lexical
        var dense: DenseSegment?
        if let file = stored.components[DenseSegment.component] {
            dense = try DenseSegment(file, rowCount: stored.rowCount)
        }
        self.dense = dense
        guard documents.rowCount == stored.rowCount, metadata.rowCount == documents.documentCount,
            lexical.allSatisfy({ $0.rowCount == stored.rowCount })
        else {
            throw SegmentStoreError(.corrupted, "the parts of \(stored.id) do not fit each other; index again")
        }
        live = stored.deleted.map { deleted in
            var rows = RowSet(rowCount: stored.rowCount, filled: true)
            rows.subtract(deleted.words)
            return rows
        }
        var lengths = lexical.map(\.totalLength)
        if let deleted = stored.deleted {
            for row in 0..<stored.rowCount where deleted.contains(row) {
                for (index, field) in lexical.enumerated() { lengths[index] -= Int(try field.length(ofRow: row)) }
            }
        }
        liveLengths = lengths
        guard let live, documents.documentCount < stored.rowCount else {
            liveDocumentCount = documents.documentCount - (stored.deleted?.count ?? 0)
            return
        }
        let layout = documents.layout
        liveDocumentCount = (0..<layout.documentCount).count { live.contains(layout.rows(of: $0).lowerBound) }
    }

    /// The number of rows, deleted ones included.
    var rowCount: Int { stored.rowCount }

    /// Whether a document is not deleted; its rows are deleted together.
    func isLive(_ document: Int) -> Bool {
        live?.contains(documents.layout.rows(of: document).lowerBound) ?? true
    }

    /// The number of a document that is not deleted.
    func document(_ id: DocumentID) throws(SegmentStoreError) -> Int? {
        try documents.numbers(of: id).first { isLive($0) }
    }
}
