// SPDX-License-Identifier: Apache-2.0
#if SQLite
public import PipelineProtocols
public import RAGCore
public import StatusModel

extension SQLiteBackend {
    /// Adds a change to a document's history; see ``StatusStore/append(_:)``.
    ///
    /// - Parameter append: The change.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``.
    public func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        let outcome = try await write { try StatusTable($0).append(append) }
        if case .appended(let record) = outcome { await ring([.feed(record.tenant)]) }
        return outcome
    }

    /// Reads current records; see ``StatusStore/statuses(of:)``.
    ///
    /// - Parameter documents: The documents.
    /// - Returns: The records of those that exist.
    /// - Throws: ``PipelineError``.
    public func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord] {
        try await read { database in
            var found: [DocumentID: StatusRecord] = [:]
            for document in documents { found[document] = try StatusTable(database).record(of: document) }
            return found
        }
    }

    /// Reads a document's history; see ``StatusStore/history(of:after:limit:)``.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - sequence: The sequence to start after.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in order.
    /// - Throws: ``PipelineError``.
    public func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) async throws(PipelineError) -> [StatusEntry<DocumentID>] {
        try await read { try StatusTable($0).history(of: document, after: sequence, limit: limit) }
    }

    /// Reads a tenant's feed; see ``StatusStore/changes(in:after:limit:)``.
    ///
    /// - Parameters:
    ///   - tenant: The tenant.
    ///   - cursor: Where the last page ended.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in commit order, or that the cursor is too old.
    /// - Throws: ``PipelineError`` with the code `invalidArgument` for a cursor of another store.
    public func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        guard let position = cursor.map({ Int($0.rawValue) }) ?? 0 else {
            throw PipelineError(.invalidArgument, "the cursor is none of this store; start with a snapshot")
        }
        return try await read { try StatusTable($0).changes(in: tenant, after: position, limit: limit) }
    }

    /// Lists current records; see ``StatusStore/records(matching:after:limit:)``.
    ///
    /// - Parameters:
    ///   - filter: Which records.
    ///   - document: The document to start after.
    ///   - limit: The most records wanted.
    /// - Returns: Records in the order of their documents.
    /// - Throws: ``PipelineError``.
    public func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) async throws(PipelineError) -> [StatusRecord] {
        try await read { try StatusTable($0).records(matching: filter, after: document, limit: limit) }
    }

    /// Removes documents that ended long ago; see ``StatusStore/expire(before:limit:)``.
    ///
    /// - Parameters:
    ///   - date: Terminal documents whose last change is before it are removed.
    ///   - limit: The most documents to remove.
    /// - Returns: How many were removed.
    /// - Throws: ``PipelineError``.
    public func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int {
        try await write { try StatusTable($0).expire(before: date, limit: limit) }
    }
}
#endif
