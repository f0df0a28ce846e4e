// SPDX-License-Identifier: Apache-2.0

/// A share of the units, chosen by a salted hash and split over one or more routes.
///
/// - A coverage of 100 % needs no unit, as long as there is one route; 0 % never matches.
/// - A unit that is missing and one that is empty are the same: the rule does not match, and the trace says why.
/// - A unit that was hashed and lies outside takes the rule's ``Rule/onMiss``.
/// - A growing coverage never moves a unit from one route to another, however many there are.
public struct Rollout: Hashable, Sendable {
    /// What is hashed: the first of these attributes that is present and not empty.
    public var unit: [AttributeName]

    /// What makes this rollout independent of others; changing it draws the units anew.
    public var salt: String

    /// How salt and unit become a bucket.
    public var profile: BucketingProfile

    /// The share of units in the rollout.
    public var coverage: Coverage

    /// The routes of the units in the rollout; the weights sum to 100 %.
    public var allocations: [Allocation]

    /// The part of a layer that this rollout may use, where it excludes others.
    public var slice: LayerSlice?

    /// Creates a rollout over several routes.
    ///
    /// - Parameters:
    ///   - unit: What is hashed: the first attribute that is present.
    ///   - salt: What makes this rollout independent of others.
    ///   - profile: How salt and unit become a bucket.
    ///   - coverage: The share of units in the rollout.
    ///   - allocations: The routes with their weights, which sum to 100 %.
    ///   - slice: The part of a layer that this rollout may use.
    public init(
        unit: [AttributeName] = [.unit],
        salt: String,
        profile: BucketingProfile = .routing1,
        coverage: Coverage,
        allocations: [Allocation],
        slice: LayerSlice? = nil
    ) {
        self.unit = unit
        self.salt = salt
        self.profile = profile
        self.coverage = coverage
        self.allocations = allocations
        self.slice = slice
    }

    /// Creates a rollout of one route.
    ///
    /// - Parameters:
    ///   - route: The route of the units in the rollout.
    ///   - salt: What makes this rollout independent of others.
    ///   - coverage: The share of units in the rollout.
    ///   - profile: How salt and unit become a bucket.
    public init(
        of route: Route,
        salt: String,
        coverage: PartsPerMillion,
        profile: BucketingProfile = .routing1
    ) {
        self.init(
            salt: salt,
            profile: profile,
            coverage: .fixed(coverage),
            allocations: [Allocation(route: route, weight: .whole)]
        )
    }

    /// The share of units in a rollout.
    public enum Coverage: Hashable, Sendable {
        /// The same share at all times.
        case fixed(PartsPerMillion)
        /// A share that grows by schedule.
        case ramp(Ramp)

        /// The share at a moment.
        ///
        /// - Parameter instant: The moment.
        /// - Returns: The share of units.
        public func share(at instant: PolicyInstant) -> PartsPerMillion {
            switch self {
            case .fixed(let share): share
            case .ramp(let ramp): ramp.coverage(at: instant)
            }
        }
    }

    /// One route of a rollout.
    public struct Allocation: Hashable, Sendable {
        /// The route.
        public var route: Route

        /// The route's part of the rollout.
        public var weight: PartsPerMillion

        /// Creates an allocation.
        ///
        /// - Parameters:
        ///   - route: The route.
        ///   - weight: Its part of the rollout.
        public init(route: Route, weight: PartsPerMillion) {
            self.route = route
            self.weight = weight
        }
    }
}
