// SPDX-License-Identifier: Apache-2.0
import PipelineConformance
import PipelineProtocols
import Synchronization
import Testing

struct LimiterTests {
    @Test("a rate limiter lets a burst through, then one call an interval")
    func rate() {
        let clock = ManualClock()
        let limiter = RateLimiter(rate: 2, burst: 3, clock: clock)
        #expect((0..<4).map { _ in limiter.tryAcquire() == nil } == [true, true, true, false])
        #expect(limiter.tryAcquire() == .milliseconds(500))
        clock.advance(by: .milliseconds(500))
        #expect(limiter.tryAcquire() == nil)
        #expect(limiter.tryAcquire() != nil)
        clock.advance(by: .seconds(60))
        #expect((0..<4).map { _ in limiter.tryAcquire() == nil } == [true, true, true, false])
    }

    @Test("callers of a rate limiter wait for their places")
    func waiting() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(rate: 1, clock: clock)
        try await limiter.acquire()
        let second = Task { try await limiter.acquire() }
        // Each advance wakes whoever sleeps until then, however late the task begins to sleep.
        for _ in 0..<3 { clock.advance(by: .seconds(1)) }
        try await second.value
    }

    @Test("no more operations run at a time than the limit")
    func concurrency() async throws {
        let limiter = ConcurrencyLimiter(limit: 3)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await limiter.run {
                        gauge.enter()
                        await Task.yield()
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...3).contains(gauge.highest))
        #expect(limiter.load == (0, 0))
    }

    @Test("when the line is full a caller is turned away and told so; a cancelled one leaves the line")
    func backPressure() async throws {
        let limiter = ConcurrencyLimiter(limit: 1, maximumWaiting: 1)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let first = Task { try await limiter.run { for await _ in gate {} } }
        while limiter.load.running == 0 { await Task.yield() }
        let second = Task { try await limiter.run {} }
        while limiter.load.waiting == 0 { await Task.yield() }
        let refusal = await #expect(throws: PipelineError.self) { try await limiter.run {} }
        #expect(refusal?.code == .throttled)
        second.cancel()
        let cancellation = await #expect(throws: PipelineError.self) { try await second.value }
        #expect(cancellation?.code == .cancelled)
        opener.finish()
        try await first.value
        #expect(limiter.load == (0, 0))
    }
}

/// Counts who is in at a time.
private final class Gauge: Sendable {
    private let state = Mutex((running: 0, highest: 0))

    var highest: Int { state.withLock { $0.highest } }

    func enter() { state.withLock { $0 = ($0.running + 1, max($0.highest, $0.running + 1)) } }

    func leave() { state.withLock { $0.running -= 1 } }
}
