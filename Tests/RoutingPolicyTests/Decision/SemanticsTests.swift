// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct SemanticsTests {
    private let start = PolicyInstant(millisecondsSince1970: 1_767_571_200_000)

    private func policy(_ rollout: Rollout, onMiss: Rule.OnMiss = .continue) -> PolicyDocument {
        PolicyDocument(
            name: "p",
            routes: ["A", "B", "C"],
            rules: [Rule(id: "r", outcome: .rollout(rollout), onMiss: onMiss, description: "r")],
            fallback: .init(route: "A")
        )
    }

    @Test(
        "100 % needs no unit, 0 % never matches, and a missing unit is an empty one",
        arguments: [nil, ""] as [String?]
    )
    func units(unit: String?) throws {
        func rule(_ percentage: Double) throws -> RuleID {
            let document = policy(Rollout(of: "B", salt: "s", coverage: .percent(percentage)), onMiss: .stop("C"))
            return try PolicySnapshot(document).decide(RoutingContext(unit: unit), at: start).ruleID
        }
        #expect(try rule(100) == "r")
        #expect(try rule(99.9999) == "default")
        #expect(try rule(0) == "default")
        let whole = policy(Rollout(of: "B", salt: "s", coverage: .none), onMiss: .stop("C"))
        #expect(try PolicySnapshot(whole).decide(RoutingContext(unit: "ada"), at: start).ruleID == "default")
    }

    @Test("a unit has one bucket and one place on lists, however its letters are composed")
    func normalForm() throws {
        let composed = "Ren\u{E9}"
        let decomposed = "Rene\u{301}"
        var document = policy(Rollout(of: "B", salt: "s\u{E9}", coverage: .percent(50)), onMiss: .stop("C"))
        let snapshot = try PolicySnapshot(document)
        let first = snapshot.decide(RoutingContext(unit: composed), at: start)
        #expect(first.bucket == snapshot.decide(RoutingContext(unit: decomposed), at: start).bucket)
        document.rules[0] = Rule(
            id: "r",
            when: .attribute(.unit, .isIn([decomposed])),
            outcome: .route("B"),
            description: "r"
        )
        #expect(try PolicySnapshot(document).decide(RoutingContext(unit: composed), at: start).route == "B")
    }

    @Test("a missing attribute leaves a rule unknown, also negated, and the trace names it")
    func unknown() throws {
        let rules = [
            Rule(id: "is", when: .attribute("plan", .isIn(["pro"])), outcome: .route("B"), description: ""),
            Rule(id: "not", when: !.attribute("plan", .isIn(["pro"])), outcome: .route("B"), description: ""),
        ]
        let document = PolicyDocument(name: "p", routes: ["A", "B"], rules: rules, fallback: .init(route: "A"))
        let trace = try PolicySnapshot(document).explain(RoutingContext(unit: "ada"), at: start)
        #expect(trace.decision.ruleID == "default")
        #expect(trace.entries.dropLast().map(\.verdict) == [.unknown(missing: ["plan"]), .unknown(missing: ["plan"])])
        let mistyped = try PolicySnapshot(document).explain(RoutingContext(attributes: ["plan": 3]), at: start)
        #expect(mistyped.decision.ruleID == "default")
    }

    @Test("a ramp is a function of the moment, waits for approval and catches up in one go")
    func ramp() throws {
        let week: Int64 = 7 * 86_400
        var ramp = Ramp.weekly(from: start, percentages: [5, 20, 50, 100])
        func coverage(_ weeks: Double) -> PartsPerMillion {
            ramp.coverage(at: start + .milliseconds(Int64(weeks * Double(week)) * 1_000))
        }
        #expect(coverage(-0.001) == .none)
        #expect([0, 0.99, 1, 2, 3, 50].map(coverage) == [5, 5, 20, 50, 100, 100].map(PartsPerMillion.percent))
        ramp.steps[2].requiresApproval = true
        #expect(coverage(50) == .percent(20))
        ramp.approvedSteps = 3
        #expect(coverage(50) == .whole)
        let snapshot = try PolicySnapshot(
            policy(Rollout(salt: "s", coverage: .ramp(ramp), allocations: [.init(route: "B", weight: .whole)]))
        )
        #expect(snapshot.decide(RoutingContext(), at: start + .seconds(3 * week)).ruleID == "r")
        #expect(snapshot.decide(RoutingContext(unit: "u"), at: start + .seconds(-1)).ruleID == "default")
    }

    @Test("rollouts of one layer exclude each other, and a holdout sees none")
    func layers() throws {
        func rule(_ id: RuleID, _ route: Route, from: Double, to: Double) -> Rule {
            let slice = LayerSlice(layer: "search", from: .percent(from), to: .percent(to))
            let rollout = Rollout(
                salt: "salt-\(id)",
                coverage: .fixed(.whole),
                allocations: [.init(route: route, weight: .whole)],
                slice: slice
            )
            return Rule(id: id, outcome: .rollout(rollout), description: "")
        }
        var document = PolicyDocument(
            name: "p",
            routes: ["A", "B", "C"],
            layers: [Layer(id: "search", salt: "layer")],
            holdouts: [Holdout(id: "h", salt: "holdout", share: .percent(10))],
            rules: [rule("b", "B", from: 0, to: 30), rule("c", "C", from: 30, to: 60)],
            fallback: .init(route: "A")
        )
        func counts(_ document: PolicyDocument) throws -> [Route: Int] {
            let snapshot = try PolicySnapshot(document)
            return (0..<20_000).reduce(into: [:]) {
                $0[snapshot.decide(RoutingContext(unit: "u\($1)"), at: start).route, default: 0] += 1
            }
        }
        let held = try counts(document)
        #expect(abs((held["B"] ?? 0) - 5_400) < 250)
        document.holdouts = []
        document.rules.swapAt(0, 1)
        let swapped = try counts(document)
        #expect(abs((swapped["B"] ?? 0) - 6_000) < 250 && abs((swapped["C"] ?? 0) - 6_000) < 250)
    }

    @Test("overrides are asked from the narrowest scope to the widest, and the decision tells which it was")
    func overrides() throws {
        var document = policy(Rollout(of: "B", salt: "s", coverage: .whole))
        document.override = Override(route: "C", author: "ops")
        let snapshot = try PolicySnapshot(document)
        let byProcess = snapshot.overriding(with: Override(route: "B", author: "env"))
        let request = RoutingContext(override: Override(route: "A"))
        #expect(snapshot.decide(RoutingContext(), at: start).overrideScope == .policy)
        #expect(byProcess.decide(RoutingContext(), at: start).overrideScope == .process)
        #expect(byProcess.decide(RoutingContext(), at: start).reason.description == "Override of the process by env")
        #expect(byProcess.decide(request, at: start).overrideScope == .request)
        #expect(byProcess.digest == snapshot.digest)
        document.allowsOverrides = false
        let strict = try PolicySnapshot(document).overriding(with: Override(route: "B"))
        let refused = strict.decide(request, at: start)
        #expect(refused.overrideScope == .policy && refused.hasIgnoredOverride)
    }

    @Test("a mirror names a second route and changes nothing else")
    func mirror() throws {
        var document = policy(Rollout(of: "B", salt: "s", coverage: .whole))
        document.rules[0].mirror = Mirror(route: "C", share: .percent(25), salt: "shadow")
        let snapshot = try PolicySnapshot(document)
        let mirrored = (0..<10_000).count {
            let decision = snapshot.decide(RoutingContext(unit: "u\($0)"), at: start)
            #expect(decision.route == "B")
            return decision.mirror == "C"
        }
        #expect(abs(mirrored - 2_500) < 200)
    }
}
