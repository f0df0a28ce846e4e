// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct PolicyAnalysisTests {
    private func kinds(_ rules: [Rule], at now: PolicyInstant? = nil) -> [String] {
        let document = PolicyDocument(
            name: "p",
            routes: ["A", "B", "C"],
            lists: ["l": ["ada", "grace"]],
            rules: rules,
            fallback: .init(route: "A")
        )
        return PolicyAnalysis(of: document, at: now).findings.map {
            ([$0.kind.rawValue] + $0.rules.map(\.rawValue)).joined(separator: " ")
        }
    }

    private func rule(_ id: RuleID, _ when: Predicate, _ route: Route = "B") -> Rule {
        Rule(id: id, when: when, outcome: .route(route), description: "")
    }

    @Test("rules that never fire, or change nothing, are named with the rule that is to blame")
    func findings() {
        let large: Predicate = .attribute(.byteCount, .greaterThan(10))
        let small: Predicate = .attribute(.byteCount, .atMost(10))
        #expect(kinds([rule("x", large && small)]) == ["contradictory x"])
        #expect(
            kinds([rule("x", large), rule("y", .attribute(.byteCount, .greaterThan(11)), "C")]) == ["shadowed y x"]
        )
        #expect(
            kinds([
                rule("x", large), rule("y", small), rule("z", .attribute(.byteCount, .isPresent), "C"),
            ]) == ["dead z"]
        )
        #expect(
            kinds([rule("x", .attribute(.byteCount, .isPresent) || !.attribute(.byteCount, .isPresent))]) == [
                "vacuous x"
            ]
        )
        #expect(kinds([rule("x", large, "A")]) == ["redundant x"])
        #expect(kinds([rule("x", .always, "B"), rule("y", large, "C")]) == ["shadowed y x"])
        #expect(
            kinds([rule("x", .attribute(.unit, .isIn(["ada"]))), rule("y", .attribute(.unit, .isInList("l")), "C")])
                == ["overriddenEntries y x"]
        )
        #expect(
            kinds([rule("x", .attribute(.unit, .isInList("l"))), rule("y", .attribute(.unit, .isIn(["ada"])), "C")])
                == ["shadowed y x", "overriddenEntries y x"]
        )
    }

    @Test("no false alarm where rules only seem to overlap")
    func silence() {
        let groups: [AttributeTest] = [.isIn(["a"]), .isIn(["b"])]
        // A set of groups may hold both.
        #expect(kinds([rule("x", .attribute("groups", groups[0]) && .attribute("groups", groups[1]))]) == [])
        #expect(
            kinds([
                rule("x", .attribute(.unit, .hasPrefix(["ab"]))), rule("y", .attribute(.unit, .hasPrefix(["a"])), "C"),
            ]) == []
        )
        #expect(kinds([rule("x", .attribute("n", .lessThan(3))), rule("y", .attribute("n", .lessThan(4)), "C")]) == [])
        // Between 3 and 4 there is no whole number of bytes.
        #expect(
            kinds([rule("x", .attribute(.byteCount, .greaterThan(3)) && .attribute(.byteCount, .lessThan(4)))])
                == ["contradictory x"]
        )
        #expect(PolicyAnalysis(of: .asyncRAG(isEnabled: true, coverage: .percent(5))).findings == [])
        #expect(
            PolicyAnalysis(of: .pipelineLane(nameMatching: .substrings)).findings.filter { $0.kind != .redundant } == []
        )
    }

    @Test("rollouts that draw the same units, cover nobody, or are over")
    func rollouts() {
        func rollout(_ id: RuleID, _ salt: String, _ share: Double) -> Rule {
            Rule(id: id, outcome: .rollout(Rollout(of: "B", salt: salt, coverage: .percent(share))), description: "")
        }
        #expect(kinds([rollout("x", "s", 5), rollout("y", "s", 10)]) == ["sharedSalt y x"])
        #expect(kinds([rollout("x", "s", 0)]) == ["trivialRollout x"])
        var past = rule("x", .always)
        let end = PolicyInstant(millisecondsSince1970: 1_000)
        past.window = TimeWindow(until: end)
        #expect(kinds([past], at: end) == ["pastWindow x"])
        #expect(kinds([past], at: nil) == [])
    }

    @Test("what is called dead never fires, and deleting it, or what is redundant, changes no route")
    func soundness() throws {
        var random = RandomPolicies(seed: 11)
        var deadCount = 0
        var redundantCount = 0
        let contexts = (0..<(randomPolicyCount > 1_000 ? 2_000 : 60)).map { _ in (random.context(), random.moment()) }
        for _ in 0..<(randomPolicyCount > 1_000 ? 5_000 : 400) {
            let policy = random.policy()
            let snapshot = try PolicySnapshot(policy)
            for finding in PolicyAnalysis(of: policy).findings {
                guard [.dead, .shadowed, .contradictory, .redundant].contains(finding.kind) else { continue }
                let name = try #require(finding.rules.first)
                let isRedundant = finding.kind == .redundant
                if isRedundant { redundantCount += 1 } else { deadCount += 1 }
                var without = policy
                without[rule: name] = nil
                without.holdouts = without.holdouts.map { holdout in
                    var holdout = holdout
                    holdout.rules?.removeAll { $0 == name }
                    return holdout
                }
                let other = try PolicySnapshot(without)
                for (context, now) in contexts {
                    let decision = snapshot.decide(context, at: now)
                    if !isRedundant { try #require(decision.ruleID != name, "\(finding) \(policy.prettyJSON)") }
                    try #require(
                        other.decide(context, at: now).route == decision.route,
                        "\(finding) \(policy.prettyJSON)"
                    )
                }
            }
        }
        #expect(deadCount > 50)
        #expect(redundantCount > 20)
    }
}
