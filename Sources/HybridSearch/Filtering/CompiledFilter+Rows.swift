// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

extension CompiledFilter {
    /// The documents of a segment that the filter keeps, by number, deleted ones included.
    ///
    /// - Parameters:
    ///   - table: The metadata of the segment, a row for each document.
    ///   - documents: The documents of the segment, which are looked at for identifiers and whole lists only.
    /// - Returns: The numbers of the documents.
    /// - Throws: A `SegmentStoreError` of code `corrupted`.
    /// - Complexity: O(documents that meet each condition + documents / 64 · conditions); a whole list reads the documents
    ///   that have all its texts.
    func documents(in table: MetadataTable, _ documents: DocumentTable) throws(SegmentStoreError) -> RowSet {
        guard table.rowCount == documents.documentCount else {
            throw LexicalSegment.damaged("the metadata of a segment")
        }
        return try SegmentFilter(table: table, documents: documents).rows(condition)
    }
}

/// Finds the documents of one segment that meet conditions; its rows are those of the metadata, one a document.
private struct SegmentFilter {
    let table: MetadataTable
    let documents: DocumentTable

    /// The rows that meet a condition.
    func rows(_ condition: CompiledFilter.Condition) throws(SegmentStoreError) -> RowSet {
        switch condition {
        case .all(let conditions):
            return try rows(all: conditions)
        case .not(let condition):
            return try rows(all: [.not(condition)])
        default:
            var rows = RowSet(rowCount: table.rowCount)
            try insert(condition, into: &rows)
            return rows
        }
    }

    private func rows(all conditions: [CompiledFilter.Condition]) throws(SegmentStoreError) -> RowSet {
        var result = RowSet(rowCount: table.rowCount, filled: true)
        for condition in conditions {
            if case .not(let condition) = condition {
                result.subtract(try rows(condition).words)
            } else {
                result.formIntersection(try rows(condition))
            }
            if result.isEmpty { break }
        }
        return result
    }

    /// Adds the rows that meet a condition.
    private func insert(_ condition: CompiledFilter.Condition, into rows: inout RowSet) throws(SegmentStoreError) {
        switch condition {
        case .values(let name, let intervals):
            guard let column = table.columns[name] else { return }
            for interval in intervals { try column.insert(interval, into: &rows) }
        case .listsWith(let name, let texts):
            guard let column = table.columns[name] else { return }
            for text in texts { try column.insert(listsWith: text, into: &rows) }
        case .lists(let name):
            guard let lists = table.columns[name]?.dictionary(of: .list) else { return }
            try lists.insert(0..<lists.count, into: &rows)
        case .list(let name, let texts):
            rows.formUnion(try self.rows(list: texts, under: name))
        case .exists(let name):
            try table.columns[name]?.insertAll(into: &rows)
        case .identifiers(let ids):
            for id in ids { try insert(id, into: &rows) }
        case .any(let conditions):
            for condition in conditions { try insert(condition, into: &rows) }
        case .all, .not:
            rows.formUnion(try self.rows(condition))
        }
    }

    private func insert(_ id: DocumentID, into rows: inout RowSet) throws(SegmentStoreError) {
        for row in try documents.numbers(of: id) {
            // The table takes canonically equivalent identifiers for the same.
            let found = try documents.identifier(of: row)
            if found.rawValue.utf8.elementsEqual(id.rawValue.utf8) { rows.insert(row) }
        }
    }

    /// The rows with exactly this list: of those that have all its texts the documents are read.
    private func rows(list texts: [String], under name: String) throws(SegmentStoreError) -> RowSet {
        let entries = table.columns[name]?.dictionary(of: .listEntry)
        guard !texts.isEmpty else {
            var rows = try rows(.lists(name))
            var others = RowSet(rowCount: table.rowCount)
            if let entries { try entries.insert(0..<entries.count, into: &others) }
            rows.subtract(others.words)
            return rows
        }
        let candidates = try rows(.all(texts.map { .listsWith(name, [Array($0.utf8)]) }))
        var rows = RowSet(rowCount: table.rowCount)
        let filter = Filter.equal(name, .strings(texts))
        for row in candidates.rows where filter.matches(try documents.document(row)) { rows.insert(row) }
        return rows
    }
}
