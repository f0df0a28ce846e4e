// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct EvaluationPlanTests {
    /// Documents of words whose frequency falls like that of a language, some of them long lists of one word.
    private func snapshot(_ count: Int, seed: UInt64, deletes: Bool = true) throws -> IndexSnapshot {
        var generator = SplitMix64(seed: seed)
        func word() -> String {
            let share = Double(generator.next() % 1_000_000) / 1_000_000
            return "w\(Int(300 * share * share * share))"
        }
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for row in 0..<count {
            var words = (0..<Int(generator.next() % 12)).map { _ in word() }
            if row % 97 == 0 { words += [String](repeating: word(), count: 300) }
            let metadata: Metadata = ["share": .integer(row * 7_919 % 1_000)]
            try writer.add(
                Document(id: DocumentID("\(row)"), text: words.joined(separator: " "), metadata: metadata))
            if row == count / 3 { try writer.commit() }
        }
        try writer.commit()
        for row in 0..<count where deletes && generator.next() % 7 == 0 && row % 3 != 0 {
            try writer.delete(DocumentID("\(row)"))
        }
        return try writer.commit()
    }

    @Test(
        "skipping changes nothing: every plan finds the same rows with the same scores",
        arguments: [40, 700, 9_000, 40_000], [false, true])
    func plansAgree(count: Int, deletes: Bool) throws {
        let snapshot = try snapshot(count, seed: UInt64(count), deletes: deletes)
        var generator = SplitMix64(seed: 5)
        for (k1, b) in [(1.2, 0.75), (0, 0.5), (2.5, 0), (0.4, 1)] as [(Float, Float)] {
            for limit in [1, 2, 10, 77, 1_000] {
                let words = (0..<1 + Int(generator.next() % 7)).map { _ in
                    "w\(generator.next() % 300 % (1 + generator.next() % 300))"
                }
                var query = HybridQuery(words.joined(separator: " "), limit: limit)
                query.ranking = try BM25(k1: k1, b: b)
                // Filters keep all rows, half of them, one in a hundred.
                let share = [1_000, 500, 10][Int(generator.next() % 3)]
                query.filter = share < 1_000 ? .range("share", 0..<share) : nil
                query.plan = .exhaustive
                let expected = try snapshot.rows(matching: query)
                for plan in [LexicalPlan.maxScore, .wand] {
                    query.plan = plan
                    let found = try snapshot.rows(matching: query)
                    #expect(found == expected, "\(plan): \(words), the best \(limit), k1 \(k1), b \(b), share \(share)")
                }
            }
        }
    }

    @Test("the index says which plan it runs and why")
    func choice() throws {
        let snapshot = try snapshot(700, seed: 9)
        var query = HybridQuery("w0 w3", limit: 10)
        let pruned = try snapshot.plan(for: query)
        #expect(pruned.plan == .maxScore && pruned.reason == .boundsSkip && pruned.postingCount > 10)
        query.limit = pruned.postingCount
        #expect(try snapshot.plan(for: query).reason == .everyPostingFits)
        #expect(try snapshot.plan(for: query).plan == .exhaustive)
        query.plan = .wand
        #expect(try snapshot.plan(for: query).plan == .wand)
        #expect(try snapshot.plan(for: query).reason == .named)
        #expect(try snapshot.plan(for: HybridQuery("nowhere")).postingCount == 0)
    }

    @Test("scores are those of the formula, without deleted documents", arguments: [900])
    func formula(count: Int) throws {
        let snapshot = try snapshot(count, seed: 3)
        var lengths: [Int] = []
        var holding: [String: Int] = [:]
        var texts: [Int: [String]] = [:]
        for row in 0..<count {
            guard let document = try snapshot.document(DocumentID("\(row)")) else { continue }
            let words = document.text.split(separator: " ").map { String($0) }
            texts[row] = words
            lengths.append(words.count)
            for word in Set(words) { holding[word, default: 0] += 1 }
        }
        let average = Double(lengths.reduce(0, +)) / Double(lengths.count)
        let query = HybridQuery("w0 w3 w3 w11 w40", limit: count)
        let hits = try snapshot.search(query)
        #expect(hits.count == texts.values.count { !$0.filter { ["w0", "w3", "w11", "w40"].contains($0) }.isEmpty })
        for hit in hits {
            let row = try #require(Int(hit.document.id.rawValue))
            let words = try #require(texts[row])
            var expected = 0.0
            for word in ["w0", "w3", "w3", "w11", "w40"] {
                let frequency = Double(words.count { $0 == word })
                let rarity = BM25.inverseDocumentFrequency(
                    documentFrequency: holding[word] ?? 0, documentCount: lengths.count)
                expected +=
                    Double(rarity) * frequency
                    / (frequency + 1.2 * (0.25 + 0.75 * Double(words.count) / average))
            }
            #expect(abs(hit.score - expected) < 1e-5 * max(1, expected))
        }
    }
}
