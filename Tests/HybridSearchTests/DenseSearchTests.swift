// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct DenseSearchTests {
    private func snapshot(_ vectors: [[Float]], commitEvery size: Int = .max) throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for (row, vector) in vectors.enumerated() {
            try writer.add(Document(id: DocumentID("\(row)"), text: "w\(row % 3)"), embedding: vector)
            if (row + 1).isMultiple(of: size) { try writer.commit() }
        }
        return try writer.commit()
    }

    private func random(_ count: Int, dimension: Int, seed: UInt64) -> [[Float]] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) } }
    }

    @Test("the order is that of dot products in double precision", arguments: [1, 17, 384])
    func order(dimension: Int) throws {
        let vectors = random(5_000, dimension: dimension, seed: 1)
        let query = random(1, dimension: dimension, seed: 2)[0]
        let products = vectors.map { zip($0, query).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
        let hits = try snapshot(vectors, commitEvery: 2_000)
            .search(HybridQuery("", vector: query, mode: .dense, limit: 50))
        let best = products.sorted(by: >)
        for (rank, hit) in hits.enumerated() {
            #expect(abs(products[hit.row] - best[rank]) < 1e-4)
            #expect(abs(hit.score - products[hit.row]) < 1e-4)
        }
        #expect(hits.count == 50)
    }

    @Test("wrong vectors are refused and leave the writer as it was")
    func refusals() throws {
        func code(_ body: () throws(HybridSearchError) -> Void) -> HybridSearchError.Code? {
            do throws(HybridSearchError) {
                try body()
                return nil
            } catch {
                return error.code
            }
        }
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        try writer.add(Document(id: "a", text: "a"), embedding: [1, 2])
        let b = Document(id: "b", text: "b")
        #expect(code { () throws(HybridSearchError) in try writer.add(b) } == .missingVector)
        #expect(code { () throws(HybridSearchError) in try writer.add(b, embedding: [1]) } == .dimensionMismatch)
        #expect(code { () throws(HybridSearchError) in try writer.add(b, embedding: [1, .nan]) } == .notFinite)
        try writer.add(b, embedding: [3, 4])
        let snapshot = try writer.commit()
        #expect(snapshot.documentCount == 2)
        #expect(snapshot.dimension == 2)
        for (vector, expected) in [
            ([1] as [Float], HybridSearchError.Code.dimensionMismatch), ([1, .infinity], .notFinite),
        ] {
            let query = HybridQuery("a", vector: vector)
            #expect(code { () throws(HybridSearchError) in _ = try snapshot.search(query) } == expected)
        }
        let withoutVector = HybridQuery("a", mode: .hybrid)
        #expect(code { () throws(HybridSearchError) in _ = try snapshot.search(withoutVector) } == .missingVector)

        var words = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        try words.add(Document(id: "a", text: "a"))
        #expect(code { () throws(HybridSearchError) in try words.add(b, embedding: [1]) } == .missingVector)
        let sparse = try words.commit()
        let dense = HybridQuery("a", vector: [1])
        #expect(code { () throws(HybridSearchError) in _ = try sparse.search(dense) } == .missingVector)
    }

    @Test("a hybrid search is the fusion of what its legs find")
    func hybrid() throws {
        let vectors = random(60, dimension: 8, seed: 3)
        let snapshot = try snapshot(vectors)
        var query = HybridQuery("w1", vector: vectors[7], limit: 20)
        query.window = 15
        query.fusion = try .weighted(dense: 0.6, sparse: 0.4)
        func leg(_ mode: HybridQuery.Mode) throws -> [ScoredHit<Int>] {
            try snapshot.search(HybridQuery("w1", vector: vectors[7], mode: mode, limit: 15))
                .map { ScoredHit(id: $0.row, score: Float($0.score)) }
        }
        let fused = query.fusion.fuse(
            [Ranking(.sparse, try leg(.sparse)), Ranking(.dense, try leg(.dense))], limit: 20)
        let hits = try snapshot.search(query)
        #expect(hits.map(\.row) == fused.map(\.id))
        #expect(hits.map(\.legs) == fused.map(\.contributions))
        for hit in hits { #expect(abs(hit.legs.reduce(0) { $0 + $1.contribution } - hit.score) < 1e-12) }
    }
}
