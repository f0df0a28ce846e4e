// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct FieldTests {
    private static let fields = [
        TextField("title", .title, weight: 3, b: 0.4), TextField("text", .text), TextField("author", .metadata("by")),
    ]

    private func documents(_ count: Int, _ generator: inout SplitMix64) -> [Document] {
        func words(_ most: UInt64) -> String {
            (0..<Int(generator.next() % most)).map { _ in "w\(generator.next() % 9)" }.joined(separator: " ")
        }
        return (0..<count).map { row in
            Document(
                id: DocumentID("\(row)"), title: words(4), text: words(20),
                metadata: row % 2 == 0 ? ["by": .string(words(3))] : ["by": ["w1"]])
        }
    }

    private func snapshot(_ documents: [Document], fields: [TextField] = fields) throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer(), fields: fields))
        for (row, document) in documents.enumerated() {
            try writer.add(document)
            if row % 40 == 39 { try writer.commit() }
        }
        try writer.commit()
        if documents.count > 100 { try writer.compact() }
        return try writer.commit()
    }

    private func texts(_ document: Document) -> [[Substring]] {
        var author = ""
        switch document.metadata["by"] {
        case .string(let text): author = text
        case .strings(let texts): author = texts.joined(separator: " ")
        default: break
        }
        return [document.title, document.text, author].map { $0.split(separator: " ") }
    }

    @Test(
        "a query that names no field is scored over all fields by BM25F, one that does in its field",
        arguments: [60, 130])
    func formula(count: Int) throws {
        var generator = SplitMix64(seed: 9)
        let documents = documents(count, &generator)
        let snapshot = try snapshot(documents)
        let texts = documents.map { self.texts($0) }
        let averages = (0..<3).map { field in
            Double(texts.reduce(0) { $0 + $1[field].count }) / Double(count)
        }
        let weights = [3.0, 1, 1]
        let lengthWeights = [0.4, 0.75, 0.75]
        for (query, searched) in [("w1 w4", [0, 1, 2]), ("title:w1 title:w4", [0]), ("author:w1 author:w4", [2])] {
            let hits = try snapshot.search(HybridQuery(try TextQuery(parsing: query), limit: count))
            var expected: [String: Double] = [:]
            for term in ["w1", "w4"] {
                func frequency(_ row: Int) -> Double {
                    searched.reduce(0.0) { sum, field in
                        let words = texts[row][field]
                        let norm =
                            1 - lengthWeights[field] + lengthWeights[field] * Double(words.count) / averages[field]
                        return sum + weights[field] * Double(words.count { $0 == term }) / norm
                    }
                }
                let holding = (0..<count).count { row in searched.contains { texts[row][$0].contains { $0 == term } } }
                let rarity = BM25.inverseDocumentFrequency(documentFrequency: holding, documentCount: count)
                for row in 0..<count {
                    let frequency = frequency(row)
                    if frequency > 0 {
                        expected["\(row)", default: 0] += Double(rarity) * frequency / (1.2 + frequency)
                    }
                }
            }
            #expect(Set(hits.map(\.document.id.rawValue)) == Set(expected.keys))
            for hit in hits {
                #expect(abs(hit.score - (expected[hit.document.id.rawValue] ?? 0)) < 1e-4)
                let parts = try snapshot.explain(HybridQuery(try TextQuery(parsing: query)), row: hit.row)
                #expect(abs(parts.reduce(0) { $0 + Double($1.score) } - hit.score) < 1e-4)
            }
        }
    }

    @Test("fields come back with the index, and phrases stay within a field")
    func reopening() throws {
        let folder = try TemporaryFolder()
        let document = Document(id: "1", title: "one two", text: "three four", metadata: ["by": "five"])
        try snapshot([document]).save(to: folder.path("index"))
        let opened = try IndexSnapshot(openingAt: folder.path("index"), analyzer: BlankAnalyzer())
        #expect(opened.configuration.fields == Self.fields)
        for (query, count) in [
            (#""one two""#, 1), (#""two three""#, 0), (#"text:"three four""#, 1), (#"title:"three four""#, 0),
            ("author:fi*", 1),
        ] {
            #expect(try opened.search(HybridQuery(try TextQuery(parsing: query))).count == count, "\(query)")
        }
        let error = #expect(throws: HybridSearchError.self) {
            try opened.search(HybridQuery(try TextQuery(parsing: "body:one")))
        }
        #expect(error?.code == .invalidQuery)
        #expect(error?.message.contains("'title', 'text', 'author'") == true)
    }

    @Test(
        "fields that cannot be are refused",
        arguments: [
            [], [TextField("", .title)], [TextField("Title", .title)], [TextField("a", .title), TextField("a", .text)],
            [TextField("a", .title, weight: 0)], [TextField("a", .title, b: 2)], [TextField("1a", .title)],
        ] as [[TextField]])
    func refusals(fields: [TextField]) {
        let error = #expect(throws: HybridSearchError.self) {
            _ = try IndexWriter(IndexConfiguration(fields: fields))
        }
        #expect(error?.code == .invalidParameter)
    }
}
