// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Synchronization
import Testing

struct PolicyStoreTests {
    private final class Progress: Sendable {
        /// The number of swaps that have returned; an even number means the first policy.
        let returned = Atomic<Int>(0)
        let isDone = Atomic<Bool>(false)
    }

    private let now = PolicyInstant(millisecondsSince1970: 0)

    @Test("a bad reload is refused as a whole, told in the log, and the last good policy stays")
    func lastKnownGood() throws {
        let store = try PolicyStore(.asyncRAG(), at: now)
        var bad = PolicyDocument.asyncRAG(isEnabled: true)
        bad.fallback.route = "MARS"
        #expect(throws: RoutingPolicyError.self) { try store.update(to: bad, at: now, note: "deploy 7") }
        #expect(store.current.digest == PolicyDigest(of: .asyncRAG()))
        let entry = try #require(store.changes.last)
        #expect(entry.kind == .refusal && entry.note == "deploy 7")
        #expect(entry.lines.contains { $0.contains("fallback.route") })
    }

    @Test("the log tells what changed, and any earlier policy is one call away")
    func rollback() throws {
        let first = PolicyDocument.asyncRAG(isEnabled: true, betaUsers: ["ada"], coverage: .percent(5))
        let second = PolicyDocument.asyncRAG(isEnabled: true, betaUsers: ["ada", "grace"], coverage: .percent(20))
        let store = try PolicyStore(first, at: now)
        let change = try store.update(to: second, at: now)
        #expect(
            change.lines == ["+ lists.beta-users: grace", "~ rules[rollout].rollout.coverage: \"5%\" > \"20%\""]
        )
        #expect(change.previous == PolicyDigest(of: first))
        try store.rollBack(to: PolicyDigest(of: first), at: now, note: "errors")
        #expect(store.current.digest == PolicyDigest(of: first))
        #expect(store.changes.map(\.kind) == [.initial, .update, .rollback])
        #expect(store.changes.map(\.sequence) == [0, 1, 2])
        #expect(throws: RoutingPolicyError.self) {
            try store.rollBack(to: PolicyDigest(of: .pipelineLane()), at: now)
        }
    }

    @Test("the log and the memory of policies are bounded")
    func bounded() throws {
        let store = try PolicyStore(.asyncRAG(), at: now, capacity: 3)
        for percentage in 1...10 {
            try store.update(to: .asyncRAG(coverage: .percent(Double(percentage))), at: now)
        }
        #expect(store.changes.map(\.sequence) == [8, 9, 10])
        #expect(throws: RoutingPolicyError.self) { try store.rollBack(to: PolicyDigest(of: .asyncRAG()), at: now) }
    }

    @Test("an override of the process outlives a swap and ends on demand")
    func processOverride() throws {
        let store = try PolicyStore(.asyncRAG(), at: now)
        store.setProcessOverride(Override(route: .asyncV2), at: now)
        try store.update(to: .asyncRAG(isEnabled: true), at: now)
        #expect(store.decide(RoutingContext(), at: now).overrideScope == .process)
        store.setProcessOverride(nil, at: now)
        #expect(store.decide(RoutingContext(), at: now).overrideScope == nil)
    }

    @Test("once a swap has returned, no decision that begins carries the old digest")
    func swapsAreSeen() async throws {
        let documents = [PolicyDocument.asyncRAG(), .asyncRAG(isEnabled: true)]
        let digests = documents.map(PolicyDigest.init(of:))
        let store = try PolicyStore(documents[0], at: now)
        let progress = Progress()
        let now = now
        let context = RoutingContext(unit: "ada", document: DocumentFacts(byteCount: 10 << 20))
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var reader = store.makeReader()
                    var wrong = 0
                    while !progress.isDone.load(ordering: .acquiring) {
                        let before = progress.returned.load(ordering: .acquiring)
                        let decision = reader.decide(context, at: now)
                        let after = progress.returned.load(ordering: .acquiring)
                        // With no swap returned or begun in between, the policy is known; a swap in progress may be seen.
                        if before == after, decision.digest != digests[before % 2] {
                            wrong +=
                                progress.returned.load(ordering: .acquiring) == before
                                    && store.changes.count == before + 1
                                ? 1 : 0
                        }
                        let isLarge = decision.ruleID == "large-file"
                        if isLarge != (decision.digest == digests[1]) { wrong += 1 }
                        // The writer may have to share this thread.
                        await Task.yield()
                    }
                    return wrong
                }
            }
            group.addTask {
                for swap in 1...80 {
                    do { try store.update(to: documents[swap % 2], at: now) } catch { return 1 }
                    progress.returned.store(swap, ordering: .releasing)
                    var fresh = store.makeReader()
                    if fresh.decide(context, at: now).digest != digests[swap % 2] { return 1 }
                    await Task.yield()
                }
                progress.isDone.store(true, ordering: .releasing)
                return 0
            }
            for await wrong in group { #expect(wrong == 0) }
        }
        var reader = store.makeReader()
        try store.update(to: documents[1], at: now)
        let seen = reader.decide(context, at: now).digest
        #expect(seen == digests[1])
    }
}
