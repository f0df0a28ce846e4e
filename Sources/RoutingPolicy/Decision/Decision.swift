// SPDX-License-Identifier: Apache-2.0

/// Where a document goes, and why.
///
/// A decision keeps the snapshot and the context that it came from, so its words are made only when they are read.
public struct Decision: Sendable {
    let handle: SnapshotHandle
    let facts: ContextFacts
    let evaluation: Evaluation

    /// The route.
    public var route: Route { handle.program.document.routes[Int(evaluation.result.route)] }

    /// The rule that decided; `override` for an override, the fallback's name where no rule did.
    public var ruleID: RuleID {
        switch evaluation.rule {
        case Evaluation.override: .override
        case Evaluation.fallback: handle.program.document.fallback.id
        default: handle.program.document.rules[Int(evaluation.rule)].id
        }
    }

    /// The place of the rule in the policy; `nil` for overrides and the fallback.
    public var ruleIndex: Int? { evaluation.rule >= 0 ? Int(evaluation.rule) : nil }

    /// Why the rule decided so.
    public var reason: Reason { Reason(decision: self) }

    /// The unit's bucket, where one was needed.
    public var bucket: Bucket? {
        guard evaluation.result.position >= 0 else { return nil }
        return Bucket(position: Int(evaluation.result.position), resolution: Int(evaluation.result.resolution))
    }

    /// The share of units that the deciding rollout covered at the time; `nil` where no rollout decided.
    public var coverage: PartsPerMillion? {
        guard let index = ruleIndex, case .rollout = handle.program.document.rules[index].outcome else { return nil }
        return PartsPerMillion(rawValue: Int(evaluation.result.coverage))
    }

    /// Whether the hash, and nothing else, chose between routes.
    ///
    /// Only such decisions may be compared with each other: every other rule chooses its documents.
    public var isRandomised: Bool { evaluation.result.isRandomised }

    /// A second route that gets a copy of the document.
    public var mirror: Route? {
        evaluation.mirror >= 0 ? handle.program.document.routes[Int(evaluation.mirror)] : nil
    }

    /// How far the override that decided reaches; `nil` where a rule decided.
    public var overrideScope: Override.Scope? { evaluation.scope }

    /// Whether an override was ignored because the policy does not declare its route or allows none.
    public var hasIgnoredOverride: Bool { evaluation.hasIgnoredOverride }

    /// The digest of the policy that decided.
    public var digest: PolicyDigest { handle.program.digest }

    /// The context that was decided.
    public var context: RoutingContext { RoutingContext(facts: facts) }
}

extension RoutingContext {
    init(facts: ContextFacts) { self.facts = facts }
}

extension Decision: Hashable {
    /// Whether two decisions say the same under policies of the same content.
    public static func == (left: Decision, right: Decision) -> Bool {
        left.digest == right.digest && left.route == right.route && left.ruleID == right.ruleID
            && left.bucket == right.bucket && left.coverage == right.coverage && left.mirror == right.mirror
            && left.isRandomised == right.isRandomised && left.overrideScope == right.overrideScope
            && left.hasIgnoredOverride == right.hasIgnoredOverride
    }

    /// Hashes the digest, the route and the rule.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
        hasher.combine(route)
        hasher.combine(ruleID)
    }
}

extension Decision: Encodable {
    private enum CodingKeys: String, CodingKey {
        case route, rule, reason, code, bucket, coverage, isRandomised, mirror, overrideScope, hasIgnoredOverride,
            digest
    }

    /// Writes the decision with its reason in words.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(route, forKey: .route)
        try container.encode(ruleID, forKey: .rule)
        try container.encode(reason.description, forKey: .reason)
        try container.encode(reason.code.rawValue, forKey: .code)
        try container.encodeIfPresent(bucket, forKey: .bucket)
        try container.encodeIfPresent(coverage, forKey: .coverage)
        try container.encode(isRandomised, forKey: .isRandomised)
        try container.encodeIfPresent(mirror, forKey: .mirror)
        try container.encodeIfPresent(overrideScope, forKey: .overrideScope)
        if hasIgnoredOverride { try container.encode(true, forKey: .hasIgnoredOverride) }
        try container.encode(digest, forKey: .digest)
    }
}

extension Decision: CustomStringConvertible {
    /// The decision in one line.
    public var description: String { "\(route) by \(ruleID): \(reason)" }
}
