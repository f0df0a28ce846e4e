// SPDX-License-Identifier: Apache-2.0

/// How a salt and a unit become a bucket.
///
/// Use ``routing1`` for new rollouts. The others reproduce the published behaviour of a vendor, so that a rollout can be
/// moved here without moving its users; each is proven by vectors in the tests. They hash the bytes that they are given;
/// a ``RoutingContext`` gives them texts in Unicode's normalisation form C.
///
/// | profile | hash of (salt s, unit u) | positions |
/// |---|---|---|
/// | `routing1` | murmur3(s:u), scaled by multiplication | 1,000,000 |
/// | `unleash` | murmur3(s:u) modulo | 100, split 1,000 |
/// | `growthbook1` | FNV-1a(us) over UTF-16, modulo | 1,000 |
/// | `growthbook2` | FNV-1a(decimal FNV-1a(su)), modulo | 10,000 |
/// | `flagd2` | murmur3(su), scaled | 1,000,000 |
/// | `launchdarkly` | SHA-1(s.s.u), 15 hexadecimal digits | 100,000 |
/// | `eppo` | MD5(s-u), four bytes, modulo | 10,000 |
/// | `optimizely` | murmur3(us), seed 1, scaled | 10,000 |
/// | `featurevisor` | murmur3(u.s), seed 1, scaled | 100,000 |
/// | `flagsmith` | MD5(s,u) modulo 9,999 | 9,998 |
///
/// A profile is a vendor's hash and, for GrowthBook, its layout of variations and its namespaces too; for the latter see
/// ``Layer/profile``. What a vendor makes of faulty settings is out of scope: GrowthBook bounds a coverage to 0 to 1, and
/// shares out evenly when weights are missing or do not sum to 1; here ``PolicyDocument/validate()`` names the fault, so
/// that nobody is routed by a typing error.
public enum BucketingProfile: String, Codable, CaseIterable, Hashable, Sendable {
    /// The default: uniform to one part per million, with independent hashes for rollout and split.
    case routing1
    /// Unleash: `groupId:userId`, whole per cent for the rollout, tenths of a per cent for the split.
    case unleash
    /// GrowthBook's hash version 1; biased and correlated between salts, so only for experiments that still run.
    case growthbook1
    /// GrowthBook's hash version 2.
    case growthbook2
    /// flagd's fractional operator since its version 2 of bucketing.
    case flagd2
    /// LaunchDarkly's percentages, for a flag whose key is also its salt.
    case launchdarkly
    /// Eppo's shards.
    case eppo
    /// Optimizely's buckets.
    case optimizely
    /// Featurevisor's buckets.
    case featurevisor
    /// Flagsmith's percentages.
    case flagsmith

    /// What a bucket decides.
    public enum Purpose: Hashable, Sendable {
        /// Whether a unit is in the rollout at all.
        case rollout
        /// Which of several routes a unit that is in the rollout takes.
        case split
    }

    /// The second seed, so that the split of a small rollout still reaches every route; Unleash's.
    package static let splitSeed: UInt32 = 86_028_157

    /// Whether rollout and split have a hash each.
    ///
    /// With one hash for both, each route owns a fixed range of positions and the coverage fills it from its start. In
    /// either layout a growing coverage moves no unit from one route to another.
    public var hasIndependentSplit: Bool { self == .routing1 || self == .unleash }

    /// The number of positions that a bucket can have.
    ///
    /// - Parameter purpose: What the bucket decides.
    /// - Returns: A bucket's positions are `0 ..< resolution`.
    public func resolution(for purpose: Purpose = .rollout) -> Int {
        switch self {
        case .routing1, .flagd2: 1_000_000
        case .unleash: purpose == .rollout ? 100 : 1_000
        case .growthbook1: 1_000
        case .growthbook2, .eppo, .optimizely: 10_000
        case .launchdarkly, .featurevisor: 100_000
        case .flagsmith: 9_998
        }
    }

    /// The bucket of a unit.
    ///
    /// ```swift
    /// let bucket = BucketingProfile.unleash.bucket(salt: "checkout", unit: "user-7")
    /// let isIn = bucket.isWithin(.percent(20))
    /// ```
    ///
    /// - Parameters:
    ///   - salt: What makes this rollout's buckets independent of another's.
    ///   - unit: The unit, hashed as it is.
    ///   - purpose: What the bucket decides.
    /// - Returns: The unit's position.
    /// - Complexity: O(n) in the length of both.
    public func bucket(salt: String, unit: String, for purpose: Purpose = .rollout) -> Bucket {
        let hash = SaltedHash(profile: self, salt: salt, purpose: purpose)
        return Bucket(
            position: Int(hash.position(of: unit.utf8.span, salt: salt.utf8.span)),
            resolution: resolution(for: purpose)
        )
    }
}
