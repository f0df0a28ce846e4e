// SPDX-License-Identifier: Apache-2.0

/// What another policy would have done to past traffic: the same contexts, at their moments, under both.
///
/// ```swift
/// let simulation = Simulation(of: records, from: old, to: new, figures: RouteFigures.measured)
/// print(simulation)
/// ```
public struct Simulation: Sendable {
    /// The number of records.
    public let count: Int

    /// How many documents go from a route to a route; zeros are left out.
    public let transitions: [Transition: Int]

    /// How many decisions of the old policy each of its rules took, and of the new one.
    public let rules: (old: [RuleID: Int], new: [RuleID: Int])

    /// The first records that the policies send to different routes.
    public let examples: [Example]

    /// What the documents cost and take under both; `nil` where a route has no figures.
    public let totals: (old: RouteFigures, new: RouteFigures)?

    /// From where to where a document goes.
    public struct Transition: Hashable, Sendable {
        /// The route under the old policy.
        public let old: Route

        /// The route under the new policy.
        public let new: Route
    }

    /// A record that the policies send to different routes.
    public struct Example: Sendable {
        /// The place of the record in the log, from 0.
        public let index: Int

        /// The decision of the old policy.
        public let old: Decision

        /// The decision of the new policy.
        public let new: Decision
    }

    /// Decides a log under two policies.
    ///
    /// - Parameters:
    ///   - records: The log.
    ///   - old: The policy before.
    ///   - new: The policy after.
    ///   - figures: What one document costs and takes on each route.
    ///   - exampleLimit: How many differing records to keep.
    /// - Complexity: O(records x rules), memory for the examples only.
    public init(
        of records: some Sequence<RoutingRecord>,
        from old: PolicySnapshot,
        to new: PolicySnapshot,
        figures: [Route: RouteFigures] = RouteFigures.measured,
        exampleLimit: Int = 10
    ) {
        var count = 0
        var transitions: [Transition: Int] = [:]
        var rules: (old: [RuleID: Int], new: [RuleID: Int]) = ([:], [:])
        var examples: [Example] = []
        for record in records {
            let before = old.decide(record.context, at: record.instant)
            let after = new.decide(record.context, at: record.instant)
            transitions[Transition(old: before.route, new: after.route), default: 0] += 1
            rules.old[before.ruleID, default: 0] += 1
            rules.new[after.ruleID, default: 0] += 1
            if before.route != after.route, examples.count < exampleLimit {
                examples.append(Example(index: count, old: before, new: after))
            }
            count += 1
        }
        self.count = count
        self.transitions = transitions
        self.rules = rules
        self.examples = examples
        self.totals = Self.totals(of: transitions, figures)
    }

    /// The number of documents whose route changes.
    public var changedCount: Int {
        transitions.reduce(0) { $0 + ($1.key.old == $1.key.new ? 0 : $1.value) }
    }

    private static func totals(
        of transitions: [Transition: Int],
        _ figures: [Route: RouteFigures]
    ) -> (old: RouteFigures, new: RouteFigures)? {
        var totals = (old: RouteFigures(cost: 0, seconds: 0), new: RouteFigures(cost: 0, seconds: 0))
        for (transition, count) in transitions {
            guard let old = figures[transition.old], let new = figures[transition.new] else { return nil }
            totals.old.add(old, times: count)
            totals.new.add(new, times: count)
        }
        return totals
    }
}

extension Simulation: CustomStringConvertible {
    /// The matrix, the totals and the examples, for people.
    public var description: String {
        var lines = ["\(count) records, \(changedCount) change their route"]
        let order = transitions.sorted {
            ($0.key.old.rawValue, $0.key.new.rawValue) < ($1.key.old.rawValue, $1.key.new.rawValue)
        }
        for (transition, count) in order { lines.append("  \(transition.old) > \(transition.new): \(count)") }
        if let totals {
            lines.append("  cost: $\(Self.rounded(totals.old.cost)) > $\(Self.rounded(totals.new.cost))")
            lines.append("  time: \(Self.rounded(totals.old.seconds)) s > \(Self.rounded(totals.new.seconds)) s")
        }
        for example in examples {
            lines.append("  record \(example.index): \(example.old) > \(example.new)")
        }
        return lines.joined(separator: "\n")
    }

    private static func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}
