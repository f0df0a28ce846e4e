// SPDX-License-Identifier: Apache-2.0
import Measurement
import RoutingPolicy

/// Measures our engine.
struct RoutingMeasurement {
    /// The rows so far.
    private(set) var rows: [ResultFile.Row] = []

    private let version: String

    /// Begins without rows.
    ///
    /// - Parameter version: The version of our engine.
    init(version: String) { self.version = version }

    /// The time of a decision, with the context made before and with making it.
    mutating func decide(_ work: RoutingWork) throws {
        let worst = work.contexts[0]
        let request = work.requests[0]
        let now = work.instant
        for length in [50, 10_000] {
            let policy = try work.policy(listsOf: length)
            precondition(policy.decide(worst, at: now).isRandomised, "the worst path ends in the rollout")
            let name = "worst-path/lists-of-\(length)"
            addTime(name, "decide_time", "prepared", decisions: 200_000) {
                policy.decide(worst, at: now).isRandomised
            }
            addTime(name, "decide_time", decisions: 50_000) {
                policy.decide(request.context, at: now).isRandomised
            }
        }
        let policy = try work.policy(listsOf: 50)
        let mixed = Timing(least: 5) {
            var randomised = 0
            for request in work.requests { randomised += policy.decide(request.context, at: now).isRandomised ? 1 : 0 }
            precondition((1..<work.requests.count).contains(randomised), "every kind of rule decides some")
        }
        add("mixed/lists-of-50", "decide_time", "ns", mixed.processor.map { $0 / Double(work.requests.count) * 1e9 })
    }

    /// The time of a decision with the trace of every rule.
    mutating func explain(_ work: RoutingWork) throws {
        let policy = try work.policy(listsOf: 50)
        let worst = work.contexts[0]
        addTime("worst-path/lists-of-50", "explain_time", decisions: 10_000) {
            policy.explain(worst, at: work.instant).decision.isRandomised
        }
    }

    /// The time from a document to a compiled policy, validation and digest included.
    mutating func compile(ruleCount: Int) throws {
        let document = Self.document(ruleCount: ruleCount)
        let timing = try Timing(least: 5) { _ = try PolicySnapshot(document) }
        add("\(ruleCount)-rules", "compile_time", "ms", timing.processor.map { $0 * 1e3 })
    }

    /// The time of a decision for each of several readers, with and without a writer that swaps policies meanwhile.
    mutating func read(_ work: RoutingWork, readers: Int) throws {
        for isSwapping in [false, true] {
            let race = try SwapRace(work, readers: readers, isSwapping: isSwapping)
            let name = "\(readers)-readers/\(isSwapping ? "swaps" : "no-swaps")"
            add(name, "reader_time", "ns", Sample(race.nanoseconds))
            if isSwapping { add(name, "swap_count", "swaps", Sample([Double(race.swapCount)])) }
        }
    }

    private mutating func addTime(
        _ work: String, _ metric: String, _ variant: String = "", decisions: Int, _ decide: () -> Bool
    ) {
        let timing = Timing {
            var randomised = 0
            for _ in 0..<decisions { randomised &+= decide() ? 1 : 0 }
            precondition(randomised == decisions, "the worst path ends in the rollout")
        }
        add(work, metric, "ns", timing.processor.map { $0 / Double(decisions) * 1e9 }, variant: variant)
    }

    private mutating func add(
        _ work: String, _ metric: String, _ unit: String, _ sample: Sample, variant: String = ""
    ) {
        rows.append(
            ResultFile.Row(
                work: work, system: variant.isEmpty ? "swift-rag" : "swift-rag \(variant)", version: version,
                metric: metric, unit: unit, sample: sample))
    }

    /// A generated policy: half of the rules ask for two attributes, half are rollouts with salts of their own.
    private static func document(ruleCount: Int) -> PolicyDocument {
        let rules = (0..<ruleCount).map { number in
            let plan = Predicate.attribute("plan", .isIn(["plan-\(number)", "plan-\(number + 1)"]))
            let size = Predicate.attribute(.byteCount, .greaterThan(number * 1000))
            return number.isMultiple(of: 2)
                ? Rule(
                    id: RuleID("rule-\(number)"), when: plan && size, outcome: .route(.asyncV2),
                    description: "Plan and size")
                : Rule(
                    id: RuleID("rule-\(number)"), when: plan,
                    outcome: .rollout(Rollout(of: .asyncV2, salt: "salt-\(number)", coverage: .percent(5))),
                    description: "Rollout of a plan")
        }
        return PolicyDocument(
            name: "generated", routes: [.legacy, .asyncV2], rules: rules, fallback: .init(route: .legacy))
    }
}
