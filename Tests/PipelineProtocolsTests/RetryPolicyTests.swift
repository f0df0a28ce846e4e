// SPDX-License-Identifier: Apache-2.0
import PipelineProtocols
import StatusModel
import TestSupport
import Testing

struct RetryPolicyTests {
    private func failure(_ category: FailureInfo.Category, attempt: Int) -> FailureInfo {
        FailureInfo(stage: "test", code: "test", category: category, attempt: attempt)
    }

    @Test("waits are drawn evenly below a bound that doubles up to its limit")
    func fullJitter() throws {
        var generator = SplitMix64(seed: 1)
        let policy = RetryPolicy(maximumAttempts: 100)
        for (attempt, bound) in [(1, 1.0), (2, 2), (4, 8), (7, 60), (50, 60)] {
            let waits = try (0..<2_000).map { _ in
                try #require(policy.delay(after: failure(.transient, attempt: attempt), using: &generator))
                    / .seconds(1)
            }
            #expect(waits.allSatisfy { (0...bound).contains($0) })
            #expect(abs(waits.reduce(0, +) / 2_000 - bound / 2) < bound / 20)
        }
    }

    @Test("the category decides whether there is a next attempt", arguments: FailureInfo.Category.allCases)
    func categories(category: FailureInfo.Category) {
        var generator = SplitMix64(seed: 2)
        let delay = RetryPolicy().delay(after: failure(category, attempt: 1), using: &generator)
        #expect((delay != nil) == category.isRetryable)
        #expect(RetryPolicy().delay(after: failure(category, attempt: 5), using: &generator) == nil)
    }

    @Test("a wait that the engine asked for is kept")
    func askedFor() throws {
        var generator = SplitMix64(seed: 3)
        let delay = RetryPolicy().delay(
            after: failure(.throttled, attempt: 1), atLeast: .seconds(90), using: &generator)
        #expect(delay == .seconds(90))
    }
}
