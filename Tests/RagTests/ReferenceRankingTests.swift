// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import RetrievalEvaluation
import TestSupport
import Testing

@testable import rag

struct ReferenceRankingTests {
    /// The ten best documents of every query, by system.
    private func expectedRankings(of system: String) throws -> [QueryID: [ScoredHit<DocumentID>]] {
        let file = SharedData.root.appending(path: "cranfield/expected.top10.tsv")
        var rankings: [QueryID: [ScoredHit<DocumentID>]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields[0] == system, let score = Float(fields[4]) else { continue }
            rankings[QueryID(String(fields[1])), default: []].append(
                ScoredHit(id: DocumentID(String(fields[3])), score: score))
        }
        return rankings
    }

    @Test(
        "the ten best of all 225 queries are the reference's, ties aside",
        .needsSharedData("cranfield/expected.top10.tsv"),
        arguments: [(RetrievalSystem.bm25, Float(2e-5)), (.dense, 2e-5), (.maxsim, 2e-3)])
    func topTen(system: RetrievalSystem, tolerance: Float) throws {
        let collection = try CollectionRun(folder: SharedData.root.appending(path: "cranfield").path)
        let rankings = try collection.run(system).run.rankings
        let expected = try expectedRankings(of: system.rawValue)
        #expect(expected.count == 225)
        for (query, reference) in expected {
            let ranking = try #require(rankings[query])
            let scores = Dictionary(uniqueKeysWithValues: ranking.map { ($0.id, $0.score) })
            for (place, hit) in reference.enumerated() {
                // The same score at the same place, and the named document with that score: equal but for ties.
                #expect(abs(ranking[place].score - hit.score) <= tolerance, "\(query) rank \(place + 1)")
                #expect(abs((scores[hit.id] ?? -1) - hit.score) <= tolerance, "\(query) \(hit.id)")
            }
        }
    }
}
