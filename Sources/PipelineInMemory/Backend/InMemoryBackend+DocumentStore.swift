// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
public import RAGCore

extension InMemoryBackend {
    /// Reads a document's record; see ``DocumentStore/document(_:)``.
    ///
    /// - Parameter id: The document.
    /// - Returns: The record, or `nil` where there is none.
    /// - Throws: Never, though the seam allows it.
    public func document(_ id: DocumentID) async throws(PipelineError) -> DocumentRecord? {
        withState { $0.documents.records[id] }
    }

    /// Writes a record or publishes a generation; see ``DocumentStore/write(_:)``.
    ///
    /// - Parameter write: What to write.
    /// - Returns: What became of it.
    /// - Throws: Never, though the seam allows it.
    public func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        withState { $0.documents.write(write) }
    }

    /// Finds a tenant's document by its content; see ``DocumentStore/document(withContent:of:)``.
    ///
    /// - Parameters:
    ///   - digest: The content's digest.
    ///   - tenant: Whose documents to look among.
    /// - Returns: The first such document by name, or `nil`.
    /// - Throws: Never, though the seam allows it.
    public func document(
        withContent digest: String, of tenant: TenantID
    ) async throws(PipelineError) -> DocumentID? {
        withState { $0.documents.document(withContent: digest, of: tenant) }
    }
}
