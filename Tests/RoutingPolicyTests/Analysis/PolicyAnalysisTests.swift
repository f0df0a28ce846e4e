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
    }

    @Test(
        "of the lanes only the rules are redundant that stand for their reasons",
        arguments: [PolicyDocument.NameMatching.words, .substrings]
    )
    func lanes(matching: PolicyDocument.NameMatching) {
        let analysis = PolicyAnalysis(of: .pipelineLane(nameMatching: matching))
        #expect(analysis.findings.map(\.kind) == [.redundant, .redundant, .redundant])
        #expect(analysis.findings.map(\.rules) == [["code"], ["plain-text"], ["spreadsheet"]])
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

    /// A rule that analysis takes for useless, and its policy with and without it.
    private struct Suspect {
        var finding: AnalysisFinding
        var rule: RuleID
        var policy: PolicySnapshot
        var withoutRule: PolicySnapshot

        init?(_ finding: AnalysisFinding, of document: PolicyDocument) throws {
            guard [.dead, .shadowed, .contradictory, .redundant].contains(finding.kind) else { return nil }
            self.finding = finding
            let rule = try #require(finding.rules.first)
            self.rule = rule
            policy = try PolicySnapshot(document)
            var without = document
            without[rule: rule] = nil
            without.holdouts = without.holdouts.map { holdout in
                var holdout = holdout
                holdout.rules?.removeAll { $0 == rule }
                return holdout
            }
            withoutRule = try PolicySnapshot(without)
        }

        var isRedundant: Bool { finding.kind == .redundant }

        /// Whether a context shows that the finding is wrong.
        func isRefuted(by context: RoutingContext, at now: PolicyInstant) -> Bool {
            let decision = policy.decide(context, at: now)
            return !isRedundant && decision.ruleID == rule
                || withoutRule.decide(context, at: now).route != decision.route
        }
    }

    /// Suspects among random policies.
    private func suspects(policies: Int, _ random: inout RandomPolicies) throws -> [Suspect] {
        try (0..<policies).flatMap { _ in
            let policy = random.policy()
            return try PolicyAnalysis(of: policy).findings.compactMap { try Suspect($0, of: policy) }
        }
    }

    @Test("what is called dead never fires, and deleting it, or what is redundant, changes no route")
    func soundness() throws {
        var random = RandomPolicies(seed: 11)
        let isLong = randomPolicyCount > 1_000
        let contexts = (0..<(isLong ? 2_000 : 60)).map { _ in (random.context(), random.moment()) }
        let suspects = try suspects(policies: isLong ? 5_000 : 400, &random)
        for suspect in suspects {
            let counterexample = contexts.first { suspect.isRefuted(by: $0, at: $1) }
            #expect(counterexample == nil, "\(suspect.finding) \(suspect.policy.document.prettyJSON)")
        }
        #expect(suspects.count { !$0.isRedundant } > 50)
        #expect(suspects.count { $0.isRedundant } > 20)
    }

    @Test("what is called dead fires in none of very many contexts")
    func manyContexts() throws {
        var random = RandomPolicies(seed: 12)
        let contextCount = randomPolicyCount > 1_000 ? 1_000_000 : 2_000
        let suspects = try suspects(policies: 400, &random)
        try #require(suspects.count { !$0.isRedundant } > 50)
        for _ in 0..<contextCount {
            let (context, now) = (random.context(), random.moment())
            let refuted = suspects.first { $0.isRefuted(by: context, at: now) }
            try #require(refuted == nil, "\(context) \(now) \(refuted?.policy.document.prettyJSON ?? "")")
        }
        print("\(suspects.count) findings held in \(contextCount) contexts each")
    }
}
