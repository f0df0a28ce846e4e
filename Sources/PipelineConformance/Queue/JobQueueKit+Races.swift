// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols

extension JobQueueKit {
    /// Lets clients race, and returns the first broken law.
    func raceViolation(seed: UInt64) async -> Violation? {
        let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("race", seed: seed))
        do {
            let queue = try await make(context)
            for round in 0..<3 {
                try await raceForKey(queue, round: round)
                try await raceForJobs(queue, round: round)
                try await cancelCallers(queue, context.clock, round: round)
            }
            return nil
        } catch let violation as Violation {
            return Violation(
                violation.law, violation.message, history: ["races of 8 clients, in the order of their names"])
        } catch {
            return Violation(.g1, "a call failed in a race: \(error)")
        }
    }

    /// Eight clients enqueue one key, and one name.
    private func raceForKey(_ queue: Queue, round: Int) async throws {
        for sharesName in [false, true] {
            let line = QueueName("race \(round) \(sharesName)")
            let outcomes = try await withThrowingTaskGroup(of: EnqueueOutcome?.self) { group in
                for client in 0..<8 {
                    let id = JobID(sharesName ? "race \(round) name" : "race \(round) client \(client)")
                    let job = JobRequest(id: id, queue: line, deduplicationKey: sharesName ? nil : "key")
                    group.addTask { try await queue.enqueue([job]).first }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let accepted = outcomes.filter { if case .accepted = $0 { true } else { false } }.count
            guard accepted == 1 else {
                throw Violation(
                    .q5, "of 8 racing enqueues of one \(sharesName ? "name" : "key") \(accepted) were accepted")
            }
        }
    }

    /// Eight clients lease the same 24 jobs.
    private func raceForJobs(_ queue: Queue, round: Int) async throws {
        let line = QueueName("leases \(round)")
        let jobs = (0..<24).map { JobRequest(id: JobID("leased \(round) \($0)"), queue: line) }
        guard try await queue.enqueue(jobs).count == 24 else { throw Violation(.q10, "24 jobs, fewer outcomes") }
        let leases = try await withThrowingTaskGroup(of: [Lease].self) { group in
            for _ in 0..<8 {
                group.addTask { try await queue.lease(from: line, upTo: 6, for: .seconds(30)) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let names = leases.map(\.token.job)
        guard Set(names).count == names.count else {
            throw Violation(.q3, "racing clients were lent one job twice: \(names.sorted())")
        }
        guard names.count == 24 else {
            throw Violation(.q1, "8 clients that asked for 48 of 24 jobs were lent \(names.count)")
        }
        _ = try await queue.complete(leases.map(\.token))
    }

    /// Clients whose tasks are cancelled leave leases of at most the asked-for time.
    private func cancelCallers(_ queue: Queue, _ clock: ManualClock, round: Int) async throws {
        let line = QueueName("cancelled \(round)")
        let jobs = (0..<8).map { JobRequest(id: JobID("cancelled \(round) \($0)"), queue: line) }
        _ = try await queue.enqueue(jobs)
        await withTaskGroup(of: Void.self) { group in
            // Tasks that are added to a cancelled group begin cancelled.
            group.cancelAll()
            for _ in 0..<4 {
                group.addTask {
                    _ = try? await queue.lease(from: line, upTo: 2, for: .seconds(10))
                }
            }
        }
        clock.advance(by: .seconds(10) + queue.capabilities.grace)
        let leases = try await queue.lease(from: line, upTo: 8, for: .seconds(10))
        guard leases.count == 8 else {
            throw Violation(.q11, "after cancelled callers' 10 s were over, \(leases.count) of 8 jobs were deliverable")
        }
        _ = try await queue.complete(leases.map(\.token))
    }
}
