// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument {
    /// The migration from a legacy pipeline to an asynchronous one: eight rules, the first that matches decides.
    ///
    /// | rule | when | route |
    /// |---|---|---|
    /// | `force-legacy-user` | the unit is on the list `force-legacy-users` | `LEGACY` |
    /// | `globally-disabled` | the switch `async-rag` is off, or was never set | `LEGACY` |
    /// | `beta-user` | the unit is on the list `beta-users` | `ASYNC_V2` |
    /// | `large-file` | strictly more bytes than the limit | `ASYNC_V2` |
    /// | `presentation` | by kind, media type or extension | `ASYNC_V2` |
    /// | `form-or-invoice` | by kind or by words of the file name | `ASYNC_V2` |
    /// | `rollout` | a salted hash of the unit | `ASYNC_V2` inside, `LEGACY` outside |
    /// | `default` | nothing else, also a coverage of 0 % and a unit that is missing | `LEGACY` |
    ///
    /// An override of a request, such as a developer's, stands above the first rule.
    ///
    /// - Parameters:
    ///   - isEnabled: The global switch; `nil` is off.
    ///   - forceLegacyUsers: Units that stay on the legacy pipeline whatever else holds.
    ///   - betaUsers: Units that use the new pipeline first.
    ///   - largeFileBytes: The size above which a document takes the new pipeline; 5 x 1,024 x 1,024.
    ///   - coverage: The share of the other units that use the new pipeline.
    ///   - salt: What makes the rollout independent of others.
    ///   - profile: How the unit becomes a bucket.
    /// - Returns: The policy.
    public static func asyncRAG(
        isEnabled: Bool? = nil,
        forceLegacyUsers: [String] = [],
        betaUsers: [String] = [],
        largeFileBytes: Int = 5 * 1024 * 1024,
        coverage: Rollout.Coverage = .fixed(.none),
        salt: String = "async-rag",
        profile: BucketingProfile = .routing1
    ) -> PolicyDocument {
        let limit = Reason.megabytes(largeFileBytes)
        let rollout = Rollout(
            salt: salt,
            profile: profile,
            coverage: coverage,
            allocations: [Rollout.Allocation(route: .asyncV2, weight: .whole)]
        )
        return PolicyDocument(
            name: "async-rag",
            description: "Moves documents from the legacy pipeline to the asynchronous one.",
            routes: [.legacy, .asyncV2],
            switches: ["async-rag": isEnabled ?? false],
            lists: ["force-legacy-users": forceLegacyUsers, "beta-users": betaUsers],
            rules: [
                Rule(
                    id: "force-legacy-user",
                    when: .attribute(.unit, .isInList("force-legacy-users")),
                    outcome: .route(.legacy),
                    description: "User is in force-legacy list"
                ),
                Rule(
                    id: "globally-disabled",
                    when: .isSwitched("async-rag", on: false),
                    outcome: .route(.legacy),
                    description: "Async RAG is globally disabled"
                ),
                Rule(
                    id: "beta-user",
                    when: .attribute(.unit, .isInList("beta-users")),
                    outcome: .route(.asyncV2),
                    description: "User is in beta program"
                ),
                Rule(
                    id: "large-file",
                    when: .attribute(.byteCount, .greaterThan(largeFileBytes)),
                    outcome: .route(.asyncV2),
                    description: "File is large ({document.size} > \(limit) threshold)"
                ),
                Rule(
                    id: "presentation",
                    when: DocumentPredicates.isPresentation,
                    outcome: .route(.asyncV2),
                    description: "File is a presentation"
                ),
                Rule(
                    id: "form-or-invoice",
                    when: DocumentPredicates.isFormOrInvoice,
                    outcome: .route(.asyncV2),
                    description: "File appears to be a form or invoice"
                ),
                Rule(
                    id: "rollout",
                    outcome: .rollout(rollout),
                    onMiss: .stop(.legacy),
                    description: "User assigned to treatment group ({coverage} rollout)",
                    missDescription: "User assigned to control group ({coverage} rollout)"
                ),
            ],
            fallback: Fallback(route: .legacy)
        )
    }

    /// The migration from a legacy pipeline to an asynchronous one, at a fixed share.
    ///
    /// - Parameters:
    ///   - isEnabled: The global switch; `nil` is off.
    ///   - forceLegacyUsers: Units that stay on the legacy pipeline whatever else holds.
    ///   - betaUsers: Units that use the new pipeline first.
    ///   - largeFileBytes: The size above which a document takes the new pipeline.
    ///   - coverage: The share of the other units that use the new pipeline.
    ///   - salt: What makes the rollout independent of others.
    ///   - profile: How the unit becomes a bucket.
    /// - Returns: The policy.
    public static func asyncRAG(
        isEnabled: Bool? = nil,
        forceLegacyUsers: [String] = [],
        betaUsers: [String] = [],
        largeFileBytes: Int = 5 * 1024 * 1024,
        coverage: PartsPerMillion,
        salt: String = "async-rag",
        profile: BucketingProfile = .routing1
    ) -> PolicyDocument {
        asyncRAG(
            isEnabled: isEnabled,
            forceLegacyUsers: forceLegacyUsers,
            betaUsers: betaUsers,
            largeFileBytes: largeFileBytes,
            coverage: .fixed(coverage),
            salt: salt,
            profile: profile
        )
    }
}
