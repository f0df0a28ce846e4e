// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct HitExplanationTests {
    @Test(
        "an explanation says what both legs say of a hit, as a search by each of them does",
        arguments: HybridQuery.Grouping.allCases)
    func bothLegs(grouping: HybridQuery.Grouping) throws {
        var generator = SplitMix64(seed: 12)
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for number in 0..<30 {
            let chunks = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                let words = (0..<5).map { _ in "w\(Int.random(in: 0..<9, using: &generator))" }
                return IndexedChunk(
                    text: words.joined(separator: " "), utf8Range: 0..<14,
                    embedding: (0..<3).map { _ in Float.random(in: -1...1, using: &generator) })
            }
            try writer.add(Document(id: DocumentID("\(number)"), text: ""), chunks: chunks)
        }
        let snapshot = try writer.commit()
        var query = HybridQuery("w1 w2", vector: [1, 0.5, -1], limit: 20)
        query.grouping = grouping
        query.window = 8
        var scores: [HybridQuery.Mode: [Int: Double]] = [:]
        for mode in [HybridQuery.Mode.sparse, .dense] {
            let all = try snapshot.search(HybridQuery("w1 w2", vector: query.vector, mode: mode, limit: 1_000))
            scores[mode] = Dictionary(uniqueKeysWithValues: all.map { ($0.row, $0.score) })
        }
        for hit in try snapshot.search(query) {
            let explanation = try snapshot.explanation(of: hit, for: query)
            #expect(explanation.legs == hit.legs && explanation.score == hit.score && explanation.chunk == hit.chunk.id)
            func row(_ leg: Leg) -> Int { zip(hit.legs, hit.rows).first { $0.0.leg == leg }?.1 ?? hit.row }
            let sparse = scores[.sparse]?[row(.sparse)] ?? 0
            let dense = try #require(scores[.dense]?[row(.dense)])
            #expect(abs(Double(explanation.sparseScore) - sparse) < 1e-5)
            #expect(abs(Double(try #require(explanation.denseScore)) - dense) < 1e-5)
            #expect(abs(hit.legs.reduce(0) { $0 + $1.contribution } - hit.score) < 1e-12)
            if grouping == .chunks { #expect(hit.rows.allSatisfy { $0 == hit.row }) }
        }
    }
}
