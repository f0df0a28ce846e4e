// SPDX-License-Identifier: Apache-2.0
#if SQLite
public import PipelineProtocols

extension SQLiteBackend {
    /// Adds jobs; see ``JobQueue/enqueue(_:)``.
    ///
    /// - Parameter jobs: The jobs.
    /// - Returns: An outcome for each job, in order.
    /// - Throws: ``PipelineError`` with the code `payloadTooLarge`.
    /// - Complexity: O(log n) for each job, of n jobs that wait.
    public func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        try checkPayloads(of: jobs)
        let now = clock.elapsed
        let outcomes = try await write { database in
            let table = JobTable(database)
            // A key may be held by a job whose last lease has lapsed.
            let keyed = jobs.filter { $0.deduplicationKey != nil }.map(\.queue)
            for queue in Set(keyed) { try table.settleLapsed(in: queue, at: now) }
            return try table.enqueue(jobs, at: now)
        }
        await ring(Set(jobs.map { .queue($0.queue) }))
        return outcomes
    }

    /// Lends deliverable jobs; see ``JobQueue/lease(from:upTo:for:)``.
    ///
    /// - Parameters:
    ///   - queue: The queue to take from.
    ///   - count: The most jobs wanted.
    ///   - duration: How long the leases hold.
    /// - Returns: At most `count` leases.
    /// - Throws: ``PipelineError`` with the code `cancelled`.
    /// - Complexity: O(log n) for each lease, of n jobs that wait.
    public func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        guard !Task.isCancelled else { throw PipelineError(.cancelled, "the task was cancelled; nothing was lent") }
        let now = clock.elapsed
        return try await write { try JobTable($0).lease(from: queue, upTo: count, for: duration, at: now) }
    }

    /// Makes leases hold longer; see ``JobQueue/extend(_:for:)``.
    ///
    /// - Parameters:
    ///   - tokens: The leases.
    ///   - duration: How long they hold from now.
    /// - Returns: An outcome for each lease, in order.
    /// - Throws: ``PipelineError``.
    public func extend(_ tokens: [LeaseToken], for duration: Duration) async throws(PipelineError) -> [LeaseOutcome] {
        let now = clock.elapsed
        return try await write { database in
            try tokens.map { try JobTable(database).extend($0, for: duration, at: now) }
        }
    }

    /// Gives leases back; see ``JobQueue/settle(_:)``.
    ///
    /// - Parameter settlements: The leases and what becomes of their jobs.
    /// - Returns: An outcome for each, in order.
    /// - Throws: ``PipelineError``.
    public func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        let (now, wallTime) = (clock.elapsed, clock.wallTime)
        return try await write { try JobTable($0).settle(settlements, at: now, wallTime: wallTime) }
    }

    /// Calls a job off; see ``JobQueue/cancel(_:)``.
    ///
    /// - Parameter id: The job.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``.
    public func cancel(_ id: JobID) async throws(PipelineError) -> CancelOutcome {
        let (now, wallTime) = (clock.elapsed, clock.wallTime)
        return try await write { try JobTable($0).cancel(id, at: now, wallTime: wallTime) }
    }

    /// Stops or restarts lending; see ``QueueAdministration/setPaused(_:for:)``.
    ///
    /// - Parameters:
    ///   - isPaused: Whether lending stops.
    ///   - queue: The queue.
    /// - Throws: ``PipelineError``.
    public func setPaused(_ isPaused: Bool, for queue: QueueName) async throws(PipelineError) {
        try await write { try JobTable($0).setPaused(isPaused, for: queue) }
        if !isPaused { await ring([.queue(queue)]) }
    }

    /// Counts the jobs of a queue; see ``QueueAdministration/statistics(of:)``.
    ///
    /// - Parameter queue: The queue.
    /// - Returns: The counts at one moment.
    /// - Throws: ``PipelineError``.
    public func statistics(of queue: QueueName) async throws(PipelineError) -> QueueStatistics {
        let now = clock.elapsed
        return try await write { try JobTable($0).statistics(of: queue, at: now) }
    }

    /// Lists dead jobs; see ``QueueAdministration/deadJobs(in:after:limit:)``.
    ///
    /// - Parameters:
    ///   - queue: The queue.
    ///   - id: The job to start after.
    ///   - limit: The most jobs wanted.
    /// - Returns: Dead jobs in the order of their names.
    /// - Throws: ``PipelineError``.
    public func deadJobs(
        in queue: QueueName, after id: JobID?, limit: Int
    ) async throws(PipelineError) -> [DeadJob] {
        let now = clock.elapsed
        return try await write { try JobTable($0).deadJobs(in: queue, after: id, limit: limit, at: now) }
    }

    /// Makes dead jobs waiting again; see ``QueueAdministration/redrive(_:in:)``.
    ///
    /// - Parameters:
    ///   - ids: The jobs.
    ///   - queue: The queue.
    /// - Returns: The jobs that wait again.
    /// - Throws: ``PipelineError``.
    public func redrive(_ ids: [JobID], in queue: QueueName) async throws(PipelineError) -> [JobID] {
        let now = clock.elapsed
        let redriven = try await write { try JobTable($0).redrive(ids, in: queue, at: now) }
        await ring([.queue(queue)])
        return redriven
    }
}
#endif
