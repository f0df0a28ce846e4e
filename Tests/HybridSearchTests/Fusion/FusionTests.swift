// SPDX-License-Identifier: Apache-2.0
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

    @Test("contributions add up to the score, whatever the combination", arguments: Fusion.names)
    func contributions(name: String) throws {
        let fusion = try Fusion.named(name, weights: [.sparse: 0.25, .dense: 2])
        let hits = fusion.fuse([sparse, dense], limit: 10)
        #expect(hits.count == 4)
        // Borda also gives points to what a leg did not find.
        for hit in hits where name != "borda" {
            #expect(abs(hit.contributions.reduce(0) { $0 + $1.contribution } - hit.score) < 1e-12)
        }
        for hit in hits {
            for part in hit.contributions {
                let ranking = part.leg == .sparse ? sparse : dense
                #expect(ranking.hits[part.rank - 1] == ScoredHit(id: hit.id, score: part.score))
                #expect(part.weight == (part.leg == .sparse ? 0.25 : 2))
            }
        }
    }

    @Test("the limit cuts a fusion and changes nothing else", arguments: Fusion.names)
    func limits(name: String) throws {
        let fusion = try Fusion.named(name)
        let all = fusion.fuse([sparse, dense], limit: .max)
        for limit in 0...4 { #expect(fusion.fuse([sparse, dense], limit: limit) == Array(all.prefix(limit))) }
    }

    @Test("normalised reciprocal ranks lie in 0...1 and rank as plain ones do")
    func normalized() throws {
        let weights = [Leg.sparse: 0.3, .dense: 0.9]
        let plain = try Fusion.reciprocalRank(weights: weights).fuse([sparse, dense], limit: 10)
        let unit = try Fusion.normalizedReciprocalRank(weights: weights).fuse([sparse, dense], limit: 10)
        #expect(unit.map(\.id) == plain.map(\.id))
        #expect(unit.allSatisfy { (0...1).contains($0.score) })
        let first = Ranking<DocumentID>(.dense, [ScoredHit(id: "a", score: 1)])
        #expect(try Fusion.normalizedReciprocalRank().fuse([sparse, first], limit: 1).map(\.score) == [1])
    }

    @Test("bounds keep a leg that found nothing good from being stretched to 0...1")
    func bounds() throws {
        let poor = Ranking<DocumentID>(.dense, [ScoredHit(id: "x", score: 0.1), ScoredHit(id: "y", score: 0)])
        let bounds = [Leg.dense: ScoreBounds(lower: -1, upper: 1), .sparse: ScoreBounds(lower: 0)]
        let hits = try Fusion.convex(alpha: 0.5, bounds: bounds).fuse([sparse, poor], limit: 10)
        #expect(hits.map(\.id) == ["a", "b", "x", "y", "c"])
        #expect(hits[0].score == 0.5)
        #expect(abs(hits[2].score - 0.275) < 1e-8)
        #expect(abs(hits[4].score - 0.5 / 9) < 1e-12)
        let clipped = try Fusion.convex(alpha: 1, bounds: [.dense: ScoreBounds(lower: 0.05, upper: 0.06)])
        #expect(clipped.fuse([poor], limit: 10).map(\.score) == [1, 0])
    }

    @Test("the presets of the system before it are what their names say")
    func presets() throws {
        #expect(try Fusion.named("convex") == Fusion.weighted(dense: 0.7, sparse: 0.3))
        #expect(try Fusion.named("rrf") == Fusion.reciprocalRank(k: 60))
        #expect(try Fusion.convex(alpha: 0.25) == Fusion.weighted(dense: 0.25, sparse: 0.75))
    }

    @Test("an unknown name is refused with all that are known, and an alpha outside 0...1 too")
    func unknown() {
        let error = #expect(throws: HybridSearchError.self) { try Fusion.named("best") }
        #expect(error?.code == .invalidParameter)
        for name in Fusion.names { #expect(error?.message.contains(name) == true) }
        #expect(throws: HybridSearchError.self) { try Fusion.convex(alpha: 1.1) }
        #expect(throws: HybridSearchError.self) { try Fusion.convex(alpha: .nan) }
    }
}
