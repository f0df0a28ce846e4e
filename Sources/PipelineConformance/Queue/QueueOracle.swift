// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import StatusModel

/// What the laws allow a queue to answer, given all that it has answered so far.
///
/// The oracle is no queue: it never chooses. It follows the adapter's choices and reports those that break a law.
struct QueueOracle {
    var jobs: [JobID: ExpectedJob] = [:]
    /// Jobs that must not exist, because their batch was refused.
    var refused: Set<JobID> = []
    var paused: Set<QueueName> = []
    /// Every token seen, in order, old ones included.
    var tokens: [LeaseToken] = []
    let capabilities: QueueCapabilities

    /// What must be true of a job.
    struct ExpectedJob {
        var request: JobRequest
        var state: State
        var attempts = 0
        var crashes = 0
        var fence: UInt64 = 0
        var isCancellationRequested = false

        enum State: Hashable {
            case waiting(readyAt: Duration, because: Wait)
            case leased(until: Duration)
            case dead(FailureInfo?)
            case gone
        }

        /// Why a job waits, which says which law is broken when it is not delivered.
        enum Wait: Hashable {
            case fresh
            case delayed
            case lapsed
            case redriven
        }

        var isFresh: Bool {
            if case .waiting(_, .fresh) = state { true } else { false }
        }

        var isLive: Bool {
            switch state {
            case .waiting, .leased: true
            case .dead, .gone: false
            }
        }
    }

    init(capabilities: QueueCapabilities) { self.capabilities = capabilities }

    /// The names of all jobs, in an order that depends on the commands alone.
    var names: [JobID] { jobs.keys.sorted() }

    /// The names of the dead jobs of a queue, in order.
    func dead(in queue: QueueName) -> [JobID] {
        jobs.values.filter { if case .dead = $0.state { $0.request.queue == queue } else { false } }
            .map(\.request.id).sorted()
    }

    /// Lets leases lapse that have ended by now.
    mutating func advance(to now: Duration) {
        for (id, job) in jobs {
            guard case .leased(let end) = job.state, end <= now else { continue }
            lapse(id, at: end)
        }
    }

    mutating func lapse(_ id: JobID, at end: Duration) {
        guard var job = jobs[id] else { return }
        job.crashes += 1
        if job.isCancellationRequested {
            job.state = .gone
        } else if job.crashes >= job.request.maximumCrashes || job.attempts >= job.request.maximumAttempts {
            job.state = .dead(nil)
        } else {
            job.state = .waiting(readyAt: end, because: .lapsed)
        }
        jobs[id] = job
    }

    /// Checks an enqueue's answer.
    mutating func checkEnqueue(
        _ requests: [JobRequest], _ outcomes: [EnqueueOutcome], at now: Duration
    ) throws(Violation) {
        guard outcomes.count == requests.count else {
            throw Violation(.q10, "\(requests.count) jobs were enqueued and \(outcomes.count) outcomes came back")
        }
        for (request, outcome) in zip(requests, outcomes) {
            let expected = expectedOutcome(of: request)
            if case .duplicate(let other) = outcome, refused.contains(other) {
                throw Violation(.q12, "\(other) is known although its batch was refused")
            }
            guard outcome == expected else {
                throw Violation(.q5, "enqueuing \(request.id) answered \(outcome), not \(expected)")
            }
            guard case .accepted = outcome else { continue }
            jobs[request.id] = ExpectedJob(
                request: request,
                state: .waiting(readyAt: now + request.delay, because: request.delay > .zero ? .delayed : .fresh))
        }
    }

    private func expectedOutcome(of request: JobRequest) -> EnqueueOutcome {
        if jobs[request.id] != nil { return .duplicate(of: request.id) }
        if capabilities.deduplication == .whileLive, let key = request.deduplicationKey,
            let holder = holder(of: key, request.queue)
        {
            return .duplicate(of: holder)
        }
        return .accepted(request.id)
    }

    func holder(of key: String, _ queue: QueueName) -> JobID? {
        jobs.values.first { $0.isLive && $0.request.queue == queue && $0.request.deduplicationKey == key }?.request.id
    }

    /// Checks what extending or settling answered, and follows it.
    mutating func checkSettle(_ settlement: Settlement, _ outcome: LeaseOutcome, at now: Duration) throws(Violation) {
        let token = settlement.token
        guard var job = jobs[token.job] else { return }
        guard isHeld(token, at: now) else {
            guard outcome == .lost else {
                throw Violation(.q2, "settling the old token \(token.job)/\(token.fence) answered \(outcome), not lost")
            }
            return
        }
        let isExhausted = job.attempts >= job.request.maximumAttempts && !job.isCancellationRequested
        var expected = LeaseOutcome.settled
        switch settlement.action {
        case .complete: job.state = .gone
        case .bury(let failure): job.state = .dead(failure)
        case .retry where job.isCancellationRequested: job.state = .gone
        case .release where job.isCancellationRequested: job.state = .gone
        case .retry(_, let failure) where isExhausted:
            job.state = .dead(failure)
            expected = .exhausted
        case .retry(let delay, _):
            job.state = .waiting(readyAt: now + delay, because: delay > .zero ? .delayed : .fresh)
        case .release:
            job.attempts -= 1
            job.state = .waiting(readyAt: now, because: .fresh)
        }
        jobs[token.job] = job
        guard outcome == expected else {
            let law: Law = expected == .exhausted || outcome == .exhausted ? .q6 : .q2
            throw Violation(law, "settling \(token.job)/\(token.fence) answered \(outcome), not \(expected)")
        }
    }

    /// Checks what extending answered, and follows it.
    mutating func checkExtend(
        _ token: LeaseToken, for duration: Duration, _ outcome: LeaseOutcome, at now: Duration
    ) throws(Violation) {
        guard let job = jobs[token.job] else { return }
        guard isHeld(token, at: now) else {
            guard outcome == .lost else {
                throw Violation(
                    .q2, "extending the old token \(token.job)/\(token.fence) answered \(outcome), not lost")
            }
            return
        }
        let expected = LeaseOutcome.held(for: duration, isCancellationRequested: job.isCancellationRequested)
        guard outcome == expected else {
            throw Violation(.q2, "extending \(token.job)/\(token.fence) answered \(outcome), not \(expected)")
        }
        jobs[token.job]?.state = .leased(until: now + duration)
    }

    func isHeld(_ token: LeaseToken, at now: Duration) -> Bool {
        guard let job = jobs[token.job], job.fence == token.fence, case .leased(let end) = job.state else {
            return false
        }
        return now < end
    }
}
