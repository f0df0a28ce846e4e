// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols

/// One run of commands against one fresh queue.
struct QueueSession<Queue: QueueAdministration> {
    private let kit: JobQueueKit<Queue>
    private let context: AdapterContext
    private var queue: Queue
    private var oracle: QueueOracle
    private var history: [String] = []

    init(kit: JobQueueKit<Queue>, seed: UInt64) async throws(Violation) {
        let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("queue", seed: seed))
        let queue = try await open { try await kit.make(context) }
        self.kit = kit
        self.context = context
        self.queue = queue
        self.oracle = QueueOracle(capabilities: queue.capabilities)
    }

    mutating func run(_ commands: [QueueCommand]) async throws(Violation) {
        do {
            for command in commands { try await perform(command) }
            try await drain()
        } catch let violation as Violation {
            throw Violation(violation.law, violation.message, history: history)
        } catch {
            throw Violation(.g1, "a call failed: \(error)", history: history)
        }
    }

    /// Everything that was acknowledged and is not settled must come out in the end.
    private mutating func drain() async throws {
        for name in QueueCommand.queues {
            try await perform(.setPaused(false, name))
        }
        try await perform(.advance(seconds: 60))
        for name in QueueCommand.queues {
            try await perform(.deadJobs(name))
            try await perform(.statistics(name))
            while true {
                let before = oracle.tokens.count
                try await perform(.lease(name, count: 50, seconds: 60))
                let fresh = oracle.tokens[before...]
                guard !fresh.isEmpty else { break }
                try await settle(fresh.map { Settlement($0, .complete) })
            }
        }
    }

    private mutating func perform(_ command: QueueCommand) async throws {
        let now = context.clock.elapsed
        switch command {
        case .enqueue(let jobs): try await enqueue(jobs)
        case .enqueueAgain(let pick):
            guard let id = element(pick, of: oracle.names), let job = oracle.jobs[id]?.request else { return }
            try await enqueue([job])
        case .enqueueTooLarge(let small, let large): try await enqueueTooLarge([small, large])
        case .lease(let name, let count, let seconds):
            let leases = try await queue.lease(from: name, upTo: count, for: .seconds(seconds))
            let shown = leases.map { "\($0.token.job)/\($0.token.fence)" }
            history.append("lease from \(name) up to \(count) for \(seconds) s -> \(shown)")
            try oracle.checkLease(from: name, count: count, for: .seconds(seconds), leases, at: now)
        case .extend(let pick, let seconds):
            guard let token = element(pick, of: oracle.tokens) else { return }
            let outcomes = try await queue.extend([token], for: .seconds(seconds))
            history.append("extend \(token.job)/\(token.fence) for \(seconds) s -> \(outcomes)")
            guard outcomes.count == 1 else {
                throw Violation(.q10, "one lease was extended, \(outcomes.count) answers")
            }
            try oracle.checkExtend(token, for: .seconds(seconds), outcomes[0], at: now)
        case .settle(let picks):
            let settlements = picks.compactMap { pick in
                element(pick.pick, of: oracle.tokens).map { Settlement($0, pick.action) }
            }
            if !settlements.isEmpty { try await settle(settlements) }
        case .cancel(let pick): try await cancel(pick)
        case .setPaused(let isPaused, let name):
            history.append("\(isPaused ? "pause" : "resume") \(name)")
            try await queue.setPaused(isPaused, for: name)
            if isPaused { oracle.paused.insert(name) } else { oracle.paused.remove(name) }
        case .advance(let seconds):
            history.append("advance by \(seconds) s")
            context.clock.advance(by: .seconds(seconds))
            oracle.advance(to: context.clock.elapsed)
        case .statistics(let name):
            let statistics = try await queue.statistics(of: name)
            history.append("statistics of \(name) -> \(statistics)")
            try oracle.checkStatistics(of: name, statistics, at: now)
        case .deadJobs(let name):
            let dead = try await queue.deadJobs(in: name, after: nil, limit: 1000)
            history.append("dead jobs in \(name) -> \(dead.map(\.job.id))")
            try oracle.checkDead(in: name, dead)
        case .redrive(let pick, let twice): try await redrive(pick, twice: twice)
        case .restart:
            history.append("restart")
            let (kit, context) = (kit, context)
            queue = try await kit.make(context)
        }
    }

    private mutating func enqueue(_ jobs: [JobRequest]) async throws {
        let outcomes = try await queue.enqueue(jobs)
        history.append("enqueue \(jobs.map(\.line)) -> \(outcomes)")
        try oracle.checkEnqueue(jobs, outcomes, at: context.clock.elapsed)
    }

    private mutating func enqueueTooLarge(_ jobs: [JobRequest]) async throws {
        history.append("enqueue \(jobs.map(\.id)), the last too large")
        oracle.refused.formUnion(jobs.map(\.id))
        do throws(PipelineError) {
            _ = try await queue.enqueue(jobs)
        } catch {
            guard error.code == .payloadTooLarge else {
                throw Violation(.q12, "a payload above the limit failed as \(error)")
            }
            return
        }
        throw Violation(.q12, "a payload above the limit was accepted")
    }

    private mutating func settle(_ settlements: [Settlement]) async throws {
        let outcomes = try await queue.settle(settlements)
        history.append("settle \(settlements.map(\.line)) -> \(outcomes)")
        guard outcomes.count == settlements.count else {
            throw Violation(.q10, "\(settlements.count) leases were settled and \(outcomes.count) outcomes came back")
        }
        for (settlement, outcome) in zip(settlements, outcomes) {
            try oracle.checkSettle(settlement, outcome, at: context.clock.elapsed)
        }
    }

    private mutating func cancel(_ pick: Int) async throws {
        guard let id = element(pick, of: oracle.names), let state = oracle.jobs[id]?.state else { return }
        let outcome = try await queue.cancel(id)
        history.append("cancel \(id) -> \(outcome)")
        let expected: CancelOutcome
        switch state {
        case .waiting:
            expected = .removed
            oracle.jobs[id]?.state = .gone
        case .leased:
            expected = .signalled
            oracle.jobs[id]?.isCancellationRequested = true
        case .dead, .gone: expected = .tooLate
        }
        guard outcome == expected else { throw Violation(.q1, "cancelling \(id) answered \(outcome), not \(expected)") }
    }

    private mutating func redrive(_ pick: Int, twice: Bool) async throws {
        let dead = QueueCommand.queues.flatMap { oracle.dead(in: $0) }
        guard let id = element(pick, of: dead), let job = oracle.jobs[id] else { return }
        let isFree = job.request.deduplicationKey.map { oracle.holder(of: $0, job.request.queue) == nil } ?? true
        let redriven = try await queue.redrive([id], in: job.request.queue)
        history.append("redrive \(id) -> \(redriven)")
        guard redriven == (isFree ? [id] : []) else {
            throw Violation(.q6, "redriving \(id) answered \(redriven)\(isFree ? "" : " although its key is taken")")
        }
        guard isFree else { return }
        let now = context.clock.elapsed
        oracle.jobs[id]?.state = .waiting(readyAt: now, because: .redriven)
        oracle.jobs[id]?.attempts = 0
        oracle.jobs[id]?.crashes = 0
        oracle.jobs[id]?.isCancellationRequested = false
        guard twice else { return }
        let again = try await queue.redrive([id], in: job.request.queue)
        history.append("redrive \(id) -> \(again)")
        guard again.isEmpty else { throw Violation(.q6, "\(id) was redriven twice") }
    }

    private func element<Element>(_ pick: Int, of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[pick % elements.count]
    }
}

/// Opens an adapter; that it cannot be opened is a violation as well.
func open<Adapter>(_ make: () async throws -> Adapter) async throws(Violation) -> Adapter {
    do {
        return try await make()
    } catch {
        throw Violation(.g1, "the adapter could not be opened: \(error)")
    }
}

extension JobRequest {
    /// The job as a history shows it.
    fileprivate var line: String {
        var line = "\(id) in \(queue)"
        if let deduplicationKey { line += " key \(deduplicationKey)" }
        if priority != 0 { line += " priority \(priority)" }
        if delay > .zero { line += " delay \(delay)" }
        return line + " attempts \(maximumAttempts) crashes \(maximumCrashes)"
    }
}

extension Settlement {
    /// The settlement as a history shows it.
    fileprivate var line: String {
        switch action {
        case .complete: "\(token.job)/\(token.fence) complete"
        case .retry(let delay, _): "\(token.job)/\(token.fence) retry after \(delay)"
        case .bury: "\(token.job)/\(token.fence) bury"
        case .release: "\(token.job)/\(token.fence) release"
        }
    }
}
