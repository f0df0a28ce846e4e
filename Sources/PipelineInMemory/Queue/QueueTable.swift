// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols

/// Every job of every queue: a pure state machine in which time is an argument.
///
/// Each queue has a line of three heaps, of what can be delivered, what is delayed and what is leased. A job that changes
/// its state gets a new stamp and a new heap entry; the old entry is recognised by its stamp and dropped when it surfaces.
package struct QueueTable: Sendable {
    /// The jobs that are not finished.
    package var jobs = JobSlots()

    var lines: [JobLine] = []
    private var lineNumbers: [QueueName: Int] = [:]
    /// Which live job has a deduplication key.
    var keyHolders: [QueueKey: JobID] = [:]
    /// The names of finished jobs, which are refused for a while.
    private var finished: Set<JobID> = []
    private var retention: RetentionLine<JobID>
    private var nextPlace: UInt64 = 0
    private var nextStamp: UInt64 = 0

    struct QueueKey: Hashable, Sendable {
        var queue: QueueName
        var key: String
    }

    package init(identityRetention: Duration) {
        self.retention = RetentionLine(retention: identityRetention)
    }

    /// The number of a queue's line, which is made where there is none.
    mutating func lineNumber(of queue: QueueName) -> Int {
        if let number = lineNumbers[queue] { return number }
        lineNumbers[queue] = lines.count
        lines.append(JobLine())
        return lines.count - 1
    }

    mutating func takePlace() -> UInt64 {
        defer { nextPlace += 1 }
        return nextPlace
    }

    mutating func takeStamp() -> UInt64 {
        nextStamp += 1
        return nextStamp
    }

    /// Forgets a job; its name is refused for a while.
    mutating func finish(_ id: JobID, at now: Duration) {
        guard let entry = jobs.remove(id) else { return }
        finished.insert(id)
        retention.append(id, at: now)
        freeKey(of: entry.request)
    }

    private mutating func isFinished(_ id: JobID, at now: Duration) -> Bool {
        for old in retention.removeOld(at: now) { finished.remove(old) }
        return finished.contains(id)
    }
}

extension QueueTable {
    /// Adds a job unless it is a duplicate.
    ///
    /// - Complexity: O(log n) for n jobs.
    package mutating func enqueue(_ request: JobRequest, at now: Duration) -> EnqueueOutcome {
        let line = settledLine(of: request.queue, at: now)
        if jobs.slot(of: request.id) != nil || isFinished(request.id, at: now) { return .duplicate(of: request.id) }
        if let key = request.deduplicationKey {
            let holder = QueueKey(queue: request.queue, key: key)
            if let other = keyHolders[holder] { return .duplicate(of: other) }
            keyHolders[holder] = request.id
        }
        let readyAt = now + request.delay
        let slot = jobs.insert(
            JobEntry(request: request, line: line, state: .waiting(readyAt: readyAt), place: takePlace()))
        wait(slot, until: readyAt, at: now)
        return .accepted(request.id)
    }

    /// Lends deliverable jobs.
    ///
    /// - Complexity: O(log n) for each lease, and for each job whose lease lapsed or whose delay ended.
    package mutating func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration, at now: Duration
    ) -> [Lease] {
        let line = settledLine(of: queue, at: now)
        guard !lines[line].isPaused else { return [] }
        var leases: [Lease] = []
        while leases.count < count, let next = lines[line].ready.removeFirst() {
            guard jobs.entries[next.slot]?.stamp == next.stamp else { continue }
            hold(next.slot, until: now + duration)
            if let lease = jobs.entries[next.slot]?.lend(for: duration) { leases.append(lease) }
        }
        return leases
    }

    /// Makes a lease hold longer.
    package mutating func extend(_ token: LeaseToken, for duration: Duration, at now: Duration) -> LeaseOutcome {
        guard let slot = heldSlot(token, at: now) else { return .lost }
        hold(slot, until: now + duration)
        return .held(for: duration, isCancellationRequested: jobs.entries[slot]?.isCancellationRequested ?? false)
    }

    /// Gives a lease back.
    package mutating func settle(_ settlement: Settlement, at now: Duration) -> LeaseOutcome {
        guard let slot = heldSlot(settlement.token, at: now) else { return .lost }
        let id = settlement.token.job
        let isCalledOff = jobs.entries[slot]?.isCancellationRequested ?? false
        switch settlement.action {
        case .complete: finish(id, at: now)
        case .bury(let failure): bury(slot, failure)
        case .retry where isCalledOff: finish(id, at: now)
        case .release where isCalledOff: finish(id, at: now)
        case .retry(_, let failure) where jobs.entries[slot]?.hasAttemptsLeft == false:
            bury(slot, failure)
            return .exhausted
        case .retry(let delay, _): wait(slot, until: now + delay, at: now)
        case .release:
            jobs.entries[slot]?.attempts -= 1
            wait(slot, until: now, at: now)
        }
        return .settled
    }

    /// Whether a lease is the newest of its job and has not lapsed.
    package func isHeld(_ token: LeaseToken, at now: Duration) -> Bool { heldSlot(token, at: now) != nil }

    /// Calls a job off.
    package mutating func cancel(_ id: JobID, at now: Duration) -> CancelOutcome {
        guard let line = jobs[id]?.line else { return .tooLate }
        settleLapsed(inLine: line, at: now)
        guard let slot = jobs.slot(of: id) else { return .tooLate }
        switch jobs.entries[slot]?.state {
        case .waiting:
            finish(id, at: now)
            return .removed
        case .leased:
            jobs.entries[slot]?.isCancellationRequested = true
            return .signalled
        case .dead, nil: return .tooLate
        }
    }
}
