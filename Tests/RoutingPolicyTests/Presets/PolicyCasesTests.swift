// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import RoutingPolicyTesting
import Testing

struct PolicyCasesTests {
    @Test("a case that comes out otherwise is reported with its trace")
    func failures() throws {
        let json =
            #"{"cases": [{"userId": "ada", "expected": "LEGACY"}, {"unit": "ada", "expected": "ASYNC_V2", "expectedRule": "rollout"}]}"#
        let failures = try PolicyCases(json: Data(json.utf8)).failures(in: .asyncRAG())
        #expect(failures.map(\.index) == [1])
        #expect(failures[0].description.contains("expected ASYNC_V2 by rollout, got LEGACY by globally-disabled"))
        #expect(failures[0].description.contains("force-legacy-user: failed"))
    }

    @Test("a key without a meaning is an error")
    func unknownKey() {
        #expect(throws: RoutingPolicyError.self) {
            try PolicyCases(json: Data(#"{"cases": [{"user": "ada", "expected": "LEGACY"}]}"#.utf8))
        }
    }
}
