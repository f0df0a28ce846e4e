// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols
internal import RAGCore

/// The documents' records in the file, within one transaction.
struct DocumentTable {
    let database: Database

    init(_ database: Database) { self.database = database }

    func document(_ id: DocumentID) throws -> DocumentRecord? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT record FROM document WHERE id = ?"), arguments: [id.rawValue]
        ).map { try Stored.value(DocumentRecord.self, from: $0) }
    }

    func write(_ write: DocumentWrite) throws -> DocumentWriteOutcome {
        let outcome = write.applied(to: try document(write.document))
        if case .written(let record) = outcome {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)").execute(
                arguments: [
                    record.id.rawValue, record.tenant.rawValue, record.contentDigest, try Stored.text(record),
                ])
        }
        return outcome
    }

    func document(withContent digest: String, of tenant: TenantID) throws -> DocumentID? {
        try String.fetchOne(
            database, sql: "SELECT min(id) FROM document WHERE tenant = ? AND contentDigest = ?",
            arguments: [tenant.rawValue, digest]
        ).map { DocumentID($0) }
    }
}
#endif
