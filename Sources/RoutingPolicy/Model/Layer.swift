// SPDX-License-Identifier: Apache-2.0

/// A space of buckets that rollouts share out, so that no unit is in two of them (Tang, Agarwal, O'Brien, Meyer 2010,
/// doi:10.1145/1835804.1835810).
public struct Layer: Hashable, Sendable {
    /// The layer's name.
    public var id: String

    /// What makes the layer's buckets independent of the rollouts' own.
    public var salt: String

    /// What is hashed.
    public var unit: [AttributeName]

    /// How salt and unit become a bucket; other than the default only to keep the units of a vendor's layer, such as
    /// ``BucketingProfile/growthbook1`` with the salt `__NAME` for GrowthBook's namespace `NAME`.
    public var profile: BucketingProfile

    /// Creates a layer.
    ///
    /// - Parameters:
    ///   - id: The layer's name.
    ///   - salt: What makes the layer's buckets independent of the rollouts' own.
    ///   - unit: What is hashed: the first attribute that is present.
    ///   - profile: How salt and unit become a bucket.
    public init(
        id: String,
        salt: String,
        unit: [AttributeName] = [.unit],
        profile: BucketingProfile = .routing1
    ) {
        self.id = id
        self.salt = salt
        self.unit = unit
        self.profile = profile
    }
}

/// The part of a layer that one rollout uses; the slices of different rollouts must not overlap.
public struct LayerSlice: Hashable, Sendable {
    /// The layer's name.
    public var layer: String

    /// The first position of the slice.
    public var from: PartsPerMillion

    /// The first position after the slice.
    public var to: PartsPerMillion

    /// Creates a slice.
    ///
    /// - Parameters:
    ///   - layer: The layer's name.
    ///   - from: The first position of the slice.
    ///   - to: The first position after the slice.
    public init(layer: String, from: PartsPerMillion, to: PartsPerMillion) {
        self.layer = layer
        self.from = from
        self.to = to
    }
}

/// A share of the units that no rollout touches, so that the effect of all of them together can be measured.
public struct Holdout: Hashable, Sendable {
    /// The holdout's name.
    public var id: String

    /// What makes the holdout's buckets independent of the rollouts'.
    public var salt: String

    /// What is hashed.
    public var unit: [AttributeName]

    /// The share of units that is held out.
    public var share: PartsPerMillion

    /// The rules whose rollouts are held back; `nil` means all.
    public var rules: [RuleID]?

    /// Creates a holdout.
    ///
    /// - Parameters:
    ///   - id: The holdout's name.
    ///   - salt: What makes the holdout's buckets independent of the rollouts'.
    ///   - unit: What is hashed: the first attribute that is present.
    ///   - share: The share of units that is held out.
    ///   - rules: The rules whose rollouts are held back; `nil` means all.
    public init(
        id: String,
        salt: String,
        unit: [AttributeName] = [.unit],
        share: PartsPerMillion,
        rules: [RuleID]? = nil
    ) {
        self.id = id
        self.salt = salt
        self.unit = unit
        self.share = share
        self.rules = rules
    }
}
