// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// The histories and feeds in the file, within one transaction.
struct StatusTable {
    let database: Database

    init(_ database: Database) { self.database = database }

    func record(of document: DocumentID) throws -> StatusRecord? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT record FROM status WHERE document = ?"),
            arguments: [document.rawValue]
        ).map { try Stored.value(StatusRecord.self, from: $0) }
    }

    func append(_ append: StatusAppend) throws -> AppendOutcome {
        let document = append.document.rawValue
        let current = try record(of: append.document)
        let repeated = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT sequence FROM entry WHERE document = ? AND event = ?"),
            arguments: [document, append.id.rawValue])
        if let repeated, var record = current {
            let entries = try history(of: append.document, after: 0, limit: repeated)
            record.status = DocumentStatus.replaying(entries) ?? record.status
            return .appended(record)
        }
        if let token = append.token {
            let newest = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT fence FROM fence WHERE document = ? AND job = ?"),
                arguments: [document, token.job.rawValue])
            if let newest, Int64(clamping: token.fence) < newest { return .fenced }
        }
        let outcome = StatusRecord.applying(append, to: current)
        if case .appended(let record) = outcome { try store(append, record) }
        return outcome
    }

    private func store(_ append: StatusAppend, _ record: StatusRecord) throws {
        let status = record.status
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO status VALUES (?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                append.document.rawValue, record.tenant.rawValue, status.phase.rawValue, status.phase.isTerminal,
                status.updatedAt.millisecondsSince1970, try Stored.text(record),
            ])
        try database.cachedStatement(
            sql: "INSERT INTO entry (tenant, document, sequence, event, change, date) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            record.tenant.rawValue, append.document.rawValue, status.sequence, append.id.rawValue,
            try append.change.map { try Stored.text($0) }, append.date.millisecondsSince1970,
        ])
        if let token = append.token {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO fence VALUES (?, ?, ?)").execute(arguments: [
                append.document.rawValue, token.job.rawValue, Int64(clamping: token.fence),
            ])
        }
    }

    func history(of document: DocumentID, after sequence: Int, limit: Int) throws -> [StatusEntry<DocumentID>] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT * FROM entry WHERE document = ? AND sequence > ? ORDER BY sequence LIMIT ?"),
            arguments: [document.rawValue, sequence, limit]
        ).map { try Self.entry($0) }
    }

    func changes(in tenant: TenantID, after position: Int, limit: Int) throws -> ChangePage {
        let horizon = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT position FROM feedHorizon WHERE tenant = ?"),
            arguments: [tenant.rawValue])
        if let horizon, position < horizon { return .expired(resumeAt: FeedCursor(rawValue: "\(horizon)")) }
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT * FROM entry WHERE tenant = ? AND position > ? ORDER BY position LIMIT ?"),
            arguments: [tenant.rawValue, position, limit])
        let next: Int = rows.last?["position"] ?? position
        return .entries(try rows.map { try Self.entry($0) }, next: FeedCursor(rawValue: "\(next)"))
    }

    func records(matching filter: StatusFilter, after document: DocumentID?, limit: Int) throws -> [StatusRecord] {
        var conditions = ["document > ?"]
        var arguments: StatementArguments = [document?.rawValue ?? ""]
        if let tenant = filter.tenant {
            conditions.append("tenant = ?")
            arguments += [tenant.rawValue]
        }
        if let phases = filter.phases {
            conditions.append("phase IN (\(phases.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(phases.map(\.rawValue))
        }
        arguments += [limit]
        return try String.fetchAll(
            database,
            sql: "SELECT record FROM status WHERE \(conditions.joined(separator: " AND ")) ORDER BY document LIMIT ?",
            arguments: arguments
        ).map { try Stored.value(StatusRecord.self, from: $0) }
    }

    func expire(before date: WallTime, limit: Int) throws -> Int {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT document, tenant FROM status WHERE isTerminal AND updatedAt < ? ORDER BY updatedAt, document LIMIT ?
                """, arguments: [date.millisecondsSince1970, limit])
        for row in rows {
            let (document, tenant): (String, String) = (row["document"], row["tenant"])
            try database.execute(
                sql: """
                    INSERT INTO feedHorizon SELECT ?, max(position) FROM entry WHERE document = ?
                    ON CONFLICT (tenant) DO UPDATE SET position = max(position, excluded.position)
                    """, arguments: [tenant, document])
            for table in ["entry", "fence", "status"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE document = ?", arguments: [document])
            }
        }
        return rows.count
    }

    private static func entry(_ row: Row) throws -> StatusEntry<DocumentID> {
        let change: String? = row["change"]
        return StatusEntry(
            document: DocumentID(row["document"] as String), sequence: row["sequence"],
            change: try change.map { try Stored.value(StatusChange.self, from: $0) },
            date: WallTime(millisecondsSince1970: row["date"]))
    }
}
#endif
