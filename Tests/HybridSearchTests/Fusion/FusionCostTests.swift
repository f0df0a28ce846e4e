// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct FusionCostTests {
    private static var isOptimised: Bool {
        #if DEBUG
        false
        #else
        true
        #endif
    }

    private func median(_ count: Int, _ work: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<count { times.append(try clock.measure(work)) }
        return times.sorted()[count / 2]
    }

    @Test(
        "fusing takes less than a fifth of the time of the legs",
        .enabled("needs an optimised build") { isOptimised })
    func cost() throws {
        var generator = SplitMix64(seed: 2)
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer(), storesPositions: false))
        for number in 0..<20_000 {
            let words = (0..<60).map { _ in
                let uniform = Double.random(in: 0..<1, using: &generator)
                return "w\(Int(20_000 * uniform * uniform * uniform))"
            }
            let vector = (0..<128).map { _ in Float.random(in: -1...1, using: &generator) }
            try writer.add(Document(id: DocumentID("\(number)"), text: words.joined(separator: " ")), embedding: vector)
        }
        let snapshot = try writer.commit()
        let vector = (0..<128).map { _ in Float.random(in: -1...1, using: &generator) }
        for name in ["rrf", "convex", "qdrant-dbsf"] {
            var query = HybridQuery("w3 w250 w1700 w9000", vector: vector)
            query.fusion = try Fusion.named(name)
            let legs = try median(201) { _ = try snapshot.rankings(of: query) }
            let whole = try median(201) { _ = try snapshot.search(query) }
            let rankings = try snapshot.rankings(of: query)
            let fusing = median(201) { _ = query.fusion.fuse(rankings, limit: 10) }
            print("measured: \(name): legs \(legs), fusing \(fusing), the whole search \(whole)")
            #expect(fusing < legs / 5)
        }
    }
}
