// SPDX-License-Identifier: Apache-2.0

/// A routing policy as people write, review and store it.
///
/// It is a plain value: build it in code, with a preset, or from JSON. ``validate()`` finds everything that is wrong with
/// it, and ``PolicySnapshot`` is what decides.
///
/// ```swift
/// let policy = PolicyDocument(
///     name: "large-files",
///     routes: [.legacy, .asyncV2],
///     rules: [
///         Rule(
///             id: "large", when: .attribute(.byteCount, .greaterThan(5 * 1024 * 1024)), outcome: .route(.asyncV2),
///             description: "File is large")
///     ],
///     fallback: Fallback(route: .legacy))
/// let decision = try PolicySnapshot(policy).decide(RoutingContext(unit: "ada"), at: now)
/// ```
public struct PolicyDocument: Hashable, Sendable {
    /// The version of the document's schema that this library reads and writes.
    public static let schemaVersion = 1

    /// The policy's name.
    public var name: String

    /// What the policy is for.
    public var description: String

    /// Every route that a decision may name.
    public var routes: [Route]

    /// Named switches; one that is not listed is off.
    public var switches: [String: Bool]

    /// Named lists of texts, such as users, for ``AttributeTest/isInList(_:)``.
    public var lists: [String: [String]]

    /// Spaces in which rollouts exclude each other.
    public var layers: [Layer]

    /// Units that no rollout touches.
    public var holdouts: [Holdout]

    /// Other policies that this one's predicates ask, by name.
    public var prerequisites: [String: PolicyDocument]

    /// The rules; the first that matches decides.
    public var rules: [Rule]

    /// What decides when no rule does.
    public var fallback: Fallback

    /// A route set by hand for every decision under this policy.
    public var override: Override?

    /// Whether a request or a process may override the policy.
    public var allowsOverrides: Bool

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - name: The policy's name.
    ///   - description: What the policy is for.
    ///   - routes: Every route that a decision may name.
    ///   - switches: Named switches.
    ///   - lists: Named lists of texts.
    ///   - layers: Spaces in which rollouts exclude each other.
    ///   - holdouts: Units that no rollout touches.
    ///   - prerequisites: Other policies that predicates ask, by name.
    ///   - rules: The rules; the first that matches decides.
    ///   - fallback: What decides when no rule does.
    ///   - override: A route set by hand.
    ///   - allowsOverrides: Whether a request or a process may override the policy.
    public init(
        name: String,
        description: String = "",
        routes: [Route],
        switches: [String: Bool] = [:],
        lists: [String: [String]] = [:],
        layers: [Layer] = [],
        holdouts: [Holdout] = [],
        prerequisites: [String: PolicyDocument] = [:],
        rules: [Rule],
        fallback: Fallback,
        override: Override? = nil,
        allowsOverrides: Bool = true
    ) {
        self.name = name
        self.description = description
        self.routes = routes
        self.switches = switches
        self.lists = lists
        self.layers = layers
        self.holdouts = holdouts
        self.prerequisites = prerequisites
        self.rules = rules
        self.fallback = fallback
        self.override = override
        self.allowsOverrides = allowsOverrides
    }

    /// What decides when no rule does.
    public struct Fallback: Hashable, Sendable {
        /// The name that decisions carry.
        public var id: RuleID

        /// The route.
        public var route: Route

        /// The reason that decisions give.
        public var description: String

        /// A second route that gets a copy.
        public var mirror: Mirror?

        /// Creates a fallback.
        ///
        /// - Parameters:
        ///   - id: The name that decisions carry.
        ///   - route: The route.
        ///   - description: The reason that decisions give.
        ///   - mirror: A second route that gets a copy.
        public init(
            id: RuleID = "default",
            route: Route,
            description: String = "Default routing",
            mirror: Mirror? = nil
        ) {
            self.id = id
            self.route = route
            self.description = description
            self.mirror = mirror
        }
    }

    /// The rule of a name.
    ///
    /// Setting it replaces the rule in place, appends one that is new and removes it for `nil`.
    ///
    /// - Parameter id: The rule's name.
    public subscript(rule id: RuleID) -> Rule? {
        get { rules.first { $0.id == id } }
        set {
            let index = rules.firstIndex { $0.id == id }
            switch (index, newValue) {
            case (let index?, let rule?): rules[index] = rule
            case (let index?, nil): rules.remove(at: index)
            case (nil, let rule?): rules.append(rule)
            case (nil, nil): break
            }
        }
    }
}
