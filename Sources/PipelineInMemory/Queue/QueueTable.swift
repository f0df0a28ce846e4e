// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols

/// Every job of every queue: a pure state machine in which time is an argument.
///
/// Each queue has three heaps, of what can be delivered, what is delayed and what is leased. A job that changes its state
/// gets a new stamp and a new heap entry; the old entry is recognised by its stamp and dropped when it surfaces.
package struct QueueTable: Sendable {
    /// The jobs that are not finished.
    package var jobs: [JobID: JobEntry] = [:]

    var lines: [QueueName: JobLine] = [:]
    /// Which live job has a deduplication key.
    var keyHolders: [QueueKey: JobID] = [:]
    var finished: RetainedSet<JobID>
    var nextPlace: UInt64 = 0

    struct QueueKey: Hashable, Sendable {
        var queue: QueueName
        var key: String
    }

    package init(identityRetention: Duration) {
        self.finished = RetainedSet(retention: identityRetention)
    }
}

extension QueueTable {
    /// Adds a job unless it is a duplicate.
    ///
    /// - Complexity: O(log n) for n jobs.
    package mutating func enqueue(_ request: JobRequest, at now: Duration) -> EnqueueOutcome {
        settleLapsed(in: request.queue, at: now)
        finished.forgetOld(at: now)
        if jobs[request.id] != nil || finished.contains(request.id) { return .duplicate(of: request.id) }
        if let key = request.deduplicationKey {
            let holder = QueueKey(queue: request.queue, key: key)
            if let other = keyHolders[holder] { return .duplicate(of: other) }
            keyHolders[holder] = request.id
        }
        let readyAt = now + request.delay
        jobs[request.id] = JobEntry(request: request, state: .waiting(readyAt: readyAt), place: takePlace())
        if let index = jobs.index(forKey: request.id) { line(index, readyAt: readyAt, at: now) }
        return .accepted(request.id)
    }

    /// Lends deliverable jobs.
    ///
    /// - Complexity: O(log n) for each lease, and for each job whose lease lapsed or whose delay ended.
    package mutating func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration, at now: Duration
    ) -> [Lease] {
        settleLapsed(in: queue, at: now)
        guard lines[queue]?.isPaused == false else { return [] }
        var leases: [Lease] = []
        while leases.count < count, let next = lines[queue]?.ready.removeFirst() {
            guard let index = jobs.index(forKey: next.id), jobs.values[index].stamp == next.stamp else { continue }
            jobs.values[index].attempts += 1
            jobs.values[index].fence += 1
            hold(index, until: now + duration)
            let entry = jobs.values[index]
            leases.append(
                Lease(
                    token: LeaseToken(job: next.id, fence: entry.fence), job: entry.request, attempt: entry.attempts,
                    crashes: entry.crashes, duration: duration))
        }
        return leases
    }

    /// Makes a lease hold longer.
    package mutating func extend(_ token: LeaseToken, for duration: Duration, at now: Duration) -> LeaseOutcome {
        guard let index = heldIndex(token, at: now) else { return .lost }
        hold(index, until: now + duration)
        return .held(for: duration, isCancellationRequested: jobs.values[index].isCancellationRequested)
    }

    /// Gives a lease back.
    package mutating func settle(_ settlement: Settlement, at now: Duration) -> LeaseOutcome {
        guard let index = heldIndex(settlement.token, at: now) else { return .lost }
        let id = settlement.token.job
        let entry = jobs.values[index]
        switch settlement.action {
        case .complete: remove(id, at: now)
        case .bury(let failure): bury(index, failure)
        case .retry where entry.isCancellationRequested: remove(id, at: now)
        case .release where entry.isCancellationRequested: remove(id, at: now)
        case .retry(_, let failure) where entry.attempts >= entry.request.maximumAttempts:
            bury(index, failure)
            return .exhausted
        case .retry(let delay, _): line(index, readyAt: now + delay, at: now)
        case .release:
            jobs.values[index].attempts -= 1
            line(index, readyAt: now, at: now)
        }
        return .settled
    }

    /// Whether a lease is the newest of its job and has not lapsed.
    package func isHeld(_ token: LeaseToken, at now: Duration) -> Bool {
        jobs[token.job]?.isHeld(by: token, at: now) ?? false
    }

    /// Calls a job off.
    package mutating func cancel(_ id: JobID, at now: Duration) -> CancelOutcome {
        guard let queue = jobs[id]?.request.queue else { return .tooLate }
        settleLapsed(in: queue, at: now)
        guard let index = jobs.index(forKey: id) else { return .tooLate }
        switch jobs.values[index].state {
        case .waiting:
            remove(id, at: now)
            return .removed
        case .leased:
            jobs.values[index].isCancellationRequested = true
            return .signalled
        case .dead: return .tooLate
        }
    }
}
