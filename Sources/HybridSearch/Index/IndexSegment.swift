// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The documents of a segment with the components that search them; never changes.
final class IndexSegment: Sendable {
    static let lexicalComponent = "text"

    /// The segment in the store.
    let stored: StoredSegment

    /// The number of its first row in the whole collection.
    let firstRow: Int

    /// The documents.
    let documents: DocumentTable

    /// The inverted index over the documents' searchable text.
    let lexical: LexicalSegment

    /// The documents' embeddings, where they have any.
    let dense: DenseSegment?

    /// The rows that are not deleted; `nil` where all are there.
    let live: RowSet?

    /// The sum of the lengths of all rows that are not deleted.
    let liveLength: Int

    /// Opens a segment.
    init(_ stored: StoredSegment, firstRow: Int) throws(SegmentStoreError) {
        self.stored = stored
        self.firstRow = firstRow
        documents = try DocumentTable(stored.component(DocumentTable.component))
        lexical = try LexicalSegment(stored.component(Self.lexicalComponent))
        var dense: DenseSegment?
        if let file = stored.components[DenseSegment.component] {
            dense = try DenseSegment(file, rowCount: stored.rowCount)
        }
        self.dense = dense
        guard documents.rowCount == stored.rowCount, lexical.rowCount == stored.rowCount else {
            throw lexical.damage
        }
        live = stored.deleted.map { deleted in
            var rows = RowSet(rowCount: stored.rowCount, filled: true)
            rows.subtract(deleted.words)
            return rows
        }
        var length = lexical.totalLength
        if let deleted = stored.deleted {
            for row in 0..<stored.rowCount where deleted.contains(row) {
                length -= Int(try lexical.length(ofRow: row))
            }
        }
        liveLength = length
    }

    /// The number of rows, deleted ones included.
    var rowCount: Int { stored.rowCount }

    /// The row of a document that is not deleted.
    func row(of id: DocumentID) throws(SegmentStoreError) -> Int? {
        try documents.rows(of: id).first { live?.contains($0) ?? true }
    }
}
