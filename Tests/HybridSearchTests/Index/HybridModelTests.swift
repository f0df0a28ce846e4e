// SPDX-License-Identifier: Apache-2.0
import HybridSearchTestSupport
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct HybridModelTests {
    private static let configuration = IndexConfiguration(analyzer: BlankAnalyzer())
    private static let words = (0..<15).map { "w\($0)" }

    /// A document whose text is a few words; small numbers make repetitions and ties.
    private func document(_ generator: inout SplitMix64) -> Document {
        let text = (0..<Int.random(in: 0...18, using: &generator)).map { _ in word(&generator) }
        return Document(
            id: DocumentID("d\(Int.random(in: 0..<40, using: &generator))"),
            title: Bool.random(using: &generator) ? word(&generator) : "", text: text.joined(separator: " "),
            metadata: ["shelf": .integer(Int.random(in: 0..<9, using: &generator))])
    }

    private func word(_ generator: inout SplitMix64) -> String {
        Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
    }

    /// The chunks of a document: one, or as many as it has words modulo four.
    private func chunks(of document: Document) -> [IndexedChunk] {
        let words = document.text.split(separator: " ").map(String.init)
        let size = max(words.count / (words.count % 4 + 1), 1)
        var chunks: [IndexedChunk] = []
        for start in stride(from: 0, to: max(words.count, 1), by: size) {
            let text = words[start..<min(start + size, words.count)].joined(separator: " ")
            let sum = text.utf8.reduce(0) { $0 + Int($1) }
            let vector = [Float(sum % 11) - 5, Float(sum % 7) - 3, Float(chunks.count)]
            let first = words[..<start].reduce(0) { $0 + $1.utf8.count + 1 }
            chunks.append(
                IndexedChunk(text: text, utf8Range: first..<first + text.utf8.count, embedding: vector))
        }
        return chunks
    }

    @Test(
        "after any operations both legs find what a model finds that computes every score from its rows",
        arguments: 0..<8)
    func model(seed: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        var generator = SplitMix64(seed: UInt64(seed))
        var model: [DocumentID: Document] = [:]
        var committed = model
        for _ in 0..<6 {
            // The writer is closed and opened again; what it had not committed is lost.
            model = committed
            var writer = try IndexWriter(at: path, Self.configuration)
            for _ in 0..<60 {
                let document = document(&generator)
                switch Int.random(in: 0..<20, using: &generator) {
                case 0..<7:
                    let chunks = chunks(of: document)
                    if model[document.id] == nil {
                        try writer.add(document, chunks: chunks)
                        model[document.id] = document
                    } else {
                        #expect(throws: HybridSearchError.self) { try writer.add(document, chunks: chunks) }
                    }
                case 7..<12:
                    try writer.replace(document, chunks: chunks(of: document))
                    model[document.id] = document
                case 12..<15:
                    #expect(try writer.delete(document.id) == (model.removeValue(forKey: document.id) != nil))
                case 15:
                    let filter = Filter.equal("shelf", document.metadata["shelf"] ?? 0)
                    let before = model.count
                    model = model.filter { !filter.matches($1) }
                    #expect(try writer.deleteAll(matching: filter) == before - model.count)
                case 16..<18:
                    try writer.commit()
                    committed = model
                case 18:
                    try writer.merge()
                    committed = model
                default:
                    if Bool.random(using: &generator) {
                        try writer.compact()
                        committed = model
                    }
                }
                #expect(writer.documentCount == model.count)
            }
            try check(writer.snapshot, committed, &generator)
        }
        let opened = try IndexSnapshot(openingAt: path, analyzer: BlankAnalyzer())
        try check(opened, committed, &generator)
        try opened.verify()
    }

    private func check(
        _ snapshot: IndexSnapshot, _ documents: [DocumentID: Document], _ generator: inout SplitMix64
    ) throws {
        let model = BruteForceIndex(documents.values) { chunks(of: $0) }
        #expect(snapshot.documentCount == documents.count)
        #expect(snapshot.rowCount == documents.values.reduce(0) { $0 + chunks(of: $1).count })
        for (id, document) in documents { #expect(try snapshot.document(id) == document) }
        guard !documents.isEmpty else { return }
        for mode in HybridQuery.Mode.allCases {
            for grouping in HybridQuery.Grouping.allCases {
                let words = Array(Set((0..<3).map { _ in word(&generator) }))
                let vector = (0..<3).map { _ in Float(Int.random(in: -3...3, using: &generator)) }
                var query = HybridQuery(words.joined(separator: " "), vector: vector, mode: mode, limit: 5_000)
                query.grouping = grouping
                query.fusion = try .weighted()
                if Bool.random(using: &generator) {
                    query.filter = .less("shelf", .integer(Int.random(in: 0...9, using: &generator)))
                }
                let found = try snapshot.scores(of: query)
                let expected = model.answer(words, query)
                #expect(Set(found.keys) == Set(expected.keys), "\(mode) \(grouping)")
                for (chunk, score) in expected {
                    // Whole numbers stand for scores in the index; rows that differ by no more than their rounding may be
                    // far apart on the common scale where all scores are nearly equal, which these are not.
                    #expect(abs((found[chunk] ?? -1) - score) < 1e-4, "\(mode) \(grouping) \(chunk)")
                }
                query.limit = 4
                query.window = 5_000
                let best = try snapshot.search(query)
                if grouping == .chunks {
                    #expect(try snapshot.rows(matching: query).map(\.id) == best.map(\.row), "\(mode)")
                }
                #expect(best.count == min(4, expected.count))
                for (hit, score) in zip(best, expected.values.sorted(by: >)) { #expect(abs(hit.score - score) < 1e-4) }
            }
        }
    }
}
