// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import TestSupport
import Testing

struct GuardrailTests {
    private let streams = 2_000

    private func uniform(_ generator: inout SplitMix64) -> Double {
        Double(generator.next() >> 11) / 9_007_199_254_740_992
    }

    @Test("equal routes are called harmful in at most the permitted share of streams, with a look after every event")
    func falseAlarms() {
        var generator = SplitMix64(seed: 1)
        var alarms = 0
        for _ in 0..<streams {
            var test = SequentialRateTest()
            let threshold = 2.995_732_273_553_991  // ln 20
            for event in 0..<300 {
                // The ramp goes from 5 to 20 to 50 %.
                let share = event < 100 ? 0.05 : event < 200 ? 0.2 : 0.5
                test.record(isTreatment: uniform(&generator) < share, share: share)
                if test.harmLogEvidence >= threshold {
                    alarms += 1
                    break
                }
            }
        }
        #expect(Double(alarms) / Double(streams) <= 0.05)
        print("false alarms of the rate test at 5 %: \(alarms) of \(streams)")
    }

    @Test("correct shares are called a mismatch in at most the permitted share of streams; wrong ones are found")
    func sampleRatio() {
        var generator = SplitMix64(seed: 2)
        var alarms = 0
        for _ in 0..<streams {
            var test = SampleRatioTest()
            for _ in 0..<500 {
                test.record(isTreatment: uniform(&generator) < 0.2, share: 0.2)
                if test.isMismatch(alpha: 0.05) {
                    alarms += 1
                    break
                }
            }
        }
        #expect(Double(alarms) / Double(streams) <= 0.05)
        var broken = SampleRatioTest()
        var units = 0
        while !broken.isMismatch(alpha: 0.001), units < 20_000 {
            broken.record(isTreatment: uniform(&generator) < 0.25, share: 0.2)
            units += 1
        }
        #expect(units < 5_000)
        print("false mismatches at 5 %: \(alarms) of \(streams); 25 % instead of 20 % found after \(units) units")
    }

    @Test("equal latencies are called harmful in at most the permitted share of streams; doubled ones are found")
    func quantiles() {
        var generator = SplitMix64(seed: 3)
        var alarms = 0
        for _ in 0..<200 {
            var comparison = QuantileComparison()
            for number in 0..<1_000 {
                let seconds = -60 * logarithm(uniform(&generator))
                comparison.record(seconds, isTreatment: uniform(&generator) < 0.5, share: 0.5)
                if number % 100 == 99, comparison.verdict(level: 0.9, tolerance: 1, alpha: 0.05) == .fail {
                    alarms += 1
                    break
                }
            }
        }
        #expect(Double(alarms) / 200 <= 0.05)
        var slow = QuantileComparison()
        var units = 0
        while units < 20_000, units % 100 != 0 || slow.verdict(level: 0.9, tolerance: 1.1, alpha: 0.05) != .fail {
            let isTreatment = uniform(&generator) < 0.5
            let seconds = (isTreatment ? -120 : -60) * logarithm(uniform(&generator))
            slow.record(seconds, isTreatment: isTreatment, share: 0.5)
            units += 1
        }
        #expect(units < 20_000)
        print("false alarms of the quantile test: \(alarms) of 200; doubled latency found after \(units) units")
    }

    @Test("errors that rise from 1 to 2 % roll the ramp back; the delay is reported")
    func detection() throws {
        var delays: [Int] = []
        for seed in 0..<40 {
            var generator = SplitMix64(seed: UInt64(100 + seed))
            var test = SequentialRateTest()
            var documents = 0
            while test.verdict(alpha: 0.05, margin: 1.5) != .fail, documents < 60_000 {
                documents += 1
                let isTreatment = uniform(&generator) < 0.5
                if uniform(&generator) < (isTreatment ? 0.02 : 0.01) {
                    test.record(isTreatment: isTreatment, share: 0.5)
                }
            }
            delays.append(documents)
        }
        delays.sort()
        #expect(delays[20] < 12_000)
        #expect(delays.count { $0 < 60_000 } >= 38)
        print("1 % > 2 % errors at 50 % coverage: median \(delays[20]) documents, 90th percentile \(delays[36])")
    }

    private func logarithm(_ number: Double) -> Double {
        // A series suffices for test data: ln x = 2 artanh((x - 1) / (x + 1)), after scaling into 0.5 ... 1.
        var scaled = max(number, 1e-12)
        var exponent = 0.0
        while scaled < 0.5 {
            scaled *= 2
            exponent -= 1
        }
        let ratio = (scaled - 1) / (scaled + 1)
        let square = ratio * ratio
        return exponent * 0.693_147_180_559_945
            + 2 * ratio * (1 + square / 3 + square * square / 5 + square * square * square / 7)
    }

    @Test("a ramp goes up while routes are equal, and back to nothing when the new one fails", arguments: [0.02, 0.2])
    func endToEnd(treatmentErrorRate: Double) throws {
        let start = PolicyInstant(millisecondsSince1970: 1_767_571_200_000)
        let ramp = Ramp.weekly(from: start, percentages: [20, 50, 100], requiresApproval: true)
        var policy = PolicyDocument.asyncRAG(isEnabled: true, coverage: .ramp(ramp))
        var plan = try #require(GuardrailPlan(rule: "rollout", of: policy, treatment: .asyncV2, control: .legacy))
        plan.failureMargin = 3
        plan.required = [.errors]
        #expect(abs(plan.treatmentShare(at: .percent(20)) - 0.2) < 1e-12)
        var monitor = GuardrailMonitor(plan)
        var generator = SplitMix64(seed: 5)
        let snapshot = try PolicySnapshot(policy)
        let now = start + .seconds(30 * 86_400)
        var count = 0
        while count % 100 != 0 || monitor.report.action == .hold, count < 40_000 {
            count += 1
            let decision = snapshot.decide(RoutingContext(unit: "user-\(count)"), at: now)
            let exposure = Exposure(decision, at: now)
            monitor.record(exposure)
            monitor.record(exposure)
            let rate = decision.route == .asyncV2 ? treatmentErrorRate : 0.02
            let result: RouteOutcome.Result = uniform(&generator) < rate ? .error : .success
            monitor.record(RouteOutcome(of: exposure, result, latency: .seconds(10), cost: 0.2))
        }
        let action = monitor.report.action
        #expect(action == (treatmentErrorRate > 0.1 ? .rollBack : .advance))
        policy = policy.applying(action, to: "rollout", at: now)
        guard case .rollout(let rollout)? = policy[rule: "rollout"]?.outcome else { return }
        #expect(rollout.coverage.share(at: now) == (action == .advance ? .percent(50) : .none))
    }

    @Test("only randomised decisions of the rule count, and each exposure is told once")
    func whatCounts() throws {
        let now = PolicyInstant(millisecondsSince1970: 0)
        let policy = PolicyDocument.asyncRAG(isEnabled: true, betaUsers: ["ada"], coverage: .percent(50))
        let plan = try #require(GuardrailPlan(rule: "rollout", of: policy, treatment: .asyncV2, control: .legacy))
        var monitor = GuardrailMonitor(plan)
        let snapshot = try PolicySnapshot(policy)
        monitor.record(Exposure(snapshot.decide(RoutingContext(unit: "ada"), at: now), at: now))
        monitor.record(Exposure(snapshot.decide(RoutingContext(), at: now), at: now))
        #expect(monitor.report.unitCount == 0)
        let exposure = Exposure(snapshot.decide(RoutingContext(unit: "grace"), at: now), at: now)
        monitor.record(exposure)
        monitor.record(exposure)
        #expect(monitor.report.unitCount == 1)
        var deduplicator = ExposureDeduplicator(capacity: 4)
        let isNew = [deduplicator.insert(exposure), deduplicator.insert(exposure)]
        #expect(isNew == [true, false])
        #expect(GuardrailPlan(rule: "beta-user", of: policy, treatment: .asyncV2, control: .legacy) == nil)
    }
}
