// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import StatusModel

extension QueueOracle {
    /// Checks the leases that a queue gave, and follows them.
    mutating func checkLease(
        from queue: QueueName, count: Int, for duration: Duration, _ leases: [Lease], at now: Duration
    ) throws(Violation) {
        guard leases.count <= count else {
            throw Violation(.q10, "\(count) leases were asked for and \(leases.count) given")
        }
        guard !paused.contains(queue) || leases.isEmpty else {
            throw Violation(.q7, "the paused queue \(queue) lent \(leases.map(\.job.id))")
        }
        let deliverable = paused.contains(queue) ? [:] : surelyDeliverable(in: queue, at: now)
        for lease in leases { try checkDelivery(lease, from: queue, for: duration, at: now) }
        let given = Set(leases.map(\.job.id))
        let missed = deliverable.filter { !given.contains($0.key) }
        if leases.count < count, let job = missed.values.min(by: { $0.request.id < $1.request.id }) {
            throw Violation(
                Self.law(ofMissing: job), "\(job.request.id) is deliverable (\(job.state)) and was not delivered")
        }
        guard capabilities.order == .strictPriority, let lowest = leases.map(\.job.priority).min() else { return }
        // A job that waits for another reason than its turn shows that reason's law when there is room to deliver it.
        if let passed = missed.values.first(where: { $0.request.priority > lowest && $0.isFresh }) {
            throw Violation(
                .q9, "a job of priority \(lowest) went before \(passed.request.id) of \(passed.request.priority)")
        }
    }

    private func surelyDeliverable(in queue: QueueName, at now: Duration) -> [JobID: ExpectedJob] {
        jobs.filter { entry in
            guard entry.value.request.queue == queue, case .waiting(let readyAt, _) = entry.value.state else {
                return false
            }
            return readyAt + capabilities.grace <= now
        }
    }

    private static func law(ofMissing job: ExpectedJob) -> Law {
        guard case .waiting(_, let reason) = job.state else { return .q1 }
        switch reason {
        case .fresh: return .q1
        case .delayed: return .q8
        case .lapsed: return .q4
        case .redriven: return .q6
        }
    }

    private mutating func checkDelivery(
        _ lease: Lease, from queue: QueueName, for duration: Duration, at now: Duration
    ) throws(Violation) {
        let id = lease.token.job
        guard !refused.contains(id) else {
            throw Violation(.q12, "\(id) was delivered although its batch was refused")
        }
        guard let known = jobs[id] else { throw Violation(.q1, "\(id) was delivered and never enqueued") }
        if case .leased(let end) = known.state, end - capabilities.leaseSkew <= now { lapse(id, at: end) }
        guard var job = jobs[id] else { return }
        guard lease.token.fence > job.fence else {
            throw Violation(.q2, "the fence of \(id) is \(lease.token.fence) after \(job.fence)")
        }
        switch job.state {
        case .waiting(let readyAt, let reason):
            guard readyAt <= now else {
                throw Violation(
                    reason == .delayed ? .q8 : .q4, "\(id) was delivered \(readyAt - now) before its time")
            }
        case .leased(let end):
            throw Violation(.q3, "\(id) was lent again \(end - now) before its lease ends")
        case .dead: throw Violation(.q6, "the dead job \(id) was delivered")
        case .gone: throw Violation(.q1, "\(id) was delivered after it was completed or cancelled")
        }
        guard lease.job == job.request, job.request.queue == queue else {
            throw Violation(.q1, "\(id) was delivered as \(lease.job), enqueued as \(job.request)")
        }
        job.attempts += 1
        job.fence = lease.token.fence
        job.state = .leased(until: now + duration)
        jobs[id] = job
        tokens.append(lease.token)
        guard (lease.attempt, lease.crashes) == (job.attempts, job.crashes) else {
            throw Violation(
                .q6,
                "\(id) was delivered as attempt \(lease.attempt) after \(lease.crashes) crashes, not as attempt "
                    + "\(job.attempts) after \(job.crashes)")
        }
    }

    /// Checks the counts of a queue.
    func checkStatistics(of queue: QueueName, _ statistics: QueueStatistics, at now: Duration) throws(Violation) {
        var expected = QueueStatistics(isPaused: paused.contains(queue), oldestReadyAge: statistics.oldestReadyAge)
        for job in jobs.values where job.request.queue == queue {
            switch job.state {
            case .waiting(let readyAt, _): if readyAt <= now { expected.ready += 1 } else { expected.delayed += 1 }
            case .leased: expected.leased += 1
            case .dead: expected.dead += 1
            case .gone: break
            }
        }
        // Within the declared tolerances the adapter may know more or less than the oracle.
        guard statistics != expected, capabilities.grace == .zero, capabilities.leaseSkew == .zero else { return }
        let law: Law =
            statistics.isPaused != expected.isPaused
            ? .q7
            : statistics.dead != expected.dead
                ? .q6
                : statistics.leased != expected.leased
                    ? .q3
                    : statistics.ready + statistics.delayed != expected.ready + expected.delayed ? .q1 : .q8
        throw Violation(law, "the counts of \(queue) are \(statistics), not \(expected)")
    }

    /// Checks the list of dead jobs.
    func checkDead(in queue: QueueName, _ found: [DeadJob]) throws(Violation) {
        let names = dead(in: queue)
        guard found.map(\.job.id) == names else {
            throw Violation(.q6, "the dead jobs of \(queue) are \(found.map(\.job.id)), not \(names)")
        }
        for dead in found {
            guard let job = jobs[dead.job.id], case .dead(let failure) = job.state else { continue }
            let isPoison = job.crashes >= job.request.maximumCrashes
            guard dead.job == job.request, dead.attempts == job.attempts, dead.crashes == job.crashes,
                failure.map({ $0 == dead.failure }) ?? (!isPoison || dead.failure.category == .poison)
            else { throw Violation(.q6, "the dead job \(dead) is not as it was: \(job)") }
        }
    }
}
