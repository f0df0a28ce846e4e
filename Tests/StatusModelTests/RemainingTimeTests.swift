// SPDX-License-Identifier: Apache-2.0
import Foundation
import StatusModel
import TestSupport
import Testing

struct RemainingTimeTests {
    /// The share of simulated jobs that took no longer than the safe and the likely answer.
    private func coverage(
        seed: UInt64, spread: Double, drift: Double = 0, kinds: Int
    ) -> (safe: Double, median: Double) {
        var generator = SplitMix64(seed: seed)
        var estimator = RemainingTimeEstimator()
        var heldSafe = 0
        var heldMedian = 0
        var judged = 0
        for job in 0..<3_000 {
            let base = exp(drift * Double(job) / 3_000)
            let parts = (0..<kinds).map { kind in
                let units = 1 + generator.index(60)
                let rate = 0.2 * Double(kind + 1) * base * exp(spread * generator.normal())
                return (kind: "stage\(kind)", units: units, seconds: rate * Double(units))
            }
            if let estimate = estimator.estimate(rest: parts.map { RemainingWork($0.kind, units: $0.units) }), job > 100
            {
                let truth = Duration.seconds(parts.map(\.seconds).reduce(0, +))
                judged += 1
                if truth <= estimate.safe { heldSafe += 1 }
                if truth <= estimate.median { heldMedian += 1 }
            }
            for part in parts { estimator.observe(part.kind, units: part.units, took: .seconds(part.seconds)) }
        }
        return (Double(heldSafe) / Double(judged), Double(heldMedian) / Double(judged))
    }

    @Test(
        "the safe answer holds for 85 to 95 % of jobs, the likely one for about half",
        arguments: [(0.2, 0.0, 1), (0.5, 0, 1), (0.5, 0, 3), (0.9, 0, 2), (0.4, 1, 2), (0.4, -1, 2)])
    func calibration(spread: Double, drift: Double, kinds: Int) {
        for seed in 1...5 as ClosedRange<UInt64> {
            let share = coverage(seed: seed, spread: spread, drift: drift, kinds: kinds)
            #expect((0.85...0.95).contains(share.safe), "safe answer held for \(share.safe), seed \(seed)")
            #expect((0.40...0.60).contains(share.median), "likely answer held for \(share.median), seed \(seed)")
        }
    }

    @Test("nothing is said of work that was hardly ever seen")
    func unknownWork() {
        var estimator = RemainingTimeEstimator()
        for _ in 0..<2 { estimator.observe("a", units: 1, took: .seconds(1)) }
        estimator.observe("a", units: 0, took: .seconds(1))
        #expect(estimator.estimate(rest: [RemainingWork("a", units: 1)]) == nil)
        estimator.observe("a", units: 1, took: .seconds(1))
        let known = estimator.estimate(rest: [RemainingWork("a", units: 10)])
        #expect(known.map { (9.999...10.001).contains($0.median / .seconds(1)) } == true)
        #expect(estimator.estimate(rest: [RemainingWork("a", units: 1), RemainingWork("b", units: 1)]) == nil)
        #expect(estimator.estimate(rest: [])?.safe == .zero)
    }

    @Test("jobs ahead in the queue lengthen the wait")
    func queueWait() throws {
        var estimator = RemainingTimeEstimator()
        for seconds in [9.0, 10, 11] {
            estimator.observe("queue", units: 1, took: .seconds(seconds))
            estimator.observe("work", units: 5, took: .seconds(seconds))
        }
        let rest = [RemainingWork("work", units: 5)]
        let alone = try #require(estimator.estimate(rest: rest))
        let behind = try #require(estimator.estimate(waiting: RemainingWork("queue", units: 3), rest: rest))
        #expect(behind.median > alone.median * 3)
        #expect(behind.median < behind.safe)
    }
}
