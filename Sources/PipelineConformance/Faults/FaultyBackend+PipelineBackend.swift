// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
public import RAGCore
public import StatusModel

extension FaultyBackend: PipelineBackend {
    /// Applies a commit; see ``PipelineBackend/commit(_:)``.
    ///
    /// - Parameter commit: All that a stage of work changes.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        try await call { [base] () async throws(PipelineError) in try await base.commit(commit) }
    }

    /// Adds a change to a history; see ``StatusStore/append(_:)``.
    ///
    /// - Parameter append: The change.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        try await call { [base] () async throws(PipelineError) in try await base.append(append) }
    }

    /// Reads current records; see ``StatusStore/statuses(of:)``.
    ///
    /// - Parameter documents: The documents.
    /// - Returns: The records of those that exist.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord] {
        try await call(isRead: true) { [base] () async throws(PipelineError) in try await base.statuses(of: documents) }
    }

    /// Reads a history; see ``StatusStore/history(of:after:limit:)``.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - sequence: The sequence to start after.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in order.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) async throws(PipelineError) -> [StatusEntry<DocumentID>] {
        try await call(isRead: true) { [base] () async throws(PipelineError) in
            try await base.history(of: document, after: sequence, limit: limit)
        }
    }

    /// Reads a feed; see ``StatusStore/changes(in:after:limit:)``.
    ///
    /// - Parameters:
    ///   - tenant: The tenant.
    ///   - cursor: Where the last page ended.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in commit order, or that the cursor is too old.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        try await call(isRead: true) { [base] () async throws(PipelineError) in
            try await base.changes(in: tenant, after: cursor, limit: limit)
        }
    }

    /// Lists current records; see ``StatusStore/records(matching:after:limit:)``.
    ///
    /// - Parameters:
    ///   - filter: Which records.
    ///   - document: The document to start after.
    ///   - limit: The most records wanted.
    /// - Returns: Records in the order of their documents.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) async throws(PipelineError) -> [StatusRecord] {
        try await call(isRead: true) { [base] () async throws(PipelineError) in
            try await base.records(matching: filter, after: document, limit: limit)
        }
    }

    /// Removes documents that ended long ago; see ``StatusStore/expire(before:limit:)``.
    ///
    /// - Parameters:
    ///   - date: Terminal documents whose last change is before it are removed.
    ///   - limit: The most documents to remove.
    /// - Returns: How many were removed.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int {
        try await call { [base] () async throws(PipelineError) in try await base.expire(before: date, limit: limit) }
    }

    /// Reads a record; see ``DocumentStore/document(_:)``.
    ///
    /// - Parameter id: The document.
    /// - Returns: The record, or `nil` where there is none.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func document(_ id: DocumentID) async throws(PipelineError) -> DocumentRecord? {
        try await call(isRead: true) { [base] () async throws(PipelineError) in try await base.document(id) }
    }

    /// Writes a record; see ``DocumentStore/write(_:)``.
    ///
    /// - Parameter write: What to write.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        try await call { [base] () async throws(PipelineError) in try await base.write(write) }
    }

    /// Finds a document by its content; see ``DocumentStore/document(withContent:of:)``.
    ///
    /// - Parameters:
    ///   - digest: The content's digest.
    ///   - tenant: Whose documents to look among.
    /// - Returns: The first such document by name, or `nil`.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func document(
        withContent digest: String, of tenant: TenantID
    ) async throws(PipelineError) -> DocumentID? {
        try await call(isRead: true) { [base] () async throws(PipelineError) in
            try await base.document(withContent: digest, of: tenant)
        }
    }
}
