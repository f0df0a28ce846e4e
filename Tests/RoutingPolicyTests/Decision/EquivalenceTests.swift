// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import Testing

/// How many random policies are tried; many more where `RAG_LONG_TESTS` is 1.
let randomPolicyCount = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 100_000 : 1_000

struct EquivalenceTests {
    @Test("a compiled policy decides what a naive interpreter of its document decides")
    func naive() throws {
        var random = RandomPolicies(seed: 1)
        for _ in 0..<randomPolicyCount {
            let policy = random.policy()
            let snapshot = try PolicySnapshot(policy)
            for _ in 0..<5 {
                let context = random.context()
                let now = random.moment()
                let decision = snapshot.decide(context, at: now)
                let expected = NaiveInterpreter(root: policy, context: context, now: now).decide()
                let actual = NaiveInterpreter.Outcome(
                    route: decision.route,
                    rule: decision.ruleID,
                    isRandomised: decision.isRandomised,
                    position: decision.bucket?.position,
                    mirror: decision.mirror
                )
                try #require(actual == expected, "\(policy.prettyJSON) \(context) \(now)")
            }
        }
    }

    @Test("the last entry of a trace is the decision, and every rule is in the trace once")
    func traces() throws {
        var random = RandomPolicies(seed: 2)
        for _ in 0..<randomPolicyCount / 2 {
            let policy = random.policy()
            let snapshot = try PolicySnapshot(policy)
            let context = random.context()
            let now = random.moment()
            let trace = snapshot.explain(context, at: now)
            let decision = snapshot.decide(context, at: now)
            #expect(trace.decision == decision)
            let last = try #require(trace.entries.last)
            #expect(last.ruleID == decision.ruleID)
            switch last.verdict {
            case .matched(let route), .missed(let route?): #expect(route == decision.route)
            default: Issue.record("\(last) decided")
            }
            let names = trace.entries.map(\.ruleID).filter { $0 != .override } + trace.unevaluated
            #expect(names == policy.rules.map(\.id) + [policy.fallback.id])
        }
    }

    @Test("encoding and decoding keep the digest and every decision")
    func roundTrip() throws {
        var random = RandomPolicies(seed: 3)
        for _ in 0..<randomPolicyCount / 5 {
            let policy = random.policy()
            let data = try JSONEncoder().encode(policy)
            let decoded = try PolicyDocument(json: data)
            #expect(PolicyDigest(of: decoded) == PolicyDigest(of: policy))
            #expect(try PolicyDocument(json: policy.prettyJSON) == decoded)
            let (first, second) = (try PolicySnapshot(policy), try PolicySnapshot(decoded))
            for _ in 0..<5 {
                let context = random.context()
                let now = random.moment()
                #expect(first.decide(context, at: now) == second.decide(context, at: now))
                let again = try JSONDecoder().decode(
                    RoutingContext.self,
                    from: JSONEncoder().encode(context.withoutNaN)
                )
                #expect(first.decide(context.withoutNaN, at: now) == first.decide(again, at: now))
            }
        }
    }

    @Test("the digest of a policy is the same in every process and on every machine")
    func digest() throws {
        #expect(
            PolicyDigest(of: .asyncRAG()).description
                == "0380c4bcab91e66d351eb17660cd82d62bd7ef46e96fa17db4d24e5776ec8a20"
        )
        var digest = BlockDigest<SHA256>()
        digest.combine("abc".utf8.span)
        #expect(digest.finish().leading == 0xBA78_16BF_8F01_CFEA, "FIPS 180-4, example B.1")
        #expect(PolicyDigest(of: .asyncRAG(isEnabled: true)) != PolicyDigest(of: .asyncRAG()))
    }
}

extension RoutingContext {
    /// The context without what JSON cannot say.
    fileprivate var withoutNaN: RoutingContext {
        let kept = attributes.filter { if case .number(let number) = $0.value { number.isFinite } else { true } }
        return RoutingContext(unit: unit, attributes: kept, document: document, override: override)
    }
}
