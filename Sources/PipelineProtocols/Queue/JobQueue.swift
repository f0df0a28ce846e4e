// SPDX-License-Identifier: Apache-2.0

/// Keeps jobs until they are done, and lends each to one worker at a time.
///
/// A job is **waiting** (perhaps delayed), **leased**, **dead** (given up, kept with its history) or gone. A worker that
/// dies says nothing; its lease lapses and the job is handed out again with a higher fence. So work may run twice, and
/// the fence makes its effects happen once.
///
/// The laws, each tested by the `JobQueueKit` of `PipelineConformance`:
///
/// - **Q1** An acknowledged job is delivered at least once until it is completed, buried or cancelled, with the payload
///   that was enqueued, also across restarts of a durable queue.
/// - **Q2** Fences strictly increase per job; extending or settling with an old token answers `.lost` and changes
///   nothing.
/// - **Q3** Before a lease ends nobody else is given one, up to the declared skew.
/// - **Q4** After a lease has lapsed the job is deliverable again, after the declared grace at the latest.
/// - **Q5** A job's name is accepted once; of a deduplication key one job lives at a time, also when callers race. The
///   window is as declared, neither shorter nor longer.
/// - **Q6** A job without attempts left, or with as many crashes as it may have, becomes dead: it is never delivered, and
///   never dropped. It keeps payload, failure and counts; redriving it twice does it once.
/// - **Q7** Once pausing has returned, no lease is given; jobs are still accepted.
/// - **Q8** A delayed job is never delivered early, and at most the grace late.
/// - **Q9** Jobs are ordered as declared; under strict priority no job is delivered while a higher one is deliverable.
/// - **Q10** A batch answers for each of its elements, in order.
/// - **Q11** Cancelling a caller's task leaves no lease longer than it asked for.
/// - **Q12** A payload above the limit fails before anything is written.
///
/// An adapter that cannot know whether a call was applied throws ``PipelineError/Code/ambiguous``.
///
/// See <doc:ImplementingAJobQueue>.
public protocol JobQueue: Sendable {
    /// What this queue can do.
    var capabilities: QueueCapabilities { get }

    /// Adds jobs.
    ///
    /// - Parameter jobs: The jobs; all are kept or none, those that are duplicates aside.
    /// - Returns: An outcome for each job, in order.
    /// - Throws: ``PipelineError``; with ``PipelineError/Code/payloadTooLarge`` nothing was written.
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome]

    /// Lends deliverable jobs.
    ///
    /// It answers at once; to wait for jobs, listen to a ``Notifier`` and poll.
    ///
    /// - Parameters:
    ///   - queue: The queue to take from.
    ///   - count: The most jobs wanted.
    ///   - duration: How long the leases hold.
    /// - Returns: At most `count` leases; none when nothing is deliverable or the queue is paused.
    /// - Throws: ``PipelineError``; after an ambiguous one the leases may exist, and lapse.
    func lease(from queue: QueueName, upTo count: Int, for duration: Duration) async throws(PipelineError) -> [Lease]

    /// Makes leases hold longer: for the given duration from now.
    ///
    /// - Parameters:
    ///   - tokens: The leases.
    ///   - duration: How long they hold from now.
    /// - Returns: `.held` or `.lost` for each lease, in order.
    /// - Throws: ``PipelineError``.
    func extend(_ tokens: [LeaseToken], for duration: Duration) async throws(PipelineError) -> [LeaseOutcome]

    /// Gives leases back.
    ///
    /// - Parameter settlements: The leases and what becomes of their jobs.
    /// - Returns: `.settled`, `.exhausted` or `.lost` for each, in order.
    /// - Throws: ``PipelineError``.
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome]

    /// Calls a job off.
    ///
    /// - Parameter id: The job.
    /// - Returns: Whether it is gone, told to stop, or too far.
    /// - Throws: ``PipelineError``.
    func cancel(_ id: JobID) async throws(PipelineError) -> CancelOutcome
}

/// What became of a job that was called off.
public enum CancelOutcome: Hashable, Sendable, Codable {
    /// It was waiting and is gone.
    case removed
    /// A worker has it; extending its lease says so, and it is not delivered again.
    case signalled
    /// It is finished, dead or unknown.
    case tooLate
}

extension JobQueue {
    /// Finishes jobs.
    ///
    /// - Parameter tokens: Their leases.
    /// - Returns: `.settled` or `.lost` for each, in order.
    /// - Throws: ``PipelineError``.
    public func complete(_ tokens: [LeaseToken]) async throws(PipelineError) -> [LeaseOutcome] {
        try await settle(tokens.map { Settlement($0, .complete) })
    }
}
