// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import StatusModel
import Synchronization

/// Lets any worker that ever had a job settle it.
struct IgnoresTheFence: ForwardingBackend {
    let base: InMemoryBackend
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        try await base.settle(
            settlements.map { settlement in
                let fence = base.withState { $0.queue.jobs[settlement.token.job]?.fence }
                return Settlement(
                    LeaseToken(job: settlement.token.job, fence: fence ?? settlement.token.fence), settlement.action)
            })
    }
}

/// Gives every lease of a job the same fence.
struct ReusesTheFence: ForwardingBackend {
    let base: InMemoryBackend
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: duration).map { lease in
            var lease = lease
            lease.token.fence = 1
            return lease
        }
    }
}

/// Remembers deduplication keys after their jobs are done.
final class DeduplicatesForever: ForwardingBackend {
    let base: InMemoryBackend
    private let holders = Mutex<[String: JobID]>([:])
    init(base: InMemoryBackend) { self.base = base }
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        let isTooLarge = jobs.contains { $0.payload.count > capabilities.maximumPayloadBytes }
        guard !isTooLarge else { return try await base.enqueue(jobs) }
        var outcomes: [EnqueueOutcome] = []
        for job in jobs {
            let key = job.deduplicationKey.map { "\(job.queue) \($0)" }
            if let key, let holder = holders.withLock({ $0[key] }) {
                outcomes.append(.duplicate(of: holder))
            } else {
                outcomes += try await base.enqueue([job])
                if let key { holders.withLock { $0[key] = job.id } }
            }
        }
        return outcomes
    }
}

/// Says that a job was accepted although one of its name is known.
struct AcceptsANameTwice: ForwardingBackend {
    let base: InMemoryBackend
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        zip(jobs, try await base.enqueue(jobs)).map { $1 == .duplicate(of: $0.id) ? .accepted($0.id) : $1 }
    }
}

/// Drops what should be buried.
struct DropsTheDead: ForwardingBackend {
    let base: InMemoryBackend
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        try await base.settle(
            settlements.map { settlement in
                if case .bury = settlement.action { Settlement(settlement.token, .complete) } else { settlement }
            })
    }
}

/// Buries jobs with another failure than the one that was reported.
struct ForgetsTheFailure: ForwardingBackend {
    let base: InMemoryBackend
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        let unknown = FailureInfo(stage: "", code: "unknown", category: .permanent)
        return try await base.settle(
            settlements.map { settlement in
                if case .bury = settlement.action { Settlement(settlement.token, .bury(unknown)) } else { settlement }
            })
    }
}

/// Ends leases at half of their time.
struct EndsLeasesEarly: ForwardingBackend {
    let base: InMemoryBackend
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: duration / 2)
    }
}

/// Never takes a job back from a worker that died.
struct NeverEndsLeases: ForwardingBackend {
    let base: InMemoryBackend
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: .seconds(1_000_000))
    }
}

/// Says that a lease was extended and does nothing.
struct IgnoresExtensions: ForwardingBackend {
    let base: InMemoryBackend
    func extend(_ tokens: [LeaseToken], for duration: Duration) async throws(PipelineError) -> [LeaseOutcome] {
        base.withState { state in
            tokens.map { token in
                guard state.queue.isHeld(token, at: .zero), let job = state.queue.jobs[token.job] else { return .lost }
                return .held(for: duration, isCancellationRequested: job.isCancellationRequested)
            }
        }
    }
}

/// Accepts the request to pause and goes on lending.
struct IgnoresPausing: ForwardingBackend {
    let base: InMemoryBackend
    func setPaused(_ isPaused: Bool, for queue: QueueName) async throws(PipelineError) {}
}

/// Answers a batch with one outcome too few.
struct AnswersForSome: ForwardingBackend {
    let base: InMemoryBackend
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        let outcomes = try await base.settle(settlements)
        return outcomes.count > 1 ? outcomes.dropLast() : outcomes
    }
}

/// Writes the first part of a batch before it notices that the second is too large.
struct WritesBeforeChecking: ForwardingBackend {
    let base: InMemoryBackend
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        var outcomes: [EnqueueOutcome] = []
        for job in jobs { outcomes += try await base.enqueue([job]) }
        return outcomes
    }
}

/// Cuts payloads that are too large.
struct CutsPayloads: ForwardingBackend {
    let base: InMemoryBackend
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        try await base.enqueue(
            jobs.map { job in
                var job = job
                job.payload = Array(job.payload.prefix(capabilities.maximumPayloadBytes))
                return job
            })
    }
}

/// Delivers payloads without their last byte.
struct CorruptsPayloads: ForwardingBackend {
    let base: InMemoryBackend
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: duration).map { lease in
            var lease = lease
            lease.job.payload = lease.job.payload.dropLast()
            return lease
        }
    }
}

/// Acknowledges jobs before they are stored, and loses every seventh.
final class AcknowledgesBeforeCommit: ForwardingBackend {
    let base: InMemoryBackend
    private let count = Mutex(0)
    init(base: InMemoryBackend) { self.base = base }
    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        let outcomes = try await base.enqueue(jobs)
        for case .accepted(let id) in outcomes {
            let isLost = count.withLock { count in
                count += 1
                return count.isMultiple(of: 7)
            }
            if isLost { base.withState { _ = $0.queue.jobs.remove(id) } }
        }
        return outcomes
    }
}

/// Delivers completed jobs again.
struct ForgetsCompletion: ForwardingBackend {
    let base: InMemoryBackend
    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        try await base.settle(
            settlements.map { $0.action == .complete ? Settlement($0.token, .release) : $0 })
    }
}

/// Says that a job was called off and keeps it.
struct IgnoresCancellation: ForwardingBackend {
    let base: InMemoryBackend
    func cancel(_ id: JobID) async throws(PipelineError) -> CancelOutcome {
        let state = base.withState { $0.queue.jobs[id]?.state }
        switch state {
        case .waiting: return .removed
        case .leased: return .signalled
        case .dead, nil: return .tooLate
        }
    }
}

/// Says that a job was redriven although it was not dead any more.
struct RedrivesTwice: ForwardingBackend {
    let base: InMemoryBackend
    func redrive(_ ids: [JobID], in queue: QueueName) async throws(PipelineError) -> [JobID] {
        _ = try await base.redrive(ids, in: queue)
        return ids
    }
}

/// Keeps the lease of a caller that was cancelled, for ever.
struct KeepsCancelledLeases: ForwardingBackend {
    let base: InMemoryBackend
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        guard Task.isCancelled else { return try await base.lease(from: queue, upTo: count, for: duration) }
        return base.withState {
            $0.queue.lease(from: queue, upTo: count, for: .seconds(1_000_000), at: .seconds(1_000))
        }
    }
}

/// Reads the queue, lets others go first, and writes back what it made of it.
struct LendsWithoutALock: ForwardingBackend {
    let base: InMemoryBackend
    let clock: any PipelineClock
    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        var copy = base.withState { $0.queue }
        await Task.yield()
        let leases = copy.lease(from: queue, upTo: count, for: duration, at: clock.elapsed)
        await Task.yield()
        base.withState { [copy] in $0.queue = copy }
        return leases
    }
}
