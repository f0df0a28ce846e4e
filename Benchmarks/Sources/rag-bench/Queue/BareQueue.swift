// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A queue of hand-written SQL that the adapter is compared with.
protocol BareQueue: Sendable {
    /// Adds jobs in one transaction.
    func enqueue(_ ids: [String], payload: [UInt8]) async throws

    /// Takes jobs in one transaction, with their payloads.
    func lease(_ count: Int) async throws -> [BareLease]

    /// Finishes jobs in one transaction.
    func complete(_ leases: [BareLease]) async throws
}

/// A job that hand-written SQL has taken.
struct BareLease {
    var id: String
    var fence: Int64
    var payload: Data

    /// Reads the columns id, fence and payload.
    init(_ row: Row) {
        id = row[0]
        fence = row[1]
        payload = row[2]
    }

    /// Reads every row of a statement that returns id, fence and payload.
    static func all(_ statement: Statement, _ arguments: StatementArguments) throws -> [BareLease] {
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var leases: [BareLease] = []
        while let row = try rows.next() { leases.append(BareLease(row)) }
        return leases
    }
}

extension DatabasePool {
    /// A pool whose commits wait for the disk, as the adapter's do.
    static func durable(path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return try DatabasePool(path: path, configuration: configuration)
    }
}
