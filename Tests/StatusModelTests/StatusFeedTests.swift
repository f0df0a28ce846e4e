// SPDX-License-Identifier: Apache-2.0
import StatusModel
import TestSupport
import Testing

struct StatusFeedTests {
    /// A random legal history of a document.
    private func history(_ document: String, seed: UInt64) -> [StatusEntry<String>] {
        var generator = SplitMix64(seed: seed)
        var entries = [StatusEntry(document: document, sequence: 1, change: nil, date: Sample.now)]
        var status = DocumentStatus(receivedAt: Sample.now)
        while entries.count < 40 {
            let change = Sample.change(using: &generator)
            guard (try? status.reduce(change, at: Sample.now)) != nil else { continue }
            entries.append(
                StatusEntry(document: document, sequence: status.sequence, change: change, date: Sample.now))
        }
        return entries
    }

    @Test("however a transport loses, repeats and reorders, the feed ends with the true status")
    func unreliableTransport() throws {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SplitMix64(seed: seed)
            let histories = ["a": history("a", seed: seed), "b": history("b", seed: seed + 1_000)]
            var wire = histories.values.flatMap { $0 }.shuffled(using: &generator)
            wire.removeAll { _ in generator.index(5) == 0 }
            wire += wire.filter { _ in generator.index(5) == 0 }
            // The last entry of each arrives at some time, so that the feed can know that it missed something.
            wire += histories.values.compactMap(\.last)

            var feed = StatusFeed<String, Int>(resumingFrom: 0)
            var shown: [String: Int] = [:]
            var pending: [StatusFeed<String, Int>.Message] = []
            func take(_ message: StatusFeed<String, Int>.Message) {
                for effect in feed.receive(message) {
                    switch effect {
                    case .changed(let document, let status):
                        #expect(status.sequence > shown[document, default: 0], "seed \(seed): a status went back")
                        shown[document] = status.sequence
                    case .requestHistory(let document, let after):
                        pending.append(
                            .history(document, histories[document, default: []].filter { $0.sequence > after }))
                    case .requestSnapshot: Issue.record("nothing asked for a snapshot")
                    }
                }
            }
            for (place, entry) in wire.enumerated() {
                take(.entries([entry], cursor: place))
                if generator.index(3) == 0, !pending.isEmpty { take(pending.removeFirst()) }
            }
            while !pending.isEmpty { take(pending.removeFirst()) }
            for (document, entries) in histories {
                #expect(
                    feed.statuses[document] == DocumentStatus.replaying(entries), "seed \(seed), document \(document)")
            }
        }
    }

    @Test("a hole is asked for once, and again after the connection was lost")
    func holes() {
        let entries = history("a", seed: 7)
        var feed = StatusFeed<String, Int>(resumingFrom: 0)
        #expect(feed.receive(.entries([entries[2]], cursor: 1)) == [.requestHistory("a", after: 0)])
        #expect(feed.receive(.entries([entries[3]], cursor: 2)) == [])
        #expect(feed.receive(.connected) == [.requestHistory("a", after: 0)])
        let effects = feed.receive(.history("a", Array(entries[0...1])))
        #expect(feed.statuses["a"]?.sequence == 4)
        #expect(effects.count == 2)
    }

    @Test("a feed without a cursor, and one that lagged, begin with a snapshot that never goes back")
    func snapshots() throws {
        let entries = history("a", seed: 3)
        let new = try #require(DocumentStatus.replaying(entries.prefix(20)))
        let old = try #require(DocumentStatus.replaying(entries.prefix(10)))
        var feed = StatusFeed<String, Int>()
        #expect(feed.receive(.connected) == [.requestSnapshot])
        #expect(feed.receive(.snapshot(["a": new], cursor: 20)) == [.changed("a", new)])
        #expect(feed.cursor == 20)
        #expect(feed.receive(.connected) == [])
        #expect(feed.receive(.lagged) == [.requestSnapshot])
        #expect(feed.receive(.snapshot(["a": old], cursor: 21)) == [])
        #expect(feed.statuses["a"] == new)
    }

    @Test("a history with a hole cannot be replayed")
    func replayingHoles() {
        let entries = history("a", seed: 1)
        #expect(DocumentStatus.replaying(entries)?.sequence == 40)
        #expect(DocumentStatus.replaying(entries.prefix(5) + entries.dropFirst(6)) == nil)
        #expect(DocumentStatus.replaying([StatusEntry<String>]()) == nil)
    }
}
