// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import RoutingPolicyTesting
import TestSupport
import Testing

struct AsyncRAGTests {
    private let now = PolicyInstant(millisecondsSince1970: 0)

    private func decide(_ document: PolicyDocument, _ context: RoutingContext) throws -> Decision {
        try PolicySnapshot(document).decide(context, at: now)
    }

    @Test(
        "every rule gives its words",
        arguments: [
            ("legacy", DocumentFacts(), "force-legacy-user", "User is in force-legacy list"),
            ("beta", DocumentFacts(byteCount: 10 << 20), "beta-user", "User is in beta program"),
            ("ada", DocumentFacts(byteCount: 20 << 20), "large-file", "File is large (20MB > 5MB threshold)"),
            ("ada", DocumentFacts(byteCount: 10 << 20), "large-file", "File is large (10MB > 5MB threshold)"),
            ("ada", DocumentFacts(name: "a.PPTX"), "presentation", "File is a presentation"),
            ("ada", DocumentFacts(name: "Tax_2024.pdf"), "form-or-invoice", "File appears to be a form or invoice"),
            ("ada", DocumentFacts(byteCount: 2 << 20), "default", "Default routing"),
        ]
    )
    func words(user: String, document: DocumentFacts, rule: String, reason: String) throws {
        let policy = PolicyDocument.asyncRAG(isEnabled: true, forceLegacyUsers: ["legacy"], betaUsers: ["beta"])
        let decision = try decide(policy, RoutingContext(unit: user, document: document))
        #expect(decision.ruleID.rawValue == rule)
        #expect(decision.reason.description == reason)
    }

    @Test("five megabytes are 5 x 1,024 x 1,024 bytes, and exactly five are not large", arguments: [0, 1])
    func limit(excess: Int) throws {
        let document = DocumentFacts(byteCount: 5 * 1024 * 1024 + excess)
        let decision = try decide(.asyncRAG(isEnabled: true), RoutingContext(unit: "ada", document: document))
        #expect(decision.ruleID == (excess == 0 ? "default" : "large-file"))
        if excess > 0 { #expect(decision.reason.description == "File is large (5.01MB > 5MB threshold)") }
    }

    @Test("a switch that was never set is off, but users forced to legacy come first")
    func globalSwitch() throws {
        let policy = PolicyDocument.asyncRAG(forceLegacyUsers: ["legacy"], betaUsers: ["beta"])
        let decision = try decide(policy, RoutingContext(unit: "beta"))
        #expect(decision.ruleID == "globally-disabled")
        #expect(decision.reason.code == .disabled)
        #expect(try decide(policy, RoutingContext(unit: "legacy")).ruleID == "force-legacy-user")
    }

    @Test("a developer's override stands above the first rule; one with an unknown route changes nothing and is told")
    func override() throws {
        let policy = PolicyDocument.asyncRAG(forceLegacyUsers: ["ada"])
        let override = Override(route: .asyncV2, author: "grace")
        let decision = try decide(policy, RoutingContext(unit: "ada", override: override))
        #expect(decision.route == .asyncV2)
        #expect(decision.ruleID == .override)
        #expect(decision.overrideScope == .request)
        #expect(decision.reason.description == "Override of the request by grace")
        let unknown = try decide(policy, RoutingContext(unit: "ada", override: Override(route: "MARS")))
        #expect(unknown.ruleID == "force-legacy-user")
        #expect(unknown.hasIgnoredOverride)
    }

    @Test("150 decisions of the system that it re-creates", .needsSharedData("routing/seed-policy-cases.json"))
    func seedCases() throws {
        let data = try Data(contentsOf: SharedData.root.appending(path: "routing/seed-policy-cases.json"))
        let cases = try PolicyCases(json: data)
        #expect(cases.count == 150)
        let failures = try cases.failures(in: .asyncRAG(profile: .unleash))
        #expect(failures.isEmpty, "\(failures.map(\.description).joined(separator: "\n"))")
    }
}
