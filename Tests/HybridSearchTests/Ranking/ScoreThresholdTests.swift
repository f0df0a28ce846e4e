// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct ScoreThresholdTests {
    private func snapshot(seed: UInt64) throws -> IndexSnapshot {
        var generator = SplitMix64(seed: seed)
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for number in 0..<60 {
            let text = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                "w\(Int.random(in: 0..<6, using: &generator))"
            }
            let vector = (0..<4).map { _ in Float.random(in: -1...1, using: &generator) }
            try writer.add(Document(id: DocumentID("\(number)"), text: text.joined(separator: " ")), embedding: vector)
        }
        return try writer.commit()
    }

    @Test("what a hybrid search finds is what its legs find under the same thresholds", arguments: Fusion.names)
    func everyMode(name: String) throws {
        let snapshot = try snapshot(seed: 3)
        var query = HybridQuery("w1 w2", vector: [1, -0.5, 0.25, 0.5], limit: 200)
        query.fusion = try Fusion.named(name)
        for (sparse, dense) in [(0.5, 0.2), (1.2, 0.7), (0.1, 5), (50, -1), (50, 50)] as [(Float, Float)] {
            query.minimumScores = [.sparse: sparse, .dense: dense]
            var found: [HybridQuery.Mode: Set<Int>] = [:]
            for mode in HybridQuery.Mode.allCases {
                query.mode = mode
                let hits = try snapshot.search(query)
                found[mode] = Set(hits.map(\.row))
                for part in hits.flatMap(\.legs) { #expect(part.score >= (part.leg == .sparse ? sparse : dense)) }
            }
            #expect(found[.hybrid] == found[.sparse]?.union(found[.dense] ?? []))
        }
    }

    @Test("a threshold keeps just the hits that reach it")
    func exact() throws {
        let snapshot = try snapshot(seed: 5)
        for mode in [HybridQuery.Mode.sparse, .dense] {
            var query = HybridQuery("w1 w2 w3", vector: [1, 0, 0.5, 0], mode: mode, limit: 200)
            let all = try snapshot.search(query)
            let leg = mode == .sparse ? Leg.sparse : .dense
            for cut in [0, all.count / 2, all.count - 1] {
                query.minimumScores = [leg: Float(all[cut].score)]
                #expect(try snapshot.search(query) == all.filter { $0.score >= all[cut].score })
            }
        }
    }
}
