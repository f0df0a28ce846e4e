// SPDX-License-Identifier: Apache-2.0
public import RAGCore
public import StatusModel

/// The log of what happened to documents: the truth behind every progress bar.
///
/// Each document has a history with a dense sequence; all documents of a tenant share a feed in commit order that a
/// subscriber reads from a cursor. The store, not its callers, refuses what is illegal.
///
/// The laws, each tested by the `StatusStoreKit` of `PipelineConformance`:
///
/// - **S1** A document's sequence is dense: 1, 2, 3, … An append applies only if it expects the newest sequence; of
///   racing appends that expect the same one exactly one applies.
/// - **S2** The store refuses illegal changes, and appends under a lease older than one of the same job that it has
///   seen at that document.
/// - **S3** Whoever appended reads it back at once.
/// - **S4** The feed is gap-free, in commit order and prefix-stable: reading again from a cursor gives the same entries
///   first, whatever was appended meanwhile. So a number handed out before commit is no cursor.
/// - **S5** A cursor that is too old says so; entries are never skipped silently.
/// - **S6** Nothing but reprocessing leaves a terminal phase.
/// - **S7** Retention never removes a document that is not terminal.
/// - **S8** An append that is repeated with the same id answers as it did and appends nothing.
///
/// See <doc:ImplementingAStatusStore>.
public protocol StatusStore: Sendable {
    /// Adds a change to a document's history.
    ///
    /// - Parameter append: The change, and what its author believes the history to be.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``; after an ambiguous one, repeat it with the same id.
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome

    /// Reads current records.
    ///
    /// - Parameter documents: The documents.
    /// - Returns: The records of those that exist.
    /// - Throws: ``PipelineError``.
    func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord]

    /// Reads a document's history.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - sequence: The sequence to start after; 0 for the beginning.
    ///   - limit: The most entries wanted.
    /// - Returns: Entries in order; none where the document is unknown.
    /// - Throws: ``PipelineError``.
    func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) async throws(PipelineError) -> [StatusEntry<DocumentID>]

    /// Reads a tenant's feed.
    ///
    /// - Parameters:
    ///   - tenant: The tenant.
    ///   - cursor: Where the last page ended; `nil` for the beginning.
    ///   - limit: The most entries wanted, at least 1.
    /// - Returns: Entries in commit order and where they end, or that the cursor is too old.
    /// - Throws: ``PipelineError``.
    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage

    /// Lists current records by document name.
    ///
    /// - Parameters:
    ///   - filter: Which records.
    ///   - document: The document to start after; `nil` to start at the first.
    ///   - limit: The most records wanted.
    /// - Returns: Records in the order of their documents.
    /// - Throws: ``PipelineError``.
    func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) async throws(PipelineError) -> [StatusRecord]

    /// Removes documents that ended long ago, with their histories.
    ///
    /// - Parameters:
    ///   - date: Terminal documents whose last change is before it are removed.
    ///   - limit: The most documents to remove.
    /// - Returns: How many were removed.
    /// - Throws: ``PipelineError``.
    func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int
}
