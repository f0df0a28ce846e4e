// SPDX-License-Identifier: Apache-2.0

/// The right to work on a job for a while.
public struct Lease: Hashable, Sendable {
    /// Proves the right; all that is done with the lease carries it.
    public var token: LeaseToken

    /// The job.
    public var job: JobRequest

    /// How often the job was handed out, this time included.
    public var attempt: Int

    /// How many earlier leases lapsed without a word.
    public var crashes: Int

    /// How long the lease holds, counted by the worker from before it asked; so the worker errs on the safe side whatever
    /// the clocks say.
    public var duration: Duration

    /// Describes a lease.
    ///
    /// - Parameters:
    ///   - token: Proves the right.
    ///   - job: The job.
    ///   - attempt: How often the job was handed out, this time included.
    ///   - crashes: How many earlier leases lapsed without a word.
    ///   - duration: How long the lease holds.
    public init(token: LeaseToken, job: JobRequest, attempt: Int, crashes: Int, duration: Duration) {
        self.token = token
        self.job = job
        self.attempt = attempt
        self.crashes = crashes
        self.duration = duration
    }
}

/// Proof of a lease: the job, and a fence that grows with each lease of that job.
///
/// Stores that see the fence refuse writers whose lease was taken over (Kleppmann 2016, "How to do distributed locking").
public struct LeaseToken: Hashable, Sendable, Codable {
    /// The job.
    public var job: JobID

    /// Grows with every lease of the job.
    public var fence: UInt64

    /// Describes a token.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - fence: Grows with every lease of the job.
    public init(job: JobID, fence: UInt64) {
        self.job = job
        self.fence = fence
    }
}

/// What became of something that was done with a lease.
public enum LeaseOutcome: Hashable, Sendable, Codable {
    /// The lease holds for this long from now; whether someone wants the work to stop.
    case held(for: Duration, isCancellationRequested: Bool)
    /// It is done: the job is finished, waits for its next attempt, or was buried as asked.
    case settled
    /// The job was to be tried again but had no attempt left; it is buried, with its history.
    case exhausted
    /// The lease is no longer the newest, lapsed or was settled before; nothing was changed.
    case lost
}
