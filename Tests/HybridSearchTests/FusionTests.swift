// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import RAGCore
import TestSupport
import Testing

struct FusionTests {
    private let sparse = Ranking<DocumentID>(
        .sparse, [ScoredHit(id: "a", score: 9), ScoredHit(id: "b", score: 5), ScoredHit(id: "c", score: 1)])
    private let dense = Ranking<DocumentID>(.dense, [ScoredHit(id: "c", score: 0.9), ScoredHit(id: "d", score: 0.4)])

    @Test("reciprocal rank fusion adds 1 / (k + rank), ranks from 1")
    func reciprocalRank() throws {
        let hits = Fusion.standard.fuse([sparse, dense], limit: 10)
        #expect(hits.map(\.id) == ["c", "a", "b", "d"])
        #expect(abs(hits[0].score - (1.0 / 63 + 1.0 / 61)) < 1e-15)
        #expect(hits[0].contributions.map(\.rank) == [3, 1])
    }

    @Test("weights multiply a leg's part, and 0 silences it")
    func weights() throws {
        let hits = try Fusion.reciprocalRank(k: 1, weights: [.sparse: 0, .dense: 2]).fuse([sparse, dense], limit: 10)
        #expect(hits.map(\.id) == ["c", "d", "a", "b"])
        #expect(hits.map(\.score) == [1, 2.0 / 3, 0, 0])
    }

    @Test("weighted fusion maps each leg to 0...1 first")
    func weighted() throws {
        let hits = try Fusion.weighted(dense: 0.7, sparse: 0.3).fuse([sparse, dense], limit: 10)
        #expect(hits.map(\.id) == ["c", "a", "b", "d"])
        #expect(hits.map(\.score) == [0.7, 0.3, 0.15, 0])
    }

    @Test("equal scores of a leg all count as 1, and ties go to the smaller identifier")
    func equalScores() throws {
        let flat = Ranking<DocumentID>(.dense, [ScoredHit(id: "z", score: 2), ScoredHit(id: "y", score: 2)])
        let hits = try Fusion.weighted([:]).fuse([flat], limit: 10)
        #expect(hits.map(\.score) == [1, 1])
        #expect(hits.map(\.id) == ["y", "z"])
    }

    @Test("no rankings, empty rankings and a limit of 0 give nothing")
    func nothing() {
        #expect(Fusion.standard.fuse([Ranking<Int>](), limit: 5).isEmpty)
        #expect(Fusion.standard.fuse([Ranking<Int>(.dense, [])], limit: 5).isEmpty)
        #expect(Fusion.standard.fuse([sparse], limit: 0).isEmpty)
    }

    @Test("a weight or k that is negative or not finite is refused", arguments: [-1, .nan, .infinity] as [Double])
    func refusals(value: Double) {
        #expect(throws: HybridSearchError.self) { try Fusion.reciprocalRank(k: value) }
        #expect(throws: HybridSearchError.self) { try Fusion.weighted(dense: value) }
        #expect(throws: HybridSearchError.self) { try Fusion.reciprocalRank(weights: [.sparse: value]) }
    }

    @Test(
        "equals the reference fusions over 20 queries", .needsSharedData("fusion/fusion_systems_reference.json"),
        arguments: [
            ("rrf_k60", try Fusion.reciprocalRank(k: 60)),
            ("rrf_k60_w0.7_0.3", try Fusion.reciprocalRank(k: 60, weights: [.sparse: 0.7, .dense: 0.3])),
            ("weaviate_relativeScore_a0.5", try Fusion.weighted(dense: 0.5, sparse: 0.5)),
            ("weaviate_relativeScore_a0.75", try Fusion.weighted(dense: 0.75, sparse: 0.25)),
        ])
    func references(name: String, fusion: Fusion) throws {
        struct Reference: Decodable { var runs: [String: [String: [String: Double]]] }
        let runs = try JSONDecoder.lenient.decode(
            Reference.self, from: gunzip(SharedData.root.appending(path: "fusion/fusion_reference.json.gz"))
        ).runs
        let systems = try JSONDecoder.lenient.decode(
            [String: [String: [String: Double]]].self,
            from: Data(contentsOf: SharedData.root.appending(path: "fusion/fusion_systems_reference.json")))
        let expected = try #require(systems[name])
        #expect(expected.count == 20)
        for (query, scores) in expected {
            let rankings = try [(Leg.sparse, "a"), (.dense, "b")].map { leg, name in
                let run = try #require(runs[name]?[query])
                return Ranking(
                    leg,
                    run.sorted { $0.value > $1.value }
                        .map { ScoredHit(id: DocumentID($0.key), score: Float($0.value)) })
            }
            let fused = fusion.fuse(rankings, limit: .max)
            #expect(fused.count == scores.count)
            // Scores are single precision here and double in the reference.
            for hit in fused { #expect(abs(hit.score - (scores[hit.id.rawValue] ?? -1)) < 1e-6, "\(query) \(hit)") }
        }
    }

    private func gunzip(_ file: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return try pipe.fileHandleForReading.readToEnd() ?? Data()
    }
}

extension JSONDecoder {
    /// Reads the NaN that Python writes.
    fileprivate static var lenient: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return decoder
    }
}
