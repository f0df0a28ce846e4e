// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import Testing

struct SchemaTests {
    private let schema: JSONSchema

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Documentation/Schemas/routing-policy-1.schema.json")
        schema = try JSONSchema(JSONTree(json: String(contentsOf: file, encoding: .utf8)))
    }

    private func faults(_ policy: PolicyDocument) throws -> [String] {
        try schema.check(JSONTree(json: policy.canonicalJSON)).faults
    }

    private func faults(_ text: String) throws -> [String] { try schema.check(JSONTree(json: text)).faults }

    /// Whether the library reads a document's shape; what the policy says is not asked.
    private func isReadable(_ tree: JSONTree) throws -> Bool {
        let data = try JSONEncoder().encode(tree)
        return (try? JSONDecoder().decode(PolicyDocument.self, from: data)) != nil
    }

    /// The policy that says something of everything, cut into small ones: one without rules, and one for each rule.
    private static func smallPolicies() throws -> [JSONTree] {
        var everything = PolicyDocument.everything
        let rules = everything.rules
        everything.rules = []
        let others = rules.map { rule in
            PolicyDocument(name: "p", routes: ["A"], rules: [rule], fallback: .init(route: "A"))
        }
        return try ([everything] + others).map { try JSONTree(json: $0.canonicalJSON) }
    }

    @Test("the presets fit the schema, with every profile and every way to match names")
    func presets() throws {
        for profile in BucketingProfile.allCases {
            let policy = PolicyDocument.asyncRAG(
                isEnabled: true, forceLegacyUsers: ["ada"], betaUsers: ["grace"], coverage: .percent(12.5),
                profile: profile)
            #expect(try faults(policy) == [])
        }
        #expect(try faults(.asyncRAG()) == [])
        #expect(try faults(.pipelineLane()) == [])
        #expect(try faults(.pipelineLane(visual: .vdrAndText, nameMatching: .substrings)) == [])
        let settings = try AsyncRAGSettings(environment: ["ASYNC_RAG_ROUTING_OVERRIDE": "async_v2"])
        #expect(try faults(settings.document()) == [])
    }

    @Test("random policies fit the schema")
    func randomPolicies() throws {
        var random = RandomPolicies(seed: 21)
        for _ in 0..<(randomPolicyCount > 1_000 ? 2_000 : 50) {
            let policy = random.policy()
            try #require(try faults(policy) == [], "\(policy.prettyJSON)")
        }
    }

    @Test("every property of the schema is one that policies are written with and read from")
    func properties() throws {
        let policy = PolicyDocument.everything
        let report = try schema.check(JSONTree(json: policy.canonicalJSON))
        #expect(report.faults == [])
        #expect(schema.properties.subtracting(report.properties) == [])
        #expect(try PolicyDocument(json: policy.canonicalJSON) == policy)
    }

    @Test("every stored property of a policy's types has its property in the schema, and no other does")
    func storedProperties() throws {
        let policy = PolicyDocument.everything
        let rule = try #require(policy[rule: "ramp"])
        guard case .rollout(let rollout) = rule.outcome, case .ramp(let ramp) = rollout.coverage else {
            Issue.record("the rule has no ramp")
            return
        }
        expect(policy, at: "policy", [:], constant: ["schemaVersion"])
        expect(policy.layers[0], at: "layer")
        expect(policy.holdouts[0], at: "holdout")
        expect(policy.fallback, at: "fallback")
        expect(try #require(policy.override), at: "override")
        expect(try #require(rule.mirror), at: "mirror")
        expect(try #require(rule.window), at: "window")
        expect(rule, at: "rule", ["outcome": ["route", "rollout"]])
        expect(rollout, at: "rollout", ["coverage": ["coverage", "ramp"]])
        expect(ramp, at: "rollout/ramp")
        expect(ramp.steps[0], at: "rollout/ramp/steps", ["after": ["afterSeconds"]])
        expect(rollout.allocations[0], at: "rollout/allocations")
        expect(try #require(rollout.slice), at: "rollout/slice")
    }

    /// Compares the stored properties of a value with those of an object of the schema.
    private func expect(
        _ value: some Any, at definition: String, _ names: [String: [String]] = [:], constant: [String] = []
    ) {
        let stored = Swift.Mirror(reflecting: value).children.compactMap(\.label)
        let expected = Set(stored.flatMap { names[$0] ?? [$0] } + constant)
        let place = "#/$defs/\(definition)/"
        let written = schema.properties.filter { $0.hasPrefix(place) }.map { $0.dropFirst(place.count) }
        #expect(Set(written.filter { !$0.contains("/") }.map(String.init)) == expected, "\(definition)")
    }

    @Test("a member that no object has is refused wherever it stands, by the schema and by the library")
    func unknownMembers() throws {
        // Switches, lists and prerequisites are named freely; a number is none of them.
        let variants = try Self.smallPolicies().flatMap { tree in
            tree.variants { [$0.merging(["surprise": .number(1)]) { $1 }] }
        }
        #expect(variants.count > 80)
        for variant in variants {
            #expect(!schema.check(variant).faults.isEmpty, "\(variant)")
            #expect(try !isReadable(variant), "\(variant)")
        }
    }

    @Test("a member of the wrong type is refused wherever it stands, by the schema and by the library")
    func wrongTypes() throws {
        let variants = try Self.smallPolicies().flatMap { tree in
            tree.variants { members in members.keys.map { key in members.merging([key: .array([.array([])])]) { $1 } } }
        }
        #expect(variants.count > 200)
        for variant in variants {
            #expect(!schema.check(variant).faults.isEmpty, "\(variant)")
            #expect(try !isReadable(variant), "\(variant)")
        }
    }

    @Test("the schema and the library agree which members may be left out")
    func missingMembers() throws {
        let variants = try Self.smallPolicies().flatMap { tree in
            tree.variants { members in members.keys.map { key in members.filter { $0.key != key } } }
        }
        var refused = 0
        for variant in variants {
            let fits = schema.check(variant).faults.isEmpty
            #expect(try fits == isReadable(variant), "\(variant)")
            refused += fits ? 0 : 1
        }
        #expect(refused > 80 && refused < variants.count - 20)
    }

    @Test(
        "what contradicts itself or is out of range is refused, by the schema and by the library",
        arguments: [
            (#""description":"Inside""#, #""description":"Inside","route":"A""#),
            (#""salt":"share""#, #""salt":"share","ramp":{"start":"2026-01-05","steps":[]}"#),
            (#""salt":"share""#, #""salt":"""#), (#""0.25%""#, #""101%""#), (#""0.25%""#, "0.25"),
            (#""0.25%""#, #""-1%""#), ("growthbook2", "growthbook3"), (#""schemaVersion":1"#, #""schemaVersion":2"#),
            (#""2026-01-01T00:00:00.500Z""#, #""2026-01-01T00:00:00.500""#), (#"["A","B","C"]"#, #"["A","A","C"]"#),
            (#""present":true"#, #""present":false"#), (#""inList":"l""#, #""inList":"l","in":["a"]"#),
            (#""atMost":9"#, #""atMost":9,"prefix":["a"]"#), (#""atMost":9"#, #""atMost":9,"lessThan":9"#),
            (#""approvedSteps":1"#, #""approvedSteps":-1"#),
        ])
    func wrongDocuments(part: String, replacement: String) throws {
        let text = PolicyDocument.everything.canonicalJSON
        let wrong = text.replacingOccurrences(of: part, with: replacement)
        try #require(wrong != text)
        #expect(try faults(wrong) != [])
        #expect(throws: RoutingPolicyError.self) { try PolicyDocument(json: wrong) }
    }
}
