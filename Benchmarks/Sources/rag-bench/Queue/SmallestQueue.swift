// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The smallest table that makes a queue, without retries, delays, deduplication, dead jobs or retention: what they cost.
struct SmallestQueue: BareQueue {
    private let pool: DatabasePool

    init(path: String) throws {
        pool = try .durable(path: path)
        try pool.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE job (
                        place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, payload BLOB NOT NULL,
                        priority INTEGER NOT NULL, state INTEGER NOT NULL, time INTEGER NOT NULL,
                        attempts INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0);
                    CREATE INDEX ready ON job (queue, priority DESC, place) WHERE state = 0;
                    CREATE INDEX leased ON job (queue, time) WHERE state = 1;
                    """)
        }
    }

    func enqueue(_ ids: [String], payload: [UInt8]) async throws {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO job (id, queue, payload, priority, state, time) VALUES (?, 'q', ?, 0, 0, 0)")
            for id in ids { try statement.execute(arguments: [id, Data(payload)]) }
        }
    }

    func lease(_ count: Int) async throws -> [BareLease] {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE job SET state = 1, attempts = attempts + 1, fence = fence + 1, time = 1 WHERE place IN
                        (SELECT place FROM job WHERE queue = 'q' AND state = 0 ORDER BY priority DESC, place LIMIT ?)
                    RETURNING id, fence, payload
                    """)
            return try BareLease.all(statement, [count])
        }
    }

    func complete(_ leases: [BareLease]) async throws {
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: "UPDATE job SET state = 3 WHERE id = ? AND state = 1 AND fence = ?")
            for lease in leases { try statement.execute(arguments: [lease.id, lease.fence]) }
        }
    }
}
