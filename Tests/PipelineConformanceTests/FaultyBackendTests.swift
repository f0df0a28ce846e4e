// SPDX-License-Identifier: Apache-2.0
import PipelineConformance
import PipelineInMemory
import PipelineProtocols
import RAGCore
import StatusModel
import Testing

/// Workers that repeat by id what was ambiguous, over a network that loses, doubles and delays.
struct FaultyBackendTests {
    /// Repeats a call until its answer arrives.
    private func insist<Result>(_ call: () async throws(PipelineError) -> Result) async throws(PipelineError) -> Result
    {
        while true {
            do throws(PipelineError) {
                return try await call()
            } catch {
                guard error.code == .ambiguous || error.code == .storageFull else { throw error }
            }
        }
    }

    /// Works until every job is settled: each job's effect is to publish its document.
    private func work(_ backend: FaultyBackend<InMemoryBackend>, _ clock: ManualClock) async throws {
        while true {
            let leases = (try? await backend.lease(from: "text", upTo: 10, for: .seconds(300))) ?? []
            for lease in leases {
                let document = DocumentID(String(decoding: lease.job.payload, as: UTF8.self))
                let record = try await insist { () async throws(PipelineError) in
                    try await backend.document(document)
                }
                let commit = StageCommit(
                    settlements: [Settlement(lease.token, .complete)],
                    documents: [
                        .publish(
                            document, generation: (record?.generation ?? 0) + 1, expecting: record?.version ?? 0)
                    ])
                _ = try await insist { () async throws(PipelineError) in try await backend.commit(commit) }
            }
            if leases.isEmpty {
                let statistics = try await insist { () async throws(PipelineError) in
                    try await backend.statistics(of: "text")
                }
                if statistics.ready + statistics.leased == 0 { return }
                // Leases whose answer was lost must lapse; a worker that is idle lets time pass.
                clock.advance(by: .seconds(10))
                await Task.yield()
            }
        }
    }

    @Test("10 % doubled, 10 % late, 5 % ambiguous: every effect happens exactly once")
    func effectsOnce() async throws {
        let count = Effort.isLong ? 10_000 : 1_000
        var plan = FaultPlan()
        plan.duplication = 0.1
        plan.delay = 0.1
        plan.lostRequest = 0.025
        plan.lostAnswer = 0.025
        plan.fullDisk = 0.01
        let clock = ManualClock()
        let base = InMemoryBackend(clock: clock)
        let backend = FaultyBackend(base, plan: plan, seed: 3)
        for number in 0..<count {
            let document = DocumentID("document \(number)")
            let job = JobRequest(
                id: JobID("job \(number)"), queue: "text", payload: Array(document.rawValue.utf8),
                maximumAttempts: 100, maximumCrashes: 100)
            let commit = StageCommit(
                jobs: [job],
                documents: [.upsert(DocumentRecord(id: document, tenant: "", contentDigest: ""), expecting: 0)])
            let outcome = try await insist { () async throws(PipelineError) in try await backend.commit(commit) }
            guard case .applied(let receipt) = outcome else {
                Issue.record("the intake of \(document) was refused")
                return
            }
            #expect(receipt.jobs == [.accepted(job.id)])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await work(backend, clock) } }
            try await group.waitForAll()
        }
        for number in 0..<count {
            let record = try await base.document(DocumentID("document \(number)"))
            #expect((record?.generation, record?.version) == (1, 2))
        }
        #expect(try await base.deadJobs(in: "text", after: nil, limit: 10).isEmpty)
    }

    @Test("a full disk is a typed error, loses nothing, and is over when there is room")
    func fullDisk() async throws {
        var plan = FaultPlan()
        plan.fullDisk = 1
        let backend = FaultyBackend(InMemoryBackend(clock: ManualClock()), plan: plan, seed: 1)
        let job = JobRequest(id: "job", queue: "text")
        let error = await #expect(throws: PipelineError.self) { try await backend.enqueue([job]) }
        #expect(error?.code == .storageFull)
        backend.setPlan(FaultPlan())
        #expect(try await backend.enqueue([job]) == [.accepted("job")])
    }

    @Test("1 % poison: dead after three crashes, while nine of ten leases do healthy work")
    func poison() async throws {
        let clock = ManualClock()
        let backend = InMemoryBackend(clock: clock)
        let count = 2_000
        let jobs = (0..<count).map { number in
            JobRequest(id: JobID("job \(number)"), queue: "text", payload: [number.isMultiple(of: 100) ? 1 : 0])
        }
        for start in stride(from: 0, to: count, by: 500) {
            _ = try await backend.enqueue(Array(jobs[start..<start + 500]))
        }
        var leased = 0
        var completed = 0
        while completed < count - count / 100 {
            let leases = try await backend.lease(from: "text", upTo: 10, for: .seconds(30))
            leased += leases.count
            let healthy = leases.filter { $0.job.payload == [0] }.map(\.token)
            completed += try await backend.complete(healthy).count { $0 == .settled }
            if leases.isEmpty { clock.advance(by: .seconds(30)) }
        }
        for _ in 0..<4 {
            clock.advance(by: .seconds(31))
            leased += try await backend.lease(from: "text", upTo: 100, for: .seconds(30)).count
        }
        let dead = try await backend.deadJobs(in: "text", after: nil, limit: 1_000)
        #expect(dead.count == count / 100)
        #expect(dead.allSatisfy { $0.crashes == 3 && $0.failure.category == .poison })
        #expect(Double(completed) / Double(leased) >= 0.9)
    }

    @Test("a wall clock that jumps by five minutes ends no lease and delays no job", arguments: [-300, 300])
    func wallClockJump(seconds: Int) async throws {
        let clock = ManualClock()
        let backend = InMemoryBackend(clock: clock)
        _ = try await backend.enqueue([JobRequest(id: "job", queue: "text")])
        let token = try #require(try await backend.lease(from: "text", upTo: 1, for: .seconds(30)).first?.token)
        clock.jumpWallTime(by: .seconds(seconds))
        #expect(try await backend.lease(from: "text", upTo: 1, for: .seconds(30)).isEmpty)
        #expect(try await backend.complete([token]) == [.settled])
    }
}
