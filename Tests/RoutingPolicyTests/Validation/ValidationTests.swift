// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct ValidationTests {
    private func diagnostics(_ json: String) -> [String] {
        do throws(RoutingPolicyError) {
            _ = try PolicyDocument(json: json)
            return []
        } catch {
            return error.diagnostics.map { "\($0.path): \($0.value)" }
        }
    }

    @Test("all faults are named at once, each with its path and value")
    func all() {
        let found = diagnostics(
            """
            {"schemaVersion": 2, "name": "", "routes": ["A", "A"], "colour": 1,
             "rules": [
               {"id": "x", "route": "Z", "description": ""},
               {"id": "x", "description": "", "onMiss": {"stop": "Q"},
                "rollout": {"salt": "a:b", "coverage": "101%", "allocations": [{"route": "A", "weight": "60%"}]}},
               {"id": "y", "description": "", "route": "A", "when": {"attribute": "document.byteCount", "prefix": ["1"]}},
               {"id": "z", "description": "", "route": "A", "when": {"attribute": "unit", "inList": "nobody"}}
             ],
             "fallback": {"route": "A"}}
            """
        )
        #expect(
            found == [
                "schemaVersion: 2", "colour: (unknown key)", "name: \"\"", "routes[1]: \"A\"",
                "rules[0].route: \"Z\"", "rules[1].id: \"x\"", "rules[1].rollout.salt: \"a:b\"",
                "rules[1].rollout.coverage: 101%", "rules[1].rollout.allocations: weights that sum to 60%",
                "rules[1].onMiss.stop: \"Q\"",
                "rules[2].when: starts with \"1\" of document.byteCount", "rules[3].when.inList: \"nobody\"",
            ]
        )
    }

    @Test(
        "what has the wrong shape is named by its path",
        arguments: [
            (#"{"id": "r", "description": "", "route": 3}"#, "rules[0].route: 3"),
            (#"{"id": "r", "description": "", "route": "A", "rollout": {}}"#, "rules[0]: route and rollout"),
            (#"{"description": "", "route": "A"}"#, "rules[0].id: (missing)"),
            (#"{"id": "r", "description": "", "route": "A", "wenn": 1}"#, "rules[0].wenn: (unknown key)"),
            (#"{"id": "r", "description": "", "route": "A", "when": {"constant": 1}}"#, "rules[0].when.constant: 1"),
            (
                #"{"id": "r", "description": "", "route": "A", "when": {"all": [{"not": 5}]}}"#,
                "rules[0].when.all[0].not: 5"
            ),
            (
                #"{"id": "r", "description": "", "route": "A", "when": {"attribute": "x", "in": ["a"], "prefix": ["b"]}}"#,
                "rules[0].when: in and prefix"
            ),
            (
                #"{"id": "r", "description": "", "rollout": {"coverage": "5%", "allocations": []}}"#,
                "rules[0].rollout.salt: (missing)"
            ),
            (
                #"{"id": "r", "description": "", "rollout": {"salt": "s", "coverage": 5, "allocations": []}}"#,
                "rules[0].rollout.coverage: 5"
            ),
            (
                #"{"id": "r", "description": "", "route": "A", "window": {"from": "yesterday"}}"#,
                "rules[0].window.from: \"yesterday\""
            ),
            (
                #"{"id": "r", "description": "", "route": "A", "when": {"attribute": "document.name", "word": ["tax form"]}}"#,
                "rules[0].when.word[0]: \"tax form\""
            ),
        ]
    )
    func shapes(rule: String, expected: String) {
        let json = #"{"schemaVersion": 1, "name": "p", "routes": ["A"], "fallback": {"route": "A"}, "rules": [RULE]}"#
        #expect(diagnostics(json.replacing("RULE", with: rule)).contains(expected))
    }

    @Test("policies that ask each other in a circle are refused")
    func cycles() {
        func asking(_ other: String) -> PolicyDocument {
            PolicyDocument(
                name: "p",
                routes: ["A"],
                rules: [
                    Rule(id: "r", when: .decision(of: other, isOneOf: ["A"]), outcome: .route("A"), description: "")
                ],
                fallback: .init(route: "A")
            )
        }
        var root = asking("x")
        root.prerequisites = ["x": asking("y"), "y": asking("x")]
        #expect(root.validate().map(\.value) == ["x > y > x"])
        #expect(throws: RoutingPolicyError.self) { try PolicySnapshot(root) }
    }

    @Test("overlapping slices of a layer, and ramps out of order, are faults")
    func slicesAndRamps() {
        let slice = LayerSlice(layer: "l", from: .none, to: .percent(50))
        let ramp = Ramp(
            start: PolicyInstant(millisecondsSince1970: 0),
            steps: [
                .init(after: .seconds(5), coverage: .percent(20)), .init(after: .seconds(5), coverage: .percent(5)),
            ]
        )
        func rule(_ id: RuleID, _ coverage: Rollout.Coverage) -> Rule {
            let rollout = Rollout(
                salt: id.rawValue,
                coverage: coverage,
                allocations: [.init(route: "A", weight: .whole)],
                slice: slice
            )
            return Rule(id: id, outcome: .rollout(rollout), description: "")
        }
        let document = PolicyDocument(
            name: "p",
            routes: ["A"],
            layers: [Layer(id: "l", salt: "layer")],
            rules: [rule("a", .fixed(.whole)), rule("b", .ramp(ramp))],
            fallback: .init(route: "A")
        )
        let paths = document.validate().map { "\($0.severity.rawValue) \($0.path)" }
        #expect(
            paths == [
                "error rules[1].rollout.ramp.steps[1].afterSeconds",
                "warning rules[1].rollout.ramp.steps[1].coverage", "error rules[1].rollout.slice",
            ]
        )
    }

    @Test("moments and percentages are read exactly or not at all")
    func scalars() {
        #expect(PolicyInstant("2026-01-05T01:00:00.5+01:00")?.description == "2026-01-05T00:00:00.500Z")
        #expect(PolicyInstant("1969-12-31")?.millisecondsSince1970 == -86_400_000)
        #expect(PolicyInstant("2024-02-29T23:59:59Z")?.description == "2024-02-29T23:59:59Z")
        for bad in ["2023-02-29", "2026-01-05T00:00:00", "2026-1-5", "2026-01-05T25:00Z", "", "2026-01-05T00:00Zx"] {
            #expect(PolicyInstant(bad) == nil, "\(bad)")
        }
        #expect(PartsPerMillion("0.0001%")?.rawValue == 1)
        #expect(PartsPerMillion("12.5")?.description == "12.5%")
        for bad in ["", "%", "5 %", "1e1", "0.00001%", "--5", ".5", "5.", "∞"] {
            #expect(PartsPerMillion(bad) == nil, "\(bad)")
        }
    }
}
