// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// Keeps what is known of each document: whose it is, what it holds, and which generation searches see.
///
/// The laws, each tested by the `DocumentStoreKit` of `PipelineConformance`:
///
/// - **D1** A write applies only if it expects the stored version; versions count up from 1. Of racing writes that
///   expect the same version exactly one applies.
/// - **D2** Whoever wrote reads it back at once.
/// - **D3** The published generation never goes down.
/// - **D4** A content digest finds a document of that tenant that has it, and never another tenant's.
public protocol DocumentStore: Sendable {
    /// Reads a document's record.
    ///
    /// - Parameter id: The document.
    /// - Returns: The record, or `nil` where there is none.
    /// - Throws: ``PipelineError``.
    func document(_ id: DocumentID) async throws(PipelineError) -> DocumentRecord?

    /// Writes a record or publishes a generation.
    ///
    /// - Parameter write: What to write, and which version its author knows.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``.
    func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome

    /// Finds a tenant's document by its content.
    ///
    /// - Parameters:
    ///   - digest: The content's digest.
    ///   - tenant: Whose documents to look among.
    /// - Returns: The first such document by name, or `nil`.
    /// - Throws: ``PipelineError``.
    func document(withContent digest: String, of tenant: TenantID) async throws(PipelineError) -> DocumentID?
}

/// What is known of a document besides its status.
public struct DocumentRecord: Hashable, Sendable, Codable {
    /// The document.
    public var id: DocumentID

    /// Whose document it is.
    public var tenant: TenantID

    /// A digest of its content, such as SHA-256 in hexadecimal digits.
    public var contentDigest: String

    /// Where its file is.
    public var blob: BlobKey?

    /// The generation that searches see; 0 for none.
    public var generation: Int

    /// How often the record was written.
    public var version: Int

    /// Typed values to show and filter by.
    public var metadata: Metadata

    /// Describes a document.
    ///
    /// - Parameters:
    ///   - id: The document.
    ///   - tenant: Whose document it is.
    ///   - contentDigest: A digest of its content.
    ///   - blob: Where its file is.
    ///   - generation: The generation that searches see; 0 for none.
    ///   - version: How often the record was written; the store counts it.
    ///   - metadata: Typed values to show and filter by.
    public init(
        id: DocumentID, tenant: TenantID, contentDigest: String, blob: BlobKey? = nil, generation: Int = 0,
        version: Int = 0, metadata: Metadata = [:]
    ) {
        self.id = id
        self.tenant = tenant
        self.contentDigest = contentDigest
        self.blob = blob
        self.generation = generation
        self.version = version
        self.metadata = metadata
    }
}

/// A change to a document's record.
public enum DocumentWrite: Hashable, Sendable, Codable {
    /// Replaces the record; its version and its published generation stay the store's.
    case upsert(DocumentRecord, expecting: Int)
    /// Makes a generation the one that searches see.
    case publish(DocumentID, generation: Int, expecting: Int)

    /// The document that is written.
    public var document: DocumentID {
        switch self {
        case .upsert(let record, _): record.id
        case .publish(let id, _, _): id
        }
    }

    /// The record after this write, by the rules that every store enforces (laws D1 and D3).
    ///
    /// - Parameter current: The current record; `nil` where there is none, which is version 0.
    /// - Returns: `.written` with the next record, or the outcome that refuses it.
    public func applied(to current: DocumentRecord?) -> DocumentWriteOutcome {
        let version = current?.version ?? 0
        switch self {
        case .upsert(var record, let expecting):
            guard expecting == version else { return .conflict(current: current) }
            record.version = version + 1
            record.generation = current?.generation ?? 0
            return .written(record)
        case .publish(_, let generation, let expecting):
            guard expecting == version, var record = current, generation > record.generation else {
                return .conflict(current: current)
            }
            record.version += 1
            record.generation = generation
            return .written(record)
        }
    }
}

/// What became of a write.
public enum DocumentWriteOutcome: Hashable, Sendable {
    /// It is written; the record is the new one.
    case written(DocumentRecord)
    /// The record is of another version, is not there, or has this generation or a newer one published already.
    case conflict(current: DocumentRecord?)
}
