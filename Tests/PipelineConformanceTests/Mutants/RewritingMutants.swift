// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import Synchronization

/// A queue that keeps jobs in another form than they were enqueued in, and so treats them wrongly; it shows them as they
/// were.
final class RewritesJobs: ForwardingBackend {
    let base: InMemoryBackend
    private let rewrite: @Sendable (inout JobRequest) -> Void
    private let originals = Mutex<[JobID: JobRequest]>([:])

    init(base: InMemoryBackend, _ rewrite: @escaping @Sendable (inout JobRequest) -> Void) {
        self.base = base
        self.rewrite = rewrite
    }

    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        originals.withLock { originals in
            for job in jobs where originals[job.id] == nil { originals[job.id] = job }
        }
        return try await base.enqueue(
            jobs.map { job in
                var job = job
                rewrite(&job)
                return job
            })
    }

    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: duration).map { lease in
            var lease = lease
            lease.job = original(lease.job)
            return lease
        }
    }

    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int) async throws(PipelineError) -> [DeadJob] {
        try await base.deadJobs(in: queue, after: id, limit: limit).map { dead in
            var dead = dead
            dead.job = original(dead.job)
            return dead
        }
    }

    private func original(_ job: JobRequest) -> JobRequest { originals.withLock { $0[job.id] } ?? job }
}

/// Looks whether a key is taken, lets others go first, and then takes it.
final class ChecksKeysWithoutALock: ForwardingBackend {
    let base: InMemoryBackend
    private let inner: RewritesJobs

    init(base: InMemoryBackend) {
        self.base = base
        self.inner = RewritesJobs(base: base) { $0.deduplicationKey = nil }
    }

    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] {
        let isTooLarge = jobs.contains { $0.payload.count > capabilities.maximumPayloadBytes }
        guard !isTooLarge else { return try await inner.enqueue(jobs) }
        var outcomes: [EnqueueOutcome] = []
        for job in jobs {
            let holder = holder(of: job)
            await Task.yield()
            if let holder {
                outcomes.append(.duplicate(of: holder))
            } else {
                outcomes += try await inner.enqueue([job])
                holders.withLock { $0[job.id] = job }
            }
        }
        return outcomes
    }

    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await inner.lease(from: queue, upTo: count, for: duration)
    }

    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int) async throws(PipelineError) -> [DeadJob] {
        try await inner.deadJobs(in: queue, after: id, limit: limit)
    }

    private let holders = Mutex<[JobID: JobRequest]>([:])

    private func holder(of job: JobRequest) -> JobID? {
        guard let key = job.deduplicationKey else { return nil }
        let candidates = holders.withLock { holders in
            holders.values.filter { $0.queue == job.queue && $0.deduplicationKey == key }.map(\.id)
        }
        return base.withState { state in
            candidates.first { id in
                switch state.queue.jobs[id]?.state {
                case .waiting, .leased: true
                case .dead, nil: false
                }
            }
        }
    }
}
