// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import RAGCore
import Testing

/// What `Fixtures/make_fusion_golden.py` says every named fusion makes of small rankings.
private struct Golden: Decodable {
    struct Entry: Decodable {
        var `case`: String
        var fusion: String
        var weights: [String: Double]?
        var scores: [String: Double]
    }

    /// A hit and its score.
    struct Hit: Decodable {
        var id: String
        var score: Float

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            id = try pair.decode(String.self)
            score = try pair.decode(Float.self)
        }
    }

    var legs: [String: [String: [Hit]]]
    var golden: [Entry]
}

struct FusionGoldenTests {
    @Test("every named fusion gives the golden scores, with equal scores, single hits and empty legs")
    func golden() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/fusion-golden.json")
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
        for entry in golden.golden {
            let legs = try #require(golden.legs[entry.case])
            let rankings = ["sparse", "dense", "third"].compactMap { name in
                legs[name].map { hits in
                    Ranking(
                        Leg(rawValue: name), hits.map { ScoredHit(id: DocumentID($0.id), score: $0.score) })
                }
            }
            let weights = entry.weights.map { weights in
                Dictionary(uniqueKeysWithValues: weights.map { (Leg(rawValue: $0.key), $0.value) })
            }
            let fused = try Fusion.named(entry.fusion, weights: weights).fuse(rankings, limit: .max)
            #expect(fused.count == entry.scores.count, "\(entry)")
            for hit in fused {
                let expected = try #require(entry.scores[hit.id.rawValue])
                #expect(abs(hit.score - expected) <= 1e-11 * max(1, abs(expected)), "\(entry) \(hit)")
            }
            for (hit, next) in zip(fused, fused.dropFirst()) {
                #expect(hit.score > next.score || hit.score == next.score && hit.id < next.id)
            }
        }
        #expect(Set(golden.golden.map(\.fusion)) == Set(Fusion.names))
    }
}
