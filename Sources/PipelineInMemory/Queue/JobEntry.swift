// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols
package import StatusModel

/// A job in the queue table.
package struct JobEntry: Sendable {
    /// The job as it was enqueued.
    package let request: JobRequest
    /// The number of its queue's line.
    let line: Int
    /// Whether it waits, is leased or dead.
    package var state: State
    /// Leases given, those that were released aside.
    package var attempts = 0
    /// Leases that lapsed.
    package var crashes = 0
    /// The fence of the newest lease.
    package var fence: UInt64 = 0
    /// Whether someone called it off while it was leased.
    package var isCancellationRequested = false
    /// Its place in the line; smaller goes first.
    package var place: UInt64
    /// New with every change of state, so that old entries of the heaps are recognised.
    package var stamp: UInt64 = 0

    /// Whether a job waits, is leased or dead.
    package enum State: Sendable {
        case waiting(readyAt: Duration)
        case leased(until: Duration)
        case dead(FailureInfo)
    }

    /// Whether it may be handed out once more.
    var hasAttemptsLeft: Bool { attempts < request.maximumAttempts }

    /// Whether a lease is the newest and holds.
    package func isHeld(by token: LeaseToken, at now: Duration) -> Bool {
        guard token.fence == fence, case .leased(let end) = state else { return false }
        return now < end
    }
}

/// The jobs of one queue by what happens to them next; entries may be outdated.
struct JobLine: Sendable {
    var ready = PriorityHeap<ReadyJob>()
    var delayed = PriorityHeap<TimedJob>()
    var leased = PriorityHeap<TimedJob>()
    var dead: Set<JobID> = []
    var isPaused = false
}

/// A deliverable job in the order of delivery.
struct ReadyJob: Comparable, Sendable {
    var priority: Int
    var place: UInt64
    var stamp: UInt64
    var slot: Int

    static func < (left: ReadyJob, right: ReadyJob) -> Bool {
        left.priority != right.priority ? left.priority > right.priority : left.place < right.place
    }
}

/// A job to which something happens at a moment.
struct TimedJob: Comparable, Sendable {
    var time: Duration
    var stamp: UInt64
    var slot: Int

    static func < (left: TimedJob, right: TimedJob) -> Bool { left.time < right.time }
}
