// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
public import RAGCore
public import StatusModel

extension InMemoryBackend {
    /// Adds a change to a document's history; see ``StatusStore/append(_:)``.
    ///
    /// - Parameter append: The change.
    /// - Returns: What became of it.
    /// - Throws: Never, though the seam allows it.
    public func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        let outcome = withState { $0.log.append(append) }
        if case .appended(let record) = outcome { await ring([.feed(record.tenant)]) }
        return outcome
    }

    /// Reads current records; see ``StatusStore/statuses(of:)``.
    ///
    /// - Parameter documents: The documents.
    /// - Returns: The records of those that exist.
    /// - Throws: Never, though the seam allows it.
    public func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord] {
        withState { state in
            Dictionary(documents.compactMap { id in state.log.documents[id].map { (id, $0.record) } }) { first, _ in
                first
            }
        }
    }

    /// Reads a document's history; see ``StatusStore/history(of:after:limit:)``.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - sequence: The sequence to start after.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in order.
    /// - Throws: Never, though the seam allows it.
    public func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) async throws(PipelineError) -> [StatusEntry<DocumentID>] {
        withState { $0.log.history(of: document, after: sequence, limit: limit) }
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
        guard let page = withState({ $0.log.changes(in: tenant, after: cursor, limit: limit) }) else {
            throw PipelineError(.invalidArgument, "the cursor is none of this store; start with a snapshot")
        }
        return page
    }

    /// Lists current records; see ``StatusStore/records(matching:after:limit:)``.
    ///
    /// - Parameters:
    ///   - filter: Which records.
    ///   - document: The document to start after.
    ///   - limit: The most records wanted.
    /// - Returns: Records in the order of their documents.
    /// - Throws: Never, though the seam allows it.
    public func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) async throws(PipelineError) -> [StatusRecord] {
        withState { $0.log.records(matching: filter, after: document, limit: limit) }
    }

    /// Removes documents that ended long ago; see ``StatusStore/expire(before:limit:)``.
    ///
    /// - Parameters:
    ///   - date: Terminal documents whose last change is before it are removed.
    ///   - limit: The most documents to remove.
    /// - Returns: How many were removed.
    /// - Throws: Never, though the seam allows it.
    public func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int {
        withState { $0.log.expire(before: date, limit: limit) }
    }
}
