// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols
internal import StatusModel

extension JobTable {
    func isPaused(_ queue: QueueName) throws -> Bool {
        try Bool.fetchOne(
            statement("SELECT 1 FROM pausedQueue WHERE name = ?"), arguments: [queue.rawValue]) != nil
    }

    func setPaused(_ isPaused: Bool, for queue: QueueName) throws {
        try database.execute(
            sql: isPaused ? "INSERT OR IGNORE INTO pausedQueue VALUES (?)" : "DELETE FROM pausedQueue WHERE name = ?",
            arguments: [queue.rawValue])
    }

    func statistics(of queue: QueueName, at now: Duration) throws -> QueueStatistics {
        try settleLapsed(in: queue, at: now)
        func count(_ state: Int) throws -> Int {
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM job WHERE queue = ? AND state = \(state)",
                arguments: [queue.rawValue]) ?? 0
        }
        let oldest = try Int64.fetchOne(
            database, sql: "SELECT min(time) FROM job WHERE queue = ? AND state = 0", arguments: [queue.rawValue])
        return QueueStatistics(
            ready: try count(0), delayed: try count(4), leased: try count(1), dead: try count(2),
            isPaused: try isPaused(queue),
            oldestReadyAge: oldest.map { .nanoseconds(max(now.nanoseconds - $0, 0)) } ?? .zero)
    }

    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int, at now: Duration) throws -> [DeadJob] {
        try settleLapsed(in: queue, at: now)
        let rows = try Row.fetchAll(
            database,
            sql:
                "SELECT \(Self.columns), failure FROM job WHERE queue = ? AND state = 2 AND id > ? ORDER BY id LIMIT ?",
            arguments: [queue.rawValue, id?.rawValue ?? "", limit])
        return try rows.map { row in
            let (maximumCrashes, attempts, crashes): (Int, Int, Int) = (row[8], row[9], row[10])
            let stored: String? = row[12]
            let failure = try stored.map { try Stored.value(FailureInfo.self, from: $0) }
            return DeadJob(
                job: try Self.request(row),
                failure: failure
                    ?? (crashes >= maximumCrashes
                        ? DeadJob.poison(attempts: attempts) : DeadJob.exhausted(attempts: attempts)),
                attempts: attempts, crashes: crashes)
        }
    }

    func redrive(_ ids: [JobID], in queue: QueueName, at now: Duration) throws -> [JobID] {
        try settleLapsed(in: queue, at: now)
        return try ids.filter { id in
            let row = try Row.fetchOne(
                database, sql: "SELECT key FROM job WHERE id = ? AND queue = ? AND state = 2",
                arguments: [id.rawValue, queue.rawValue])
            guard let row else { return false }
            if let key = row["key"] as String?, try holder(of: key, in: queue) != nil { return false }
            try database.execute(
                sql: """
                    UPDATE job SET state = 0, time = ?, attempts = 0, crashes = 0, isCancellationRequested = 0,
                        failure = NULL WHERE id = ?
                    """, arguments: [now.nanoseconds, id.rawValue])
            return true
        }
    }
}
#endif
