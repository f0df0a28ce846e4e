// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

extension FaultyBackend: QueueAdministration {
    /// What the queue behind the network can do.
    public var capabilities: QueueCapabilities { base.capabilities }

    /// Adds jobs; see ``JobQueue/enqueue(_:)``.
    ///
    /// - Parameter jobs: The jobs.
    /// - Returns: An outcome for each job, in order.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        try await call { [base] () async throws(PipelineError) in try await base.enqueue(jobs) }
    }

    /// Lends deliverable jobs; one whose answer is lost lapses; see ``JobQueue/lease(from:upTo:for:)``.
    ///
    /// - Parameters:
    ///   - queue: The queue to take from.
    ///   - count: The most jobs wanted.
    ///   - duration: How long the leases hold.
    /// - Returns: At most `count` leases.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await call { [base] () async throws(PipelineError) in
            try await base.lease(from: queue, upTo: count, for: duration)
        }
    }

    /// Makes leases hold longer; see ``JobQueue/extend(_:for:)``.
    ///
    /// - Parameters:
    ///   - tokens: The leases.
    ///   - duration: How long they hold from now.
    /// - Returns: An outcome for each lease, in order.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func extend(_ tokens: [LeaseToken], for duration: Duration) async throws(PipelineError) -> [LeaseOutcome] {
        try await call { [base] () async throws(PipelineError) in try await base.extend(tokens, for: duration) }
    }

    /// Gives leases back; see ``JobQueue/settle(_:)``.
    ///
    /// - Parameter settlements: The leases and what becomes of their jobs.
    /// - Returns: An outcome for each, in order.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        try await call { [base] () async throws(PipelineError) in try await base.settle(settlements) }
    }

    /// Calls a job off; see ``JobQueue/cancel(_:)``.
    ///
    /// - Parameter id: The job.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func cancel(_ id: JobID) async throws(PipelineError) -> CancelOutcome {
        try await call { [base] () async throws(PipelineError) in try await base.cancel(id) }
    }

    /// Stops or restarts lending; see ``QueueAdministration/setPaused(_:for:)``.
    ///
    /// - Parameters:
    ///   - isPaused: Whether lending stops.
    ///   - queue: The queue.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func setPaused(_ isPaused: Bool, for queue: QueueName) async throws(PipelineError) {
        try await call { [base] () async throws(PipelineError) in try await base.setPaused(isPaused, for: queue) }
    }

    /// Counts the jobs of a queue; see ``QueueAdministration/statistics(of:)``.
    ///
    /// - Parameter queue: The queue.
    /// - Returns: The counts at one moment.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func statistics(of queue: QueueName) async throws(PipelineError) -> QueueStatistics {
        try await call(isRead: true) { [base] () async throws(PipelineError) in try await base.statistics(of: queue) }
    }

    /// Lists dead jobs; see ``QueueAdministration/deadJobs(in:after:limit:)``.
    ///
    /// - Parameters:
    ///   - queue: The queue.
    ///   - id: The job to start after.
    ///   - limit: The most jobs wanted.
    /// - Returns: Dead jobs in the order of their names.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func deadJobs(
        in queue: QueueName, after id: JobID?, limit: Int
    ) async throws(PipelineError) -> [DeadJob] {
        try await call(isRead: true) { [base] () async throws(PipelineError) in
            try await base.deadJobs(in: queue, after: id, limit: limit)
        }
    }

    /// Makes dead jobs waiting again; see ``QueueAdministration/redrive(_:in:)``.
    ///
    /// - Parameters:
    ///   - ids: The jobs.
    ///   - queue: The queue.
    /// - Returns: The jobs that wait again.
    /// - Throws: ``PipelineError``, as planned or as the backend does.
    public func redrive(_ ids: [JobID], in queue: QueueName) async throws(PipelineError) -> [JobID] {
        try await call { [base] () async throws(PipelineError) in try await base.redrive(ids, in: queue) }
    }
}
