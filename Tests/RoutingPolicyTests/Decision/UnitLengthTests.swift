// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct UnitLengthTests {
    @Test("a unit of any length has the bucket of its bytes", arguments: ["s", "salt", "async-rag", "exp.2026-1"])
    func lengths(salt: String) throws {
        let document = PolicyDocument(
            name: "p", routes: ["A", "B"],
            rules: [
                Rule(
                    id: "r", outcome: .rollout(Rollout(of: "B", salt: salt, coverage: .percent(50))),
                    onMiss: .stop("A"), description: "")
            ], fallback: .init(route: "A"))
        let snapshot = try PolicySnapshot(document)
        for length in 1...80 {
            let unit = String(
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301/ünïté-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG".prefix(
                    length))
            let decision = snapshot.decide(RoutingContext(unit: unit), at: PolicyInstant(millisecondsSince1970: 0))
            #expect(decision.bucket == BucketingProfile.routing1.bucket(salt: salt, unit: unit), "\(length)")
        }
    }
}
