// SPDX-License-Identifier: Apache-2.0
public import RoutingPolicy

/// One expected decision: a context, settings of the policy where they differ, and the route that must come out.
///
/// As JSON it is an object with the keys below, all but `expected` optional; a key that is none of them is an error.
///
/// | key | meaning |
/// |---|---|
/// | `userId` or `unit` | the targeting unit |
/// | `fileSizeBytes`, `pageCount`, `kind`, `name`, `mediaType` | facts of the document |
/// | `attributes` | other attributes by name |
/// | `override` | the route that the request sets by hand |
/// | `at` | the moment, else the start of 1970 |
/// | `useAsyncRAG` | the switch `async-rag` |
/// | `rolloutPercentage` | the coverage of the rule `rollout` |
/// | `forceLegacyUsers`, `betaUsers` | the lists `force-legacy-users` and `beta-users` |
/// | `switches`, `lists` | any switches and lists |
/// | `expected`, `expectedRule` | the route, and the rule that decides |
public struct PolicyCase: Hashable, Sendable {
    /// What is decided.
    public var context: RoutingContext

    /// When it is.
    public var instant: PolicyInstant

    /// Switches that stand otherwise than in the policy.
    public var switches: [String: Bool] = [:]

    /// Lists that hold something else than in the policy.
    public var lists: [String: [String]] = [:]

    /// The coverage of the rule `rollout`, where it is not the policy's.
    public var coverage: PartsPerMillion?

    /// The route that must come out.
    public var expected: Route

    /// The rule that must decide; `nil` accepts any.
    public var expectedRule: RuleID?

    /// Creates a case.
    ///
    /// - Parameters:
    ///   - context: What is decided.
    ///   - instant: When it is.
    ///   - expected: The route that must come out.
    ///   - expectedRule: The rule that must decide; `nil` accepts any.
    public init(
        _ context: RoutingContext,
        at instant: PolicyInstant = PolicyInstant(millisecondsSince1970: 0),
        expected: Route,
        by expectedRule: RuleID? = nil
    ) {
        self.context = context
        self.instant = instant
        self.expected = expected
        self.expectedRule = expectedRule
    }

    /// The policy with this case's settings.
    func adjusted(_ policy: PolicyDocument) -> PolicyDocument {
        var policy = policy
        policy.switches.merge(switches) { _, own in own }
        policy.lists.merge(lists) { _, own in own }
        if let coverage, var rule = policy[rule: "rollout"], case .rollout(var rollout) = rule.outcome {
            rollout.coverage = .fixed(coverage)
            rule.outcome = .rollout(rollout)
            policy[rule: "rollout"] = rule
        }
        return policy
    }
}

extension PolicyCase: Decodable {
    private enum CodingKeys: String, CodingKey {
        case userId, unit, fileSizeBytes, pageCount, kind, name, mediaType, attributes, override, at
        case useAsyncRAG, rolloutPercentage, forceLegacyUsers, betaUsers, switches, lists
        case expected, expectedRule
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    /// Reads a case.
    ///
    /// - Parameter decoder: The source, holding an object.
    /// - Throws: A `DecodingError` where a value has another type, or a key has no meaning.
    public init(from decoder: any Decoder) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys
        where CodingKeys(stringValue: key.stringValue) == nil {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath + [key], debugDescription: "a key without a meaning")
            )
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let document = DocumentFacts(
            name: try container.decodeIfPresent(String.self, forKey: .name),
            mediaType: try container.decodeIfPresent(String.self, forKey: .mediaType),
            byteCount: try container.decodeIfPresent(Int.self, forKey: .fileSizeBytes),
            pageCount: try container.decodeIfPresent(Int.self, forKey: .pageCount),
            kind: try container.decodeIfPresent(DocumentKind.self, forKey: .kind)
        )
        let user = try container.decodeIfPresent(String.self, forKey: .userId)
        let override = try container.decodeIfPresent(Route.self, forKey: .override)
        self.init(
            RoutingContext(
                unit: try container.decodeIfPresent(String.self, forKey: .unit) ?? user,
                attributes: try container.decodeIfPresent([String: AttributeValue].self, forKey: .attributes) ?? [:],
                document: document,
                override: override.map { Override(route: $0) }
            ),
            at: try container.decodeIfPresent(PolicyInstant.self, forKey: .at)
                ?? PolicyInstant(millisecondsSince1970: 0),
            expected: try container.decode(Route.self, forKey: .expected),
            by: try container.decodeIfPresent(RuleID.self, forKey: .expectedRule)
        )
        switches = try container.decodeIfPresent([String: Bool].self, forKey: .switches) ?? [:]
        lists = try container.decodeIfPresent([String: [String]].self, forKey: .lists) ?? [:]
        switches["async-rag"] = try container.decodeIfPresent(Bool.self, forKey: .useAsyncRAG) ?? switches["async-rag"]
        coverage = try container.decodeIfPresent(Double.self, forKey: .rolloutPercentage)
            .map(PartsPerMillion.percent)
        for (key, list) in [(CodingKeys.forceLegacyUsers, "force-legacy-users"), (.betaUsers, "beta-users")] {
            lists[list] = try container.decodeIfPresent([String].self, forKey: key) ?? lists[list]
        }
    }
}
