// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols
package import RAGCore

/// Every document's record, found by name and by content: a pure state machine.
package struct DocumentTable: Sendable {
    /// The records by name.
    package private(set) var records: [DocumentID: DocumentRecord] = [:]
    private var names: [Content: Set<DocumentID>] = [:]

    private struct Content: Hashable, Sendable {
        var tenant: TenantID
        var digest: String
    }

    package init() {}

    /// Writes a record if it may be written.
    package mutating func write(_ write: DocumentWrite) -> DocumentWriteOutcome {
        let current = records[write.document]
        let outcome = write.applied(to: current)
        guard case .written(let record) = outcome else { return outcome }
        if let current { names[Content(tenant: current.tenant, digest: current.contentDigest)]?.remove(record.id) }
        names[Content(tenant: record.tenant, digest: record.contentDigest), default: []].insert(record.id)
        records[record.id] = record
        return outcome
    }

    /// Finds a document by its content.
    package func document(withContent digest: String, of tenant: TenantID) -> DocumentID? {
        names[Content(tenant: tenant, digest: digest)]?.min()
    }
}
