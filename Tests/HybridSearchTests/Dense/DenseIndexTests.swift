// SPDX-License-Identifier: Apache-2.0
import RAGCore
import SegmentStoreTestSupport
import TestSupport
import Testing

@testable import HybridSearch
@testable import _SegmentStore

struct DenseIndexTests {
    private static let layout = DenseLayout(rowsForCodes: 32, rowsForLists: 90, rowsPerList: 15)

    private static func configuration(_ vectors: VectorField?) -> IndexConfiguration {
        var configuration = IndexConfiguration(analyzer: BlankAnalyzer(), vectors: vectors)
        configuration.denseLayout = layout
        return configuration
    }

    private static func code(_ body: () throws(HybridSearchError) -> Void) -> HybridSearchError? {
        do throws(HybridSearchError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("an index keeps to the embeddings that it was created for")
    func declaration() throws {
        let folder = MemoryFolder()
        let field = try VectorField(dimension: 3, metric: .euclidean, precision: .float16)
        do {
            var writer = try IndexWriter(in: folder, Self.configuration(field))
            try writer.add(Document(id: "a", text: "a"), embedding: [1, 2, 3])
            #expect(try writer.commit().vectors == field)
        }
        #expect(try IndexWriter(in: folder, Self.configuration(nil)).configuration.vectors == field)
        let other = Self.configuration(try VectorField(dimension: 3))
        #expect(
            Self.code { () throws(HybridSearchError) in _ = try IndexWriter(in: folder, other) }?.code
                == .vectorFieldMismatch)
        let undeclared = MemoryFolder()
        do {
            var writer = try IndexWriter(in: undeclared, Self.configuration(nil))
            try writer.add(Document(id: "a", text: "a"), embedding: [1, 2])
            #expect(try writer.commit().vectors == VectorField(dimension: 2, metric: .dotProduct))
        }
        #expect(try VectorField(stored: "\(VectorField(dimension: 7, precision: .int8))")?.dimension == 7)
        for text in ["", "3 cosine", "0 cosine int8", "3 cosine int9", "3 cosine int8 "] {
            #expect(VectorField(stored: text) == nil)
        }
        for dimension in [0, -1, VectorField.maximumDimension + 1] {
            #expect(
                Self.code { () throws(HybridSearchError) in _ = try VectorField(dimension: dimension) }?.code
                    == .invalidParameter)
        }
    }

    @Test("a vector that cannot be compared is refused by the name of its document, and the others stay")
    func refusals() throws {
        var writer = try IndexWriter(Self.configuration(VectorField(dimension: 2, precision: .float16)))
        try writer.add(Document(id: "good", text: "w"), embedding: [1e20, 0])
        let cases: [([Float]?, HybridSearchError.Code)] = [
            ([1], .dimensionMismatch), ([.nan, 1], .notFinite), ([1, -.infinity], .notFinite), ([0, 0], .zeroVector),
            (nil, .missingVector),
        ]
        for (vector, expected) in cases {
            var error: HybridSearchError?
            do throws(HybridSearchError) {
                try writer.add(Document(id: "bad", text: "w"), embedding: vector)
            } catch let refusal {
                error = refusal
            }
            #expect(error?.code == expected)
            #expect(error?.message.contains("'bad'") == true)
        }
        try writer.add(Document(id: "too", text: "w"), embedding: [0, 2])
        let snapshot = try writer.commit()
        let hits = try snapshot.search(HybridQuery("", vector: [3, 4], mode: .dense))
        #expect(hits.map(\.document.id) == ["too", "good"])
        #expect(abs(hits[0].score - 0.8) < 1e-3)
        var wrong = HybridQuery("", vector: [0, 0], mode: .dense)
        #expect(Self.code { () throws(HybridSearchError) in _ = try snapshot.search(wrong) }?.code == .zeroVector)
        for recall in [0, -1, 1.1, .nan] {
            wrong = HybridQuery("", vector: [1, 0], mode: .dense)
            wrong.targetRecall = recall
            #expect(
                Self.code { () throws(HybridSearchError) in _ = try snapshot.search(wrong) }?.code == .invalidParameter)
        }
    }

    @Test("large values are refused where half precision would make them infinite")
    func halves() throws {
        var writer = try IndexWriter(
            Self.configuration(VectorField(dimension: 1, metric: .dotProduct, precision: .float16)))
        var error: HybridSearchError?
        do throws(HybridSearchError) {
            try writer.add(Document(id: "a", text: "a"), embedding: [70_000])
        } catch let refusal {
            error = refusal
        }
        #expect(error?.code == .notFinite)
        try writer.add(Document(id: "a", text: "a"), embedding: [65_504])
        #expect(try writer.commit().documentCount == 1)
    }

    @Test(
        "whatever was added, replaced, deleted and merged, every plan finds what is there",
        arguments: VectorField.Metric.allCases, VectorField.Precision.allCases)
    func operations(metric: VectorField.Metric, precision: VectorField.Precision) throws {
        let field = try VectorField(dimension: 16, metric: metric, precision: precision)
        var sample = VectorSample(dimension: 16, clusters: 6, seed: 23)
        var generator = SplitMix64(seed: 29)
        var model: [DocumentID: [Float]] = [:]
        let folder = MemoryFolder()
        for round in 0..<4 {
            var writer = try IndexWriter(in: folder, Self.configuration(round == 0 ? field : nil))
            for _ in 0..<3 {
                for vector in sample.next(50) {
                    let id = DocumentID("d\(Int.random(in: 0..<260, using: &generator))")
                    let document = Document(
                        id: id, text: "w", metadata: ["even": .boolean(id.rawValue.utf8.count == 3)])
                    if Int.random(in: 0..<5, using: &generator) == 0 {
                        try writer.delete(id)
                        model[id] = nil
                    } else {
                        try writer.replace(document, embedding: vector)
                        model[id] = vector
                    }
                }
                try writer.commit()
            }
            if round == 1 { while try writer.merge() {} }
            if round == 2 { try writer.compact() }
            let snapshot = try writer.commit()
            try check(snapshot, model, metric: metric, queries: sample.next(3))
        }
    }

    private func check(
        _ snapshot: IndexSnapshot, _ model: [DocumentID: [Float]], metric: VectorField.Metric, queries: [[Float]]
    ) throws {
        #expect(snapshot.documentCount == model.count)
        let width = snapshot.vectors?.precision == .int8 ? 0.1 : 0.01
        let batch = try snapshot.nearest(to: queries, limit: 8, filter: .equal("even", .boolean(true)))
        for (query, nearest) in zip(queries, batch) {
            var request = HybridQuery("", vector: query, mode: .dense, limit: 8)
            request.filter = .equal("even", .boolean(true))
            let scores = model.mapValues { metric.score($0, query) }
            let scale = width * (1 + (scores.values.map(\.magnitude).max() ?? 0))
            let best = model.keys.filter { $0.rawValue.utf8.count == 3 }.compactMap { scores[$0] }.sorted(by: >)
            for plan in DensePlan.allCases.map(Optional.some) + [nil] {
                request.densePlan = plan
                let hits = try snapshot.search(request)
                #expect(hits.count == min(8, best.count))
                for (rank, hit) in hits.enumerated() {
                    let score = scores[hit.document.id] ?? .infinity
                    #expect(abs(hit.score - score) <= scale)
                    if plan == .exact || plan == .exactKept { #expect(abs(score - best[rank]) <= 2 * scale) }
                }
                if plan == .exact {
                    #expect(zip(hits, nearest).allSatisfy { abs($0.score - Double($1.score)) <= scale / 10 })
                    #expect(nearest.count == hits.count)
                }
            }
        }
    }

    @Test("a search says what it did in each segment, and a segment what it measured")
    func reports() throws {
        var writer = try IndexWriter(Self.configuration(VectorField(dimension: 16)))
        var sample = VectorSample(dimension: 16, clusters: 6, seed: 31)
        for (number, vector) in sample.next(320).enumerated() {
            try writer.add(Document(id: DocumentID("\(number)"), text: "w"), embedding: vector)
            if number == 299 { try writer.commit() }
        }
        let snapshot = try writer.commit()
        var query = HybridQuery("w", vector: sample.next(1)[0], mode: .dense, limit: 5)
        query.densePlan = .lists
        let plans = try snapshot.densePlans(of: query)
        #expect(plans.map(\.plan) == [.lists, .exact])
        #expect(plans.map(\.rowCount) == [300, 20])
        #expect(plans[0].listCount > 0 && plans[0].codeCount > 0 && plans[0].scoredRowCount >= 5)
        query.rerankDepth = 12
        #expect(try snapshot.densePlans(of: query)[0].scoredRowCount <= 12)
        #expect(snapshot.denseCalibrations.count == 1)
        #expect(snapshot.denseCalibrations[0].rowCount == 300)
        #expect(snapshot.denseCalibrations[0].entries.map(\.recall).prefix(6) == ListCalibration.recalls[...])
        #expect(try snapshot.nearest(to: []) == [])
        #expect(try snapshot.nearest(to: [query.vector ?? []], limit: 0) == [[]])
    }
}
