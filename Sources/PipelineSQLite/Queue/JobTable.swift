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

    func enqueue(_ jobs: [JobRequest], at now: Duration) throws -> [EnqueueOutcome] {
        // Names and the keys of live jobs are unique, so that a duplicate shows as a row that was not inserted.
        let insertion = try statement(
            """
            INSERT INTO job (id, queue, payload, key, priority, delay, headers, maximumAttempts, maximumCrashes, state, time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        return try jobs.map { job in
            try insertion.execute(arguments: [
                job.id.rawValue, job.queue.rawValue, Data(job.payload), job.deduplicationKey, job.priority,
                job.delay.nanoseconds, job.headers.isEmpty ? nil : try Stored.text(job.headers), job.maximumAttempts,
                job.maximumCrashes, job.delay > .zero ? 4 : 0, (now + job.delay).nanoseconds,
            ])
            return database.changesCount > 0 ? .accepted(job.id) : .duplicate(of: try original(of: job))
        }
    }

    /// The job that a duplicate repeats: the one of its name, or the one that holds its key.
    private func original(of job: JobRequest) throws -> JobID {
        let isKnown =
            try Bool.fetchOne(statement("SELECT 1 FROM job WHERE id = ?"), arguments: [job.id.rawValue]) != nil
        guard !isKnown, let key = job.deduplicationKey else { return job.id }
        return try holder(of: key, in: job.queue) ?? job.id
    }

    func lease(from queue: QueueName, upTo count: Int, for duration: Duration, at now: Duration) throws -> [Lease] {
        try settleLapsed(in: queue, at: now)
        let update = try statement(
            """
            UPDATE job SET state = 1, attempts = attempts + 1, fence = fence + 1, time = ?1
            WHERE place IN (
                SELECT place FROM job WHERE queue = ?2 AND state = 0
                    AND NOT EXISTS (SELECT 1 FROM pausedQueue WHERE name = ?2)
                ORDER BY priority DESC, place LIMIT ?3)
            RETURNING \(Self.columns)
            """)
        let rows = try Row.fetchCursor(
            update, arguments: [(now + duration).nanoseconds, queue.rawValue, count])
        var leases: [Lease] = []
        while let row = try rows.next() {
            let job = try Self.request(row)
            let fence: Int64 = row[11]
            leases.append(
                Lease(
                    token: LeaseToken(job: job.id, fence: UInt64(fence)), job: job, attempt: row[9], crashes: row[10],
                    duration: duration))
        }
        return leases
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

    func settle(_ settlements: [Settlement], at now: Duration, wallTime: WallTime) throws -> [LeaseOutcome] {
        // Most settlements are completions, which take one statement.
        let completion = try statement(
            """
            UPDATE job SET state = 3, payload = x'', headers = NULL, finishedAt = ?
            WHERE id = ? AND state = 1 AND fence = ? AND time > ?
            """)
        return try settlements.map { settlement in
            let token = settlement.token
            guard case .complete = settlement.action else {
                return try giveBack(settlement, at: now, wallTime: wallTime)
            }
            try completion.execute(arguments: [
                wallTime.millisecondsSince1970, token.job.rawValue, Int64(clamping: token.fence), now.nanoseconds,
            ])
            return database.changesCount > 0 ? .settled : .lost
        }
    }

    private func giveBack(_ settlement: Settlement, at now: Duration, wallTime: WallTime) throws -> LeaseOutcome {
        guard try isHeld(settlement.token, at: now) else { return .lost }
        let id = settlement.token.job.rawValue
        let row = try Row.fetchOne(
            statement("SELECT attempts, maximumAttempts, isCancellationRequested FROM job WHERE id = ?"),
            arguments: [id])
        guard let row else { return .lost }
        let isCancellationRequested: Bool = row[2]
        switch settlement.action {
        case .bury(let failure): try bury(id, failure)
        case .complete: try finish(id, at: wallTime)
        case .retry where isCancellationRequested: try finish(id, at: wallTime)
        case .release where isCancellationRequested: try finish(id, at: wallTime)
        case .retry(let delay, let failure):
            let (attempts, maximum): (Int, Int) = (row[0], row[1])
            guard attempts < maximum else {
                try bury(id, failure)
                return .exhausted
            }
            try statement("UPDATE job SET state = ?, time = ? WHERE id = ?")
                .execute(arguments: [delay > .zero ? 4 : 0, (now + delay).nanoseconds, id])
        case .release:
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
