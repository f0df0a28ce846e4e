// SPDX-License-Identifier: Apache-2.0
import PipelineProtocols
import StatusModel

/// A queue in a list: no index, no durability, all of the laws.
actor ListQueue: QueueAdministration {
    nonisolated let capabilities = QueueCapabilities()

    private let clock: any PipelineClock
    private var entries: [Entry] = []
    private var paused: Set<QueueName> = []

    private struct Entry {
        var job: JobRequest
        var state: State
        var attempts = 0
        var crashes = 0
        var fence: UInt64 = 0
        var isCancellationRequested = false

        enum State {
            case waiting(from: Duration)
            case leased(until: Duration)
            case dead(FailureInfo)
            case finished
        }
    }

    init(clock: any PipelineClock) { self.clock = clock }

    func enqueue(_ jobs: [JobRequest]) throws(PipelineError) -> [EnqueueOutcome] {
        // Q12: look at every payload before anything is written.
        for job in jobs where job.payload.count > capabilities.maximumPayloadBytes {
            throw PipelineError(.payloadTooLarge, "the payload of \(job.id) is too large; store it as a blob")
        }
        settleLapsed()
        return jobs.map { job in
            // Q5: a name counts for ever, a key while its job lives.
            if entries.contains(where: { $0.job.id == job.id }) { return .duplicate(of: job.id) }
            if let holder = holder(of: job) { return .duplicate(of: holder) }
            entries.append(Entry(job: job, state: .waiting(from: clock.elapsed + job.delay)))
            return .accepted(job.id)
        }
    }

    func lease(from queue: QueueName, upTo count: Int, for duration: Duration) throws(PipelineError) -> [Lease] {
        guard !Task.isCancelled else { throw PipelineError(.cancelled, "the task was cancelled") }
        settleLapsed()
        guard !paused.contains(queue) else { return [] }
        let now = clock.elapsed
        let ready = entries.indices.filter { place in
            guard entries[place].job.queue == queue, case .waiting(let start) = entries[place].state else {
                return false
            }
            return start <= now
        }
        // Q9: higher priority first; the order of the list among equals.
        let chosen = ready.sorted { (entries[$1].job.priority, $0) < (entries[$0].job.priority, $1) }.prefix(count)
        return chosen.map { place in
            entries[place].attempts += 1
            entries[place].fence += 1
            entries[place].state = .leased(until: now + duration)
            let entry = entries[place]
            return Lease(
                token: LeaseToken(job: entry.job.id, fence: entry.fence), job: entry.job, attempt: entry.attempts,
                crashes: entry.crashes, duration: duration)
        }
    }

    func extend(_ tokens: [LeaseToken], for duration: Duration) throws(PipelineError) -> [LeaseOutcome] {
        tokens.map { token in
            guard let place = place(heldBy: token) else { return .lost }
            entries[place].state = .leased(until: clock.elapsed + duration)
            return .held(for: duration, isCancellationRequested: entries[place].isCancellationRequested)
        }
    }

    func settle(_ settlements: [Settlement]) throws(PipelineError) -> [LeaseOutcome] {
        settlements.map { settlement in
            // Q2: only the newest fence of a lease that has not lapsed.
            guard let place = place(heldBy: settlement.token) else { return .lost }
            let entry = entries[place]
            switch settlement.action {
            case .complete: entries[place].state = .finished
            case .bury(let failure): entries[place].state = .dead(failure)
            case .retry where entry.isCancellationRequested: entries[place].state = .finished
            case .release where entry.isCancellationRequested: entries[place].state = .finished
            case .retry(_, let failure) where entry.attempts >= entry.job.maximumAttempts:
                entries[place].state = .dead(failure)
                return .exhausted
            case .retry(let delay, _): entries[place].state = .waiting(from: clock.elapsed + delay)
            case .release:
                entries[place].attempts -= 1
                entries[place].state = .waiting(from: clock.elapsed)
            }
            return .settled
        }
    }

    func cancel(_ id: JobID) throws(PipelineError) -> CancelOutcome {
        settleLapsed()
        guard let place = entries.firstIndex(where: { $0.job.id == id }) else { return .tooLate }
        switch entries[place].state {
        case .waiting:
            entries[place].state = .finished
            return .removed
        case .leased:
            entries[place].isCancellationRequested = true
            return .signalled
        case .dead, .finished: return .tooLate
        }
    }

    func setPaused(_ isPaused: Bool, for queue: QueueName) throws(PipelineError) {
        if isPaused { paused.insert(queue) } else { paused.remove(queue) }
    }

    func statistics(of queue: QueueName) throws(PipelineError) -> QueueStatistics {
        settleLapsed()
        let now = clock.elapsed
        var statistics = QueueStatistics(isPaused: paused.contains(queue))
        for entry in entries where entry.job.queue == queue {
            switch entry.state {
            case .waiting(let start) where start > now: statistics.delayed += 1
            case .waiting(let start):
                statistics.ready += 1
                statistics.oldestReadyAge = max(statistics.oldestReadyAge, now - start)
            case .leased: statistics.leased += 1
            case .dead: statistics.dead += 1
            case .finished: break
            }
        }
        return statistics
    }

    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int) throws(PipelineError) -> [DeadJob] {
        settleLapsed()
        let dead = entries.compactMap { entry -> DeadJob? in
            guard entry.job.queue == queue, case .dead(let failure) = entry.state else { return nil }
            return DeadJob(job: entry.job, failure: failure, attempts: entry.attempts, crashes: entry.crashes)
        }
        let after = dead.filter { dead in id.map { $0 < dead.job.id } ?? true }
        return Array(after.sorted { $0.job.id < $1.job.id }.prefix(limit))
    }

    func redrive(_ ids: [JobID], in queue: QueueName) throws(PipelineError) -> [JobID] {
        settleLapsed()
        return ids.filter { id in
            guard let place = entries.firstIndex(where: { $0.job.id == id && $0.job.queue == queue }),
                case .dead = entries[place].state, holder(of: entries[place].job) == nil
            else { return false }
            // Q2: the fence goes on, whatever else begins anew.
            let (job, fence) = (entries[place].job, entries[place].fence)
            entries[place] = Entry(job: job, state: .waiting(from: clock.elapsed), fence: fence)
            return true
        }
    }

    /// Q4 and Q6: takes back what lapsed, and buries what lapsed too often.
    private func settleLapsed() {
        for place in entries.indices {
            guard case .leased(let end) = entries[place].state, end <= clock.elapsed else { continue }
            entries[place].crashes += 1
            let entry = entries[place]
            if entry.isCancellationRequested {
                entries[place].state = .finished
            } else if entry.crashes >= entry.job.maximumCrashes {
                entries[place].state = .dead(DeadJob.poison(attempts: entry.attempts))
            } else if entry.attempts >= entry.job.maximumAttempts {
                entries[place].state = .dead(DeadJob.exhausted(attempts: entry.attempts))
            } else {
                entries[place].state = .waiting(from: end)
            }
        }
    }

    private func place(heldBy token: LeaseToken) -> Int? {
        settleLapsed()
        return entries.firstIndex { entry in
            guard entry.job.id == token.job, entry.fence == token.fence, case .leased = entry.state else {
                return false
            }
            return true
        }
    }

    private func holder(of job: JobRequest) -> JobID? {
        guard let key = job.deduplicationKey else { return nil }
        return entries.first { entry in
            guard entry.job.queue == job.queue, entry.job.deduplicationKey == key else { return false }
            switch entry.state {
            case .waiting, .leased: return true
            case .dead, .finished: return false
            }
        }?.job.id
    }
}
