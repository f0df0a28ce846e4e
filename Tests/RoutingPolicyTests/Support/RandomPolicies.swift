// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import TestSupport

/// Makes random policies that are valid, and contexts that meet their rules often.
struct RandomPolicies {
    private var generator: SplitMix64
    private let routes: [Route] = ["A", "B", "C"]
    private let texts = [
        "a", "b", "c", "é", "e\u{301}", "tax", "x.pdf", "tax form.pdf", "my-tax.md", "information.pdf",
    ]
    static let start = PolicyInstant(millisecondsSince1970: 1_700_000_000_000)

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    private mutating func number(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count)] }
    private mutating func chance(_ percent: Int) -> Bool { number(100) < percent }

    mutating func policy() -> PolicyDocument {
        var policy = simplePolicy(name: "root", prerequisites: [])
        if chance(30) {
            let gate = simplePolicy(name: "gate", prerequisites: [])
            policy.prerequisites = ["gate": gate]
            policy.rules.insert(
                Rule(
                    id: "gated",
                    when: .decision(of: "gate", isOneOf: [pick(routes)]),
                    outcome: .route(pick(routes)),
                    description: "gated"
                ),
                at: number(policy.rules.count + 1)
            )
        }
        if chance(10) { policy.override = Override(route: pick(routes)) }
        policy.allowsOverrides = !chance(20)
        return policy
    }

    private mutating func simplePolicy(name: String, prerequisites: [String]) -> PolicyDocument {
        var policy = PolicyDocument(
            name: name,
            routes: routes,
            switches: ["s": chance(50)],
            lists: ["l": [pick(texts), pick(texts)]],
            layers: [Layer(id: "layer", salt: "layer-\(number(3))", profile: pick(BucketingProfile.allCases))],
            holdouts: chance(30) ? [Holdout(id: "h", salt: "holdout", share: .percent(Double(number(101))))] : [],
            rules: [],
            fallback: .init(route: pick(routes))
        )
        var sliceStart = 0
        for index in 0..<number(7) {
            policy.rules.append(rule(RuleID("r\(index)"), &sliceStart))
        }
        return policy
    }

    private mutating func rule(_ id: RuleID, _ sliceStart: inout Int) -> Rule {
        var window: TimeWindow?
        if chance(20) {
            let from = instant()
            window = TimeWindow(from: from, until: chance(50) ? from + .seconds(1 + number(100)) : nil)
        }
        return Rule(
            id: id,
            when: predicate(depth: 3),
            window: window,
            outcome: chance(50) ? .route(pick(routes)) : .rollout(rollout(&sliceStart)),
            onMiss: chance(50) ? .continue : .stop(pick(routes)),
            description: "rule \(id) of {unit}",
            mirror: chance(20) ? Mirror(route: pick(routes), share: .percent(50), salt: "mirror") : nil
        )
    }

    private mutating func instant() -> PolicyInstant { Self.start + .seconds(number(200) - 100) }

    private mutating func rollout(_ sliceStart: inout Int) -> Rollout {
        let cut = number(1_000_001)
        let weights = chance(50) ? [1_000_000] : [cut, 1_000_000 - cut]
        var coverage = Rollout.Coverage.fixed(PartsPerMillion(rawValue: pick([0, 1_000_000, number(1_000_001)])))
        if chance(30) {
            coverage = .ramp(
                Ramp(
                    start: instant(),
                    steps: [
                        .init(after: .zero, coverage: .percent(10)),
                        .init(after: .seconds(30), coverage: .percent(60), requiresApproval: chance(50)),
                        .init(after: .seconds(60), coverage: .whole),
                    ],
                    approvedSteps: number(4)
                )
            )
        }
        var slice: LayerSlice?
        if chance(20), sliceStart < 900_000 {
            let end = sliceStart + 100_000
            slice = LayerSlice(
                layer: "layer",
                from: PartsPerMillion(rawValue: sliceStart),
                to: PartsPerMillion(rawValue: end)
            )
            sliceStart = end
        }
        return Rollout(
            unit: pick([[.unit], ["team", .unit], ["seats"]]),
            salt: "salt-\(number(5))",
            profile: pick(BucketingProfile.allCases),
            coverage: coverage,
            allocations: weights.map { .init(route: pick(routes), weight: PartsPerMillion(rawValue: $0)) },
            slice: slice
        )
    }

    private mutating func predicate(depth: Int) -> Predicate {
        switch depth == 0 ? 6 + number(6) : number(12) {
        case 0: .all((0..<number(4)).map { _ in predicate(depth: depth - 1) })
        case 1: .any((0..<number(4)).map { _ in predicate(depth: depth - 1) })
        case 2: .not(predicate(depth: depth - 1))
        case 3: .isSwitched("s", on: chance(50))
        case 4: .constant(chance(80))
        case 5: .anyAttribute(pick([.names, .values]), pick([.isIn(["a", "team"]), .containsIgnoringCase(["EA"])]))
        case 6: .attribute(.byteCount, pick([.greaterThan(number(10)), .atMost(5), .equals(.integer(number(10)))]))
        case 7: .attribute("seats", pick([.lessThan(3), .equals(.number(2.5)), .isPresent, .equals(true)]))
        case 8: .attribute(.documentName, pick([.hasWord(["tax"]), .hasExtension(["PDF"]), .hasSuffix(["md"])]))
        case 9: .attribute("when", .inWindow(TimeWindow(from: instant())))
        default: .attribute(pick([.unit, "team", "groups"]), pick([.isIn([pick(texts)]), .isInList("l"), .isPresent]))
        }
    }

    mutating func context() -> RoutingContext {
        var attributes: [String: AttributeValue] = [:]
        if chance(60) { attributes["team"] = pick([.string(pick(texts)), "", 7]) }
        if chance(60) { attributes["seats"] = pick([1, 2, 2.5, true, .number(.nan), .integer(.max)]) }
        if chance(60) { attributes["groups"] = .strings([pick(texts), pick(texts)]) }
        if chance(40) { attributes["when"] = .instant(instant()) }
        let document = DocumentFacts(name: chance(70) ? pick(texts) : nil, byteCount: chance(70) ? number(10) : nil)
        return RoutingContext(
            unit: chance(80) ? pick(["", pick(texts), "user-\(number(1_000))"]) : nil,
            attributes: attributes,
            document: document,
            override: chance(5) ? Override(route: pick(["A", "Z"])) : nil
        )
    }

    mutating func moment() -> PolicyInstant { instant() }
}
