// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Which rows of a segment belong to which document.
///
/// Documents are numbered in the order in which they were added. The rows of a document lie side by side, those of the next
/// one right behind them.
struct DocumentRows: Sendable {
    /// The number of documents.
    let documentCount: Int

    /// The first row of each document and at the end the number of rows; `nil` where each document is one row.
    private let firstRows: MappedArray<UInt32>?

    /// One row for each document.
    init(documentCount: Int) {
        self.documentCount = documentCount
        firstRows = nil
    }

    /// Rows as a file says; `nil` where it contradicts itself.
    ///
    /// - Complexity: O(documents).
    init?(_ firstRows: MappedArray<UInt32>, documentCount: Int) {
        guard firstRows.count == documentCount + 1, firstRows[0] == 0 else { return nil }
        let span = firstRows.span
        for document in 0..<documentCount where span[document] >= span[document + 1] { return nil }
        guard span[documentCount] <= UInt32(StoredSegment.maximumRowCount) else { return nil }
        self.documentCount = documentCount
        self.firstRows = firstRows
    }

    /// The number of rows.
    var rowCount: Int { firstRows.map { Int($0[documentCount]) } ?? documentCount }

    /// The rows of a document.
    func rows(of document: Int) -> Range<Int> {
        guard let firstRows else { return document..<document + 1 }
        return Int(firstRows[document])..<Int(firstRows[document + 1])
    }

    /// The document of a row.
    ///
    /// - Complexity: O(log documents).
    func document(of row: Int) -> Int {
        guard let firstRows else { return row }
        let span = firstRows.span
        var low = 0
        var high = documentCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(span[middle]) <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// The rows of some documents.
    ///
    /// - Complexity: O(rows of the documents).
    func rows(of documents: RowSet) -> RowSet {
        guard firstRows != nil else { return documents }
        var rows = RowSet(rowCount: rowCount)
        for document in documents.rows {
            for row in self.rows(of: document) { rows.insert(row) }
        }
        return rows
    }
}
