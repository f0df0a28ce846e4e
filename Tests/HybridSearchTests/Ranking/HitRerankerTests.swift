// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

@testable import HybridSearch

/// Gives the scores that it is made with, or throws.
private struct FixedReranker: HitReranker {
    struct Failure: Error {}
    var answer: @Sendable ([String], String) throws -> [Float?]

    func scores(of passages: [String], for query: String) async throws -> [Float?] { try answer(passages, query) }
}

struct HitRerankerTests {
    private func snapshot() throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for number in 1...6 {
            let text = repeatElement("w", count: 7 - number).joined(separator: " ")
            try writer.add(Document(id: DocumentID("\(number)"), text: text + " x\(number)"))
        }
        return try writer.commit()
    }

    @Test("judged hits come first, by the model; the others stay behind in their order, and none is lost")
    func order() async throws {
        let model = FixedReranker { passages, query in
            #expect(query == "w")
            return passages.map { text in
                switch text.last {
                case "2": 1
                case "4": 5
                case "5": 1
                default: nil
                }
            }
        }
        let snapshot = try snapshot()
        let plain = try snapshot.search(HybridQuery("w"))
        #expect(plain.map(\.document.id) == ["1", "2", "3", "4", "5", "6"])
        let hits = try await snapshot.search(HybridQuery("w"), reranker: model)
        #expect(hits.map(\.document.id) == ["4", "2", "5", "1", "3", "6"])
        #expect(hits.map(\.rerankScore) == [5, 1, 1, nil, nil, nil])
        #expect(Set(hits.map(\.score)) == Set(plain.map(\.score)))
    }

    @Test("the model sees as many hits as the depth says, and the limit is that of the answer")
    func depth() async throws {
        let model = FixedReranker { passages, _ in passages.indices.map { Float($0) } }
        let snapshot = try snapshot()
        let deep = try await snapshot.search(HybridQuery("w", limit: 2), reranker: model, depth: 4)
        #expect(deep.map(\.document.id) == ["4", "3"])
        let shallow = try await snapshot.search(HybridQuery("w", limit: 4), reranker: model, depth: 2)
        #expect(shallow.map(\.document.id) == ["2", "1", "3", "4"])
        let none = try await snapshot.search(HybridQuery("w", limit: 4), reranker: model, depth: 0)
        #expect(none == (try snapshot.search(HybridQuery("w", limit: 4))))
    }

    @Test("a model that throws or breaks its laws is an error of the search")
    func failures() async throws {
        let snapshot = try snapshot()
        let models = [
            FixedReranker { _, _ in throw FixedReranker.Failure() }, FixedReranker { _, _ in [1] },
            FixedReranker { passages, _ in passages.map { _ in .nan } },
        ]
        for (number, model) in models.enumerated() {
            let error = await #expect(throws: HybridSearchError.self) {
                try await snapshot.search(HybridQuery("w"), reranker: model)
            }
            #expect(error?.code == .rerankingFailed)
            #expect((error?.underlying is FixedReranker.Failure) == (number == 0))
        }
    }
}
