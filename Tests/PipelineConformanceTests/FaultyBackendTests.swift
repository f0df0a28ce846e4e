// SPDX-License-Identifier: Apache-2.0
import PipelineConformance
import PipelineInMemory
import PipelineProtocols
import PipelineTestSupport
import StatusModel
import Testing

struct FaultyBackendTests {
    @Test("10 % doubled, 10 % late, 5 % ambiguous: every effect happens exactly once")
    func effectsOnce() async throws {
        var plan = FaultPlan()
        plan.duplication = 0.1
        plan.delay = 0.1
        plan.lostRequest = 0.025
        plan.lostAnswer = 0.025
        plan.fullDisk = 0.01
        let clock = ManualClock()
        let backend = FaultyBackend(InMemoryBackend(clock: clock), plan: plan, seed: 3)
        try await ExactlyOnceTrial(backend: backend, clock: clock).run(jobs: Effort.isLong ? 10_000 : 1_000)
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
