// SPDX-License-Identifier: Apache-2.0

/// A unit met a decision: what an experiment counts.
public struct Exposure: Hashable, Sendable, Encodable {
    /// The policy's name.
    public var policy: String
    /// The policy's digest.
    public var digest: PolicyDigest
    /// The rule that decided.
    public var ruleID: RuleID
    /// The targeting unit; `nil` where there is none.
    public var unit: String?
    /// The route that was chosen.
    public var route: Route
    /// The share that the deciding rollout covered: the stratum of comparisons.
    public var coverage: PartsPerMillion?
    /// Whether the hash, and nothing else, chose.
    public var isRandomised: Bool
    /// When it was.
    public var instant: PolicyInstant

    /// Creates the exposure of a decision.
    ///
    /// - Parameters:
    ///   - decision: The decision.
    ///   - instant: When it was taken.
    public init(_ decision: Decision, at instant: PolicyInstant) {
        policy = decision.handle.program.document.name
        digest = decision.digest
        ruleID = decision.ruleID
        unit = decision.context.unit
        route = decision.route
        coverage = decision.coverage
        isRandomised = decision.isRandomised
        self.instant = instant
    }
}

/// Takes exposures to wherever they are counted.
///
/// Laws: `record` returns soon and never throws (what is lost is lost, a decision is not held up for it); it may be called
/// from many threads at once; the same exposure may arrive more than once.
public protocol ExposureSink: Sendable {
    /// Takes one exposure.
    ///
    /// - Parameter exposure: The exposure.
    func record(_ exposure: Exposure)
}

/// Remembers which exposures have been told, so that each is told once.
///
/// The same unit, rule, route and policy content are one exposure. Of very many the oldest half is forgotten, so memory is
/// bounded and a repetition possible.
public struct ExposureDeduplicator: Sendable {
    private let capacity: Int
    private var recent: Set<Int> = []
    private var older: Set<Int> = []

    /// Creates an empty memory.
    ///
    /// - Parameter capacity: How many exposures to remember.
    /// - Precondition: `capacity` is at least 2.
    public init(capacity: Int = 100_000) {
        precondition(capacity >= 2, "at least two exposures are remembered")
        self.capacity = capacity
    }

    /// Whether an exposure is new; it is remembered then.
    ///
    /// - Parameter exposure: The exposure.
    /// - Returns: Whether it should be told.
    /// - Complexity: O(1).
    public mutating func insert(_ exposure: Exposure) -> Bool {
        var hasher = Hasher()
        hasher.combine(exposure.digest)
        hasher.combine(exposure.ruleID)
        hasher.combine(exposure.unit)
        hasher.combine(exposure.route)
        let key = hasher.finalize()
        if recent.contains(key) || older.contains(key) { return false }
        recent.insert(key)
        if recent.count >= capacity / 2 {
            older = recent
            recent = []
        }
        return true
    }
}
