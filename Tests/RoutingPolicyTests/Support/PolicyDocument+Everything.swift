// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy

extension PolicyDocument {
    /// A valid policy that says something of everything that a policy can say.
    static var everything: PolicyDocument {
        let start = PolicyInstant(millisecondsSince1970: 1_767_225_600_500)
        let mirror = RoutingPolicy.Mirror(route: "C", share: .percent(12.5), salt: "mirror")
        var policy = PolicyDocument(
            name: "everything",
            description: "Says something of everything.",
            routes: ["A", "B", "C"],
            switches: ["s": true],
            lists: ["l": ["ada", "grace"]],
            layers: [Layer(id: "layer", salt: "layer", unit: ["team", .unit], profile: .unleash)],
            holdouts: [Holdout(id: "h", salt: "h", unit: ["team"], share: .percent(5), rules: ["ramp"])],
            prerequisites: [
                "gate": PolicyDocument(name: "gate", routes: ["X"], rules: [], fallback: .init(route: "X"))
            ],
            rules: tests(since: start).enumerated().map { number, predicate in
                Rule(id: RuleID("test-\(number)"), when: predicate, outcome: .route("A"), description: "")
            },
            fallback: .init(id: "rest", route: "A", description: "The rest", mirror: mirror),
            override: Override(route: "B", author: "grace"),
            allowsOverrides: false
        )
        policy.rules += [
            Rule(
                id: "ramp",
                window: TimeWindow(from: start, until: start + .seconds(60)),
                outcome: .rollout(ramp(from: start)),
                onMiss: .stop("A"),
                description: "Inside",
                missDescription: "Outside",
                mirror: mirror
            ),
            Rule(
                id: "share",
                outcome: .rollout(Rollout(of: "B", salt: "share", coverage: .percent(0.25))),
                description: "A share"
            ),
        ]
        return policy
    }

    private static func ramp(from start: PolicyInstant) -> Rollout {
        let steps = [
            Ramp.Step(after: .zero, coverage: .percent(5)),
            Ramp.Step(after: .seconds(30), coverage: .whole, requiresApproval: true),
        ]
        return Rollout(
            unit: ["team"],
            salt: "ramp",
            profile: .growthbook2,
            coverage: .ramp(Ramp(start: start, steps: steps, approvedSteps: 1)),
            allocations: [.init(route: "B", weight: .percent(40)), .init(route: "C", weight: .percent(60))],
            slice: LayerSlice(layer: "layer", from: .none, to: .percent(50))
        )
    }

    /// A predicate of every kind, with a test of every kind.
    private static func tests(since start: PolicyInstant) -> [RoutingPolicy.Predicate] {
        let window = TimeWindow(from: start, until: start + .seconds(60))
        let attributeTests: [AttributeTest] = [
            .isPresent, .equals("a"), .equals(7), .equals(2.5), .equals(true), .equals(.instant(start)),
            .isIn(["a", "b"]), .isInList("l"), .greaterThan(1), .atLeast(1), .lessThan(9), .atMost(9),
            .inRange(NumericRange(lower: .inclusive(.real(0.5)), upper: .exclusive(.integer(3)))), .inWindow(window),
            .hasPrefix(["a"]), .hasSuffix(["b"]), .containsIgnoringCase(["c"]), .hasWord(["tax"]),
            .hasExtension(["pdf"]),
        ]
        return attributeTests.map { .attribute("x", $0) } + [
            .anyAttribute(.names, .hasPrefix(["a"])), .anyAttribute(.values, .hasWord(["tax"])),
            .isSwitched("s", on: false), .decision(of: "gate", isOneOf: ["X"]), .constant(false),
            .all([.attribute("x", .isPresent), .not(.any([.attribute("y", .isPresent), .always]))]),
        ]
    }
}
