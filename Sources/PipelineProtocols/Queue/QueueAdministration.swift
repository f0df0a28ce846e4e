// SPDX-License-Identifier: Apache-2.0
public import StatusModel

/// What an operator does with a queue: look, pause, and bring back the dead.
///
/// A refinement of ``JobQueue``; workers need none of it. Its laws are Q6 and Q7.
public protocol QueueAdministration: JobQueue {
    /// Stops or restarts the lending of jobs; leases that exist go on.
    ///
    /// - Parameters:
    ///   - isPaused: Whether lending stops.
    ///   - queue: The queue.
    /// - Throws: ``PipelineError``.
    func setPaused(_ isPaused: Bool, for queue: QueueName) async throws(PipelineError)

    /// Counts the jobs of a queue.
    ///
    /// - Parameter queue: The queue.
    /// - Returns: The counts at one moment.
    /// - Throws: ``PipelineError``.
    func statistics(of queue: QueueName) async throws(PipelineError) -> QueueStatistics

    /// Lists dead jobs by their names.
    ///
    /// - Parameters:
    ///   - queue: The queue.
    ///   - id: The job to start after; `nil` to start at the first.
    ///   - limit: The most jobs wanted.
    /// - Returns: Dead jobs in the order of their names.
    /// - Throws: ``PipelineError``.
    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int) async throws(PipelineError) -> [DeadJob]

    /// Makes dead jobs waiting again, with all their attempts and with fences that go on.
    ///
    /// A job whose deduplication key is taken by another by now stays dead.
    ///
    /// - Parameters:
    ///   - ids: The jobs; those that are not dead are passed over.
    ///   - queue: The queue.
    /// - Returns: The jobs that wait again.
    /// - Throws: ``PipelineError``.
    func redrive(_ ids: [JobID], in queue: QueueName) async throws(PipelineError) -> [JobID]
}

/// The jobs of a queue, counted.
public struct QueueStatistics: Hashable, Sendable, Codable {
    /// Jobs that could be delivered now, those of lapsed leases included.
    public var ready: Int

    /// Jobs whose delay is not over.
    public var delayed: Int

    /// Jobs that a worker has.
    public var leased: Int

    /// Jobs that were given up.
    public var dead: Int

    /// Whether lending is stopped.
    public var isPaused: Bool

    /// How long the oldest ready job has been ready; zero where there is none.
    public var oldestReadyAge: Duration

    /// Describes a queue.
    ///
    /// - Parameters:
    ///   - ready: Jobs that could be delivered now.
    ///   - delayed: Jobs whose delay is not over.
    ///   - leased: Jobs that a worker has.
    ///   - dead: Jobs that were given up.
    ///   - isPaused: Whether lending is stopped.
    ///   - oldestReadyAge: How long the oldest ready job has been ready.
    public init(
        ready: Int = 0, delayed: Int = 0, leased: Int = 0, dead: Int = 0, isPaused: Bool = false,
        oldestReadyAge: Duration = .zero
    ) {
        self.ready = ready
        self.delayed = delayed
        self.leased = leased
        self.dead = dead
        self.isPaused = isPaused
        self.oldestReadyAge = oldestReadyAge
    }
}

/// A job that was given up, with all that is known of it.
public struct DeadJob: Hashable, Sendable, Codable {
    /// The job as it was enqueued.
    public var job: JobRequest

    /// Why it was given up.
    public var failure: FailureInfo

    /// How often it was handed out.
    public var attempts: Int

    /// How many of its leases lapsed.
    public var crashes: Int

    /// Describes a dead job.
    ///
    /// - Parameters:
    ///   - job: The job as it was enqueued.
    ///   - failure: Why it was given up.
    ///   - attempts: How often it was handed out.
    ///   - crashes: How many of its leases lapsed.
    public init(job: JobRequest, failure: FailureInfo, attempts: Int, crashes: Int) {
        self.job = job
        self.failure = failure
        self.attempts = attempts
        self.crashes = crashes
    }

    /// The failure of a job whose leases lapsed as often as they may.
    ///
    /// - Parameter attempts: How often it was handed out.
    /// - Returns: The failure to keep with it.
    public static func poison(attempts: Int) -> FailureInfo {
        FailureInfo(
            stage: "worker", code: "queue.crashed", category: .poison, attempt: attempts,
            message: "its workers stopped without a word as often as they may")
    }

    /// The failure of a job whose last attempt lapsed.
    ///
    /// - Parameter attempts: How often it was handed out.
    /// - Returns: The failure to keep with it.
    public static func exhausted(attempts: Int) -> FailureInfo {
        FailureInfo(
            stage: "worker", code: "queue.exhausted", category: .timeout, attempt: attempts,
            message: "its last attempt ended without a word")
    }
}
