// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The least SQL for the adapter's own table, in the adapter's own file: the limit that the adapter is held against.
///
/// It does the same durable work, with the same indexes, transactions and waits for the disk. It is spared what the adapter
/// must find out or hand over: whether a lease lapsed, a delay ended or the queue is paused, whether a lease still holds, and
/// all of a job but its name and payload.
struct SameTableQueue: BareQueue {
    private let pool: DatabasePool

    /// Opens a file that the adapter has made.
    init(path: String) throws { pool = try .durable(path: path) }

    func enqueue(_ ids: [String], payload: [UInt8]) async throws {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO job (id, queue, payload, priority, delay, maximumAttempts, maximumCrashes, state, time)
                    VALUES (?, 'bare', ?, 0, 0, 5, 3, 0, 0)
                    """)
            for id in ids { try statement.execute(arguments: [id, Data(payload)]) }
        }
    }

    func lease(_ count: Int) async throws -> [BareLease] {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE job SET state = 1, attempts = attempts + 1, fence = fence + 1, time = 1 WHERE place IN
                        (SELECT place FROM job WHERE queue = 'bare' AND state = 0 ORDER BY priority DESC, place LIMIT ?)
                    RETURNING id, fence, payload
                    """)
            return try BareLease.all(statement, [count])
        }
    }

    func complete(_ leases: [BareLease]) async throws {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE job SET state = 3, payload = x'', finishedAt = 1 WHERE id = ? AND state = 1 AND fence = ?
                    """)
            for lease in leases { try statement.execute(arguments: [lease.id, lease.fence]) }
        }
    }
}
