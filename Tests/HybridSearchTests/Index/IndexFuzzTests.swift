// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import SegmentStoreTestSupport
import Testing

@testable import HybridSearch
@testable import _SegmentStore

struct IndexFuzzTests {
    /// Damaged indexes to try; `RAG_FUZZ_INPUTS` says otherwise.
    private static let inputs: Int = {
        let environment = ProcessInfo.processInfo.environment
        if let number = environment["RAG_FUZZ_INPUTS"].flatMap({ Int($0) }) { return number }
        return environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 2_000
    }()

    /// What is done with a damaged index.
    private enum Use: CaseIterable {
        case words
        case oneWord
        case phrase
        case prefix
        case required
        case explanation
        case documents
        case embeddings
        case merge
    }

    private static func query(_ clauses: TextQuery.Clause...) -> HybridQuery {
        HybridQuery(TextQuery(clauses: clauses), limit: 20)
    }

    /// Does one thing with an index whose contents may be anything.
    private func use(
        _ snapshot: IndexSnapshot, _ use: Use, _ mutator: inout Mutator
    ) throws(HybridSearchError) {
        let word = "w\(mutator.number(below: 40))"
        func search(_ query: HybridQuery) throws(HybridSearchError) {
            var query = query
            for plan in LexicalPlan.allCases {
                query.plan = plan
                for hit in try snapshot.rows(matching: query) { precondition(hit.id < snapshot.endRow) }
            }
        }
        switch use {
        case .words: try search(HybridQuery("all \(word) w1 w2"))
        case .oneWord: try search(HybridQuery(mutator.number(below: 2) == 0 ? "all" : word))
        case .phrase: try search(Self.query(.init(.phrase("all \(word)", slop: mutator.number(below: 3)))))
        case .prefix: try search(Self.query(.init(.prefix(["w", "w1", "a", ""][mutator.number(below: 4)]))))
        case .required: try search(Self.query(.init(.words("all"), .must), .init(.words(word), .mustNot)))
        case .explanation:
            var query = HybridQuery("all \(word)")
            query.ranking = (try? BM25(k1: 0, b: 1)) ?? .standard
            try search(query)
            _ = try snapshot.explain(query, row: mutator.number(below: snapshot.endRow))
        case .documents:
            _ = try snapshot.document(at: mutator.number(below: snapshot.endRow))
            _ = try snapshot.document(DocumentID("d\(mutator.number(below: 60))"))
        case .embeddings:
            let vector = [Float](repeating: 1, count: snapshot.dimension ?? 2)
            var query = HybridQuery(word, vector: vector, mode: mutator.number(below: 2) == 0 ? .dense : .hybrid)
            query.grouping = mutator.number(below: 2) == 0 ? .chunks : .documents
            _ = try snapshot.search(query)
        case .merge:
            try HybridSearchError.translating { () throws(SegmentStoreError) in
                _ = try DamagedIndex.merged(snapshot)
            }
        }
    }

    @Test(
        "an index whose contents are damaged behind right checksums is refused or used, and never stops the process",
        arguments: [
            (documentCount: 300, tenths: 7, fields: [TextField.whole]),
            (documentCount: 4_500, tenths: 1, fields: [TextField.whole]),
            (documentCount: 200, tenths: 2, fields: [TextField("body", .text), TextField("title", .title, b: 1)]),
        ])
    func damage(documentCount: Int, tenths: Int, fields: [TextField]) throws {
        let index = try DamagedIndex(documentCount: documentCount, fields: fields)
        var mutator = Mutator(seed: UInt64(documentCount))
        var refused = 0
        var used = 0
        var slowest = Duration.zero
        let clock = ContinuousClock()
        let count = Self.inputs * tenths / 10
        let start = clock.now
        for number in 0..<count {
            let time = try clock.measure {
                do throws(HybridSearchError) {
                    let snapshot = try HybridSearchError.translating { () throws(SegmentStoreError) in
                        try index.opened(&mutator, keepsDeleted: number % 2 == 0)
                    }
                    let first = number % Use.allCases.count
                    try use(snapshot, Use.allCases[first], &mutator)
                    try use(snapshot, Use.allCases[(first + 4) % Use.allCases.count], &mutator)
                    used += 1
                } catch {
                    try #require([.corruptedIndex, .unsupportedVersion].contains(error.code), "\(error)")
                    refused += 1
                }
            }
            slowest = max(slowest, time)
        }
        print(
            "measured: \(count) damaged indexes of \(documentCount) documents in \(clock.now - start), \(refused) refused, "
                + "the slowest \(slowest)")
        #expect(refused > count / 10 && used > count / 10)
        #expect(slowest < .seconds(5))
    }
}
