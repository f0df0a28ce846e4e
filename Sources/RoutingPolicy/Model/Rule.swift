// SPDX-License-Identifier: Apache-2.0

/// One rule of a policy: when it matches, and where the document goes then.
public struct Rule: Hashable, Sendable {
    /// The rule's name, which decisions carry.
    public var id: RuleID

    /// What must be true of the context.
    public var when: Predicate

    /// When the rule holds at all; `nil` means always.
    public var window: TimeWindow?

    /// Where the document goes.
    public var outcome: Outcome

    /// What happens to a unit that was hashed and lies outside the rule's rollout.
    public var onMiss: OnMiss

    /// The reason that decisions give, with places for values: `{unit}`, `{document.name}`, `{document.size}`,
    /// `{coverage}`, `{bucket}`, `{route}` or the name of any attribute.
    public var description: String

    /// The reason for a unit outside the rollout; `nil` repeats ``description``.
    public var missDescription: String?

    /// A second route that gets a copy.
    public var mirror: Mirror?

    /// Creates a rule.
    ///
    /// - Parameters:
    ///   - id: The rule's name.
    ///   - when: What must be true of the context.
    ///   - window: When the rule holds at all.
    ///   - outcome: Where the document goes.
    ///   - onMiss: What happens to a unit outside the rule's rollout.
    ///   - description: The reason that decisions give.
    ///   - missDescription: The reason for a unit outside the rollout.
    ///   - mirror: A second route that gets a copy.
    public init(
        id: RuleID,
        when: Predicate = .always,
        window: TimeWindow? = nil,
        outcome: Outcome,
        onMiss: OnMiss = .continue,
        description: String,
        missDescription: String? = nil,
        mirror: Mirror? = nil
    ) {
        self.id = id
        self.when = when
        self.window = window
        self.outcome = outcome
        self.onMiss = onMiss
        self.description = description
        self.missDescription = missDescription
        self.mirror = mirror
    }

    /// Where a matching document goes.
    public enum Outcome: Hashable, Sendable {
        /// One route for all.
        case route(Route)
        /// A share of the units, over one or more routes.
        case rollout(Rollout)
    }

    /// What happens to a unit outside a rollout.
    public enum OnMiss: Hashable, Sendable {
        /// The next rule is asked: the choice for a ramp.
        case `continue`
        /// The rule decides for this route: the choice for an experiment, whose two arms must differ in nothing else.
        case stop(Route)
    }
}
