// SPDX-License-Identifier: Apache-2.0
#if SQLite
public import PipelineProtocols
public import RAGCore

extension SQLiteBackend {
    /// Reads a document's record; see ``DocumentStore/document(_:)``.
    ///
    /// - Parameter id: The document.
    /// - Returns: The record, or `nil` where there is none.
    /// - Throws: ``PipelineError``.
    public func document(_ id: DocumentID) async throws(PipelineError) -> DocumentRecord? {
        try await read { try DocumentTable($0).document(id) }
    }

    /// Writes a record or publishes a generation; see ``DocumentStore/write(_:)``.
    ///
    /// - Parameter write: What to write.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``.
    public func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        try await self.write { try DocumentTable($0).write(write) }
    }

    /// Finds a tenant's document by its content; see ``DocumentStore/document(withContent:of:)``.
    ///
    /// - Parameters:
    ///   - digest: The content's digest.
    ///   - tenant: Whose documents to look among.
    /// - Returns: The first such document by name, or `nil`.
    /// - Throws: ``PipelineError``.
    public func document(
        withContent digest: String, of tenant: TenantID
    ) async throws(PipelineError) -> DocumentID? {
        try await read { try DocumentTable($0).document(withContent: digest, of: tenant) }
    }
}
#endif
