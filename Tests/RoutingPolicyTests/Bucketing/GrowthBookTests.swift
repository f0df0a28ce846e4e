// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import TestSupport
import Testing

/// The cases that GrowthBook publishes for its libraries, each an array whose first elements say what is asked.
@Suite(.needsSharedData("routing/growthbook"))
struct GrowthBookTests {
    private func cases(_ section: String) throws -> [[JSONTree]] {
        let file = SharedData.root.appending(path: "routing/growthbook/cases-hash-bucketing.json")
        let sections = try JSONTree(json: String(contentsOf: file, encoding: .utf8)).members
        return try #require(sections[section]).elements.map(\.elements)
    }

    /// The policy of an experiment, with a route for each variation.
    private func experiment(_ weights: [Double], coverage: Double) -> PolicyDocument {
        let routes = weights.indices.map { Route("\($0)") }
        let rollout = Rollout(
            salt: "experiment", profile: .growthbook2, coverage: .fixed(.percent(coverage * 100)),
            allocations: zip(routes, weights).map { .init(route: $0, weight: .percent($1 * 100)) })
        return PolicyDocument(
            name: "experiment", routes: routes + ["none"],
            rules: [Rule(id: "experiment", outcome: .rollout(rollout), description: "")],
            fallback: .init(route: "none"))
    }

    private func decide(_ snapshot: PolicySnapshot, _ number: Int) -> Decision {
        snapshot.decide(RoutingContext(unit: "user-\(number)"), at: PolicyInstant(millisecondsSince1970: 0))
    }

    private func fraction(_ number: Int) -> Double {
        BucketingProfile.growthbook2.bucket(salt: "experiment", unit: "user-\(number)").fraction
    }

    private func ranges(_ tree: JSONTree) -> [Range<Double>] {
        tree.elements.map { ($0.elements[0].number ?? 0)..<($0.elements[1].number ?? 0) }
    }

    @Test("hashes")
    func hashes() throws {
        var checked = 0
        for entry in try cases("hash") {
            guard let salt = entry[0].text, let unit = entry[1].text, let expected = entry[3].number else { continue }
            let profile: BucketingProfile = entry[2] == .number(1) ? .growthbook1 : .growthbook2
            #expect(profile.bucket(salt: salt, unit: unit).fraction == expected, "\(salt) \(unit)")
            checked += 1
        }
        #expect(checked == 14)
    }

    @Test("the buckets of each variation are the published ones; weights that do not sum to 100 % are refused")
    func bucketRanges() throws {
        var refused: [String] = []
        for entry in try cases("getBucketRange") {
            let name = try #require(entry[0].text)
            let question = entry[1].elements
            let (count, coverage) = (Int(question[0].number ?? 0), question[1].number ?? 0)
            let given = question[2].elements.compactMap(\.number)
            let weights = given.isEmpty ? Array(repeating: 1 / Double(count), count: count) : given
            let policy = experiment(weights, coverage: coverage)
            guard given.isEmpty || given.count == count, let snapshot = try? PolicySnapshot(policy) else {
                refused.append(name)
                continue
            }
            let ranges = ranges(entry[2])
            for number in 0..<5_000 {
                let decision = decide(snapshot, number)
                let expected = ranges.firstIndex { $0.contains(fraction(number)) }.map { "\($0)" } ?? "none"
                try #require(decision.route.rawValue == expected, "\(name) \(number)")
            }
        }
        #expect(
            refused == [
                "negative coverage", "coverage above 1", "weights sum below 1", "weights sum above 1",
                "weights.length not equal to num variations", "weights sum almost equals 1",
            ])
    }

    @Test("a bucket takes the published variation")
    func variations() throws {
        var checked = 0
        for entry in try cases("chooseVariation") {
            let name = try #require(entry[0].text)
            let (position, expected) = (try #require(entry[1].number), try #require(entry[3].number))
            let ranges = ranges(entry[2])
            // Each variation fills the coverage's share of its part.
            let nextStarts = ranges.dropFirst().map(\.lowerBound) + [1]
            let weights = zip(ranges, nextStarts).map { $1 - $0.lowerBound }
            let coverage = (ranges[0].upperBound - ranges[0].lowerBound) / weights[0]
            let snapshot = try PolicySnapshot(experiment(weights, coverage: coverage))
            let number = try #require(
                (0..<200_000).first { fraction($0) == position }, "no unit stands at \(position)")
            let decision = decide(snapshot, number)
            #expect(decision.route.rawValue == (expected < 0 ? "none" : "\(Int(expected))"), "\(name)")
            checked += 1
        }
        #expect(checked == 13)
    }

    @Test("a namespace is a range of the first hash, salted with its name after two underscores")
    func namespaces() throws {
        var checked = 0
        for entry in try cases("inNamespace") {
            let unit = try #require(entry[1].text)
            let namespace = entry[2].elements
            let (name, from, until) = (
                try #require(namespace[0].text), try #require(namespace[1].number), try #require(namespace[2].number)
            )
            let layer = Layer(id: name, salt: "__" + name, profile: .growthbook1)
            var policy = experiment([1], coverage: 1)
            policy.layers = [layer]
            guard case .rollout(var rollout) = policy.rules[0].outcome else { continue }
            rollout.slice = LayerSlice(layer: name, from: .percent(from * 100), to: .percent(until * 100))
            policy.rules[0].outcome = .rollout(rollout)
            let decision = try PolicySnapshot(policy)
                .decide(RoutingContext(unit: unit), at: PolicyInstant(millisecondsSince1970: 0))
            #expect(decision.route == (entry[3] == .boolean(true) ? "0" : "none"), "\(entry)")
            checked += 1
        }
        #expect(checked == 16)
    }
}
