// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct DiversityTests {
    /// Chooses as the definition says, without keeping anything between choices.
    private func reference(
        _ lambda: Double, _ limit: Int, _ relevance: [Double], _ embeddings: [[Float]]
    ) -> [Int] {
        func cosine(_ left: [Float], _ right: [Float]) -> Double {
            func product(_ left: [Float], _ right: [Float]) -> Double {
                zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
            return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
        }
        let least = relevance.min() ?? 0
        let range = (relevance.max() ?? 0) - least
        var chosen: [Int] = []
        while chosen.count < min(limit, relevance.count) {
            let values = relevance.indices.map { candidate -> Double in
                if chosen.contains(candidate) { return -.infinity }
                let likeness = chosen.map { cosine(embeddings[candidate], embeddings[$0]) }.max() ?? 0
                return lambda * (relevance[candidate] - least) / range - (1 - lambda) * likeness
            }
            chosen.append(values.indices.max { values[$0] < values[$1] } ?? 0)
        }
        return chosen
    }

    @Test("chooses what the definition says", arguments: [0, 0.3, 0.5, 0.9, 1])
    func definition(lambda: Double) throws {
        var generator = SplitMix64(seed: 4)
        for _ in 0..<20 {
            let relevance = (0..<30).map { _ in Double.random(in: 5...40, using: &generator) }.sorted(by: >)
            let embeddings = relevance.map { _ in (0..<6).map { _ in Float.random(in: -1...1, using: &generator) } }
            let chosen = try MaximalMarginalRelevance(lambda: lambda)
                .choose(12, relevance: relevance, embeddings: embeddings)
            let expected = reference(lambda, 12, relevance, embeddings)
            // At 0 all candidates are equal at first, and the one that ranks highest is taken.
            #expect(chosen == expected || lambda == 0 && chosen.first == 0)
            if lambda == 1 { #expect(chosen == Array(0..<12)) }
        }
    }

    @Test("scores of any scale lead to the same choice")
    func scales() throws {
        var generator = SplitMix64(seed: 8)
        let relevance = (0..<20).map { _ in Double.random(in: 0...1, using: &generator) }.sorted(by: >)
        let embeddings = relevance.map { _ in (0..<4).map { _ in Float.random(in: -1...1, using: &generator) } }
        let choice = try MaximalMarginalRelevance(lambda: 0.4)
        let chosen = choice.choose(10, relevance: relevance, embeddings: embeddings)
        for (factor, shift) in [(0.03, 0.0), (30, 5), (2, -1)] {
            let scaled = relevance.map { $0 * factor + shift }
            #expect(choice.choose(10, relevance: scaled, embeddings: embeddings) == chosen)
        }
    }

    @Test("repetitions, zero vectors, single candidates and none are fine")
    func edges() throws {
        let choice = try MaximalMarginalRelevance(lambda: 0.5)
        #expect(choice.choose(5, relevance: [], embeddings: []).isEmpty)
        #expect(choice.choose(5, relevance: [3], embeddings: [[1, 0]]) == [0])
        #expect(choice.choose(0, relevance: [3], embeddings: [[1, 0]]).isEmpty)
        #expect(choice.choose(3, relevance: [1, 1, 1], embeddings: [[1, 0], [1, 0], [0, 1]]) == [0, 2, 1])
        #expect(choice.choose(2, relevance: [2, 1], embeddings: [[0, 0], [0, 0]]) == [0, 1])
    }

    @Test("a lambda outside 0...1 is refused", arguments: [-0.1, 1.5, .nan] as [Double])
    func refusals(lambda: Double) {
        let error = #expect(throws: HybridSearchError.self) { try MaximalMarginalRelevance(lambda: lambda) }
        #expect(error?.code == .invalidParameter)
    }

    @Test("a diverse search has no repetitions in front, in every mode", arguments: HybridQuery.Mode.allCases)
    func search(mode: HybridQuery.Mode) throws {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for copy in 0..<5 { try writer.add(Document(id: .init("a\(copy)"), text: "w w w"), embedding: [1, 0, 0]) }
        try writer.add(Document(id: "b", text: "w v"), embedding: [0.5, 0.5, 0])
        try writer.add(Document(id: "c", text: "w u u u"), embedding: [0.4, 0, 0.6])
        let snapshot = try writer.commit()
        var query = HybridQuery("w", vector: [1, 0.1, 0], mode: mode, limit: 3)
        let plain = try snapshot.search(query)
        #expect(plain.map(\.document.id) == ["a0", "a1", "a2"])
        query.diversity = try MaximalMarginalRelevance(lambda: 1)
        #expect(try snapshot.search(query) == plain)
        query.diversity = try MaximalMarginalRelevance(lambda: 0)
        let diverse = try snapshot.search(query)
        #expect(Set(diverse.map(\.document.id)) == ["a0", "b", "c"])
        #expect(diverse.first == plain.first)
    }

    @Test("an index without embeddings cannot be searched for diverse hits")
    func missing() throws {
        var writer = try IndexWriter()
        try writer.add(Document(id: "a", text: "word"))
        var query = HybridQuery("word")
        query.diversity = try MaximalMarginalRelevance()
        let snapshot = try writer.commit()
        let error = #expect(throws: HybridSearchError.self) { try snapshot.search(query) }
        #expect(error?.code == .missingVector)
    }
}
