// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import FoundationEssentials
internal import GRDB
internal import PipelineProtocols
internal import StatusModel

/// The jobs in the file, within one transaction.
struct JobTable {
    let database: Database

    init(_ database: Database) { self.database = database }

    func enqueue(_ job: JobRequest, at now: Duration) throws -> EnqueueOutcome {
        let isDelayed = job.delay > .zero
        // Names and the keys of live jobs are unique, so that a duplicate shows as a row that was not inserted.
        try statement(
            """
            INSERT INTO job (id, queue, payload, key, priority, delay, headers, maximumAttempts, maximumCrashes, state, time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """
        ).execute(arguments: [
            job.id.rawValue, job.queue.rawValue, Data(job.payload), job.deduplicationKey, job.priority,
            job.delay.nanoseconds, job.headers.isEmpty ? nil : try Stored.text(job.headers), job.maximumAttempts,
            job.maximumCrashes, isDelayed ? 4 : 0, (now + job.delay).nanoseconds,
        ])
        guard database.changesCount == 0 else { return .accepted(job.id) }
        let isKnown =
            try Bool.fetchOne(statement("SELECT 1 FROM job WHERE id = ?"), arguments: [job.id.rawValue]) != nil
        if !isKnown, let key = job.deduplicationKey, let holder = try holder(of: key, in: job.queue) {
            return .duplicate(of: holder)
        }
        return .duplicate(of: job.id)
    }

    func lease(from queue: QueueName, upTo count: Int, for duration: Duration, at now: Duration) throws -> [Lease] {
        try settleLapsed(in: queue, at: now)
        guard try !isPaused(queue) else { return [] }
        let rows = try Row.fetchAll(
            statement(
                """
                UPDATE job SET state = 1, attempts = attempts + 1, fence = fence + 1, time = ?
                WHERE place IN (SELECT place FROM job WHERE queue = ? AND state = 0 ORDER BY priority DESC, place LIMIT ?)
                RETURNING \(Self.columns)
                """),
            arguments: [(now + duration).nanoseconds, queue.rawValue, count])
        return try rows.map { row in
            let job = try Self.request(row)
            let fence: Int64 = row[11]
            return Lease(
                token: LeaseToken(job: job.id, fence: UInt64(fence)), job: job, attempt: row[9], crashes: row[10],
                duration: duration)
        }
    }

    func extend(_ token: LeaseToken, for duration: Duration, at now: Duration) throws -> LeaseOutcome {
        let row = try Row.fetchOne(
            statement(
                """
                UPDATE job SET time = ? WHERE id = ? AND state = 1 AND fence = ? AND time > ?
                RETURNING isCancellationRequested
                """),
            arguments: [
                (now + duration).nanoseconds, token.job.rawValue, Int64(clamping: token.fence), now.nanoseconds,
            ])
        guard let row else { return .lost }
        return .held(for: duration, isCancellationRequested: row["isCancellationRequested"])
    }

    func isHeld(_ token: LeaseToken, at now: Duration) throws -> Bool {
        try Bool.fetchOne(
            statement("SELECT 1 FROM job WHERE id = ? AND state = 1 AND fence = ? AND time > ?"),
            arguments: [token.job.rawValue, Int64(clamping: token.fence), now.nanoseconds]) != nil
    }

    func settle(_ settlement: Settlement, at now: Duration, wallTime: WallTime) throws -> LeaseOutcome {
        if case .complete = settlement.action { return try complete(settlement.token, at: now, wallTime: wallTime) }
        guard try isHeld(settlement.token, at: now) else { return .lost }
        let id = settlement.token.job.rawValue
        let row = try Row.fetchOne(
            statement("SELECT attempts, maximumAttempts, isCancellationRequested FROM job WHERE id = ?"),
            arguments: [id])
        guard let row else { return .lost }
        let isCancellationRequested: Bool = row["isCancellationRequested"]
        switch settlement.action {
        case .bury(let failure): try bury(id, failure)
        case .retry where isCancellationRequested: try finish(id, at: wallTime)
        case .release where isCancellationRequested: try finish(id, at: wallTime)
        case .retry(let delay, let failure):
            let (attempts, maximum): (Int, Int) = (row["attempts"], row["maximumAttempts"])
            guard attempts < maximum else {
                try bury(id, failure)
                return .exhausted
            }
            try statement("UPDATE job SET state = ?, time = ? WHERE id = ?")
                .execute(arguments: [delay > .zero ? 4 : 0, (now + delay).nanoseconds, id])
        case .release, .complete:
            try statement("UPDATE job SET state = 0, time = ?, attempts = attempts - 1 WHERE id = ?")
                .execute(arguments: [now.nanoseconds, id])
        }
        return .settled
    }

    func cancel(_ id: JobID, at now: Duration, wallTime: WallTime) throws -> CancelOutcome {
        guard let queue = try String.fetchOne(statement("SELECT queue FROM job WHERE id = ?"), arguments: [id.rawValue])
        else { return .tooLate }
        try settleLapsed(in: QueueName(queue), at: now)
        switch try Int.fetchOne(statement("SELECT state FROM job WHERE id = ?"), arguments: [id.rawValue]) {
        case 0, 4:
            try finish(id.rawValue, at: wallTime)
            return .removed
        case 1:
            try statement("UPDATE job SET isCancellationRequested = 1 WHERE id = ?").execute(arguments: [id.rawValue])
            return .signalled
        default: return .tooLate
        }
    }

    func statement(_ sql: String) throws -> Statement { try database.cachedStatement(sql: sql) }

    func holder(of key: String, in queue: QueueName) throws -> JobID? {
        try String.fetchOne(
            statement("SELECT id FROM job WHERE queue = ? AND key = ? AND state IN (0, 1, 4)"),
            arguments: [queue.rawValue, key]
        ).map { JobID($0) }
    }

    /// Finishes a held job in one statement, since most settlements are this one.
    private func complete(_ token: LeaseToken, at now: Duration, wallTime: WallTime) throws -> LeaseOutcome {
        try statement(
            """
            UPDATE job SET state = 3, payload = x'', headers = NULL, finishedAt = ?
            WHERE id = ? AND state = 1 AND fence = ? AND time > ?
            """
        ).execute(arguments: [
            wallTime.millisecondsSince1970, token.job.rawValue, Int64(clamping: token.fence), now.nanoseconds,
        ])
        return database.changesCount > 0 ? .settled : .lost
    }

    private func finish(_ id: String, at wallTime: WallTime) throws {
        // The name is remembered for a while; what the job was is not needed any more.
        try statement("UPDATE job SET state = 3, payload = x'', headers = NULL, finishedAt = ? WHERE id = ?")
            .execute(arguments: [wallTime.millisecondsSince1970, id])
    }

    private func bury(_ id: String, _ failure: FailureInfo) throws {
        try statement("UPDATE job SET state = 2, failure = ? WHERE id = ?")
            .execute(arguments: [try Stored.text(failure), id])
    }

    /// The columns that ``request(_:)`` reads, and after them attempts, crashes and fence; by place, which is faster than by
    /// name.
    static let columns = """
        id, queue, payload, key, priority, delay, headers, maximumAttempts, maximumCrashes, attempts, crashes, fence
        """

    static func request(_ row: Row) throws -> JobRequest {
        let payload: Data = row[2]
        let headers: String? = row[6]
        let delay: Int64 = row[5]
        return JobRequest(
            id: JobID(row[0] as String), queue: QueueName(row[1] as String), payload: Array(payload),
            deduplicationKey: row[3], priority: row[4], delay: .nanoseconds(delay), maximumAttempts: row[7],
            maximumCrashes: row[8],
            headers: try headers.map { try Stored.value([String: String].self, from: $0) } ?? [:])
    }
}
#endif
