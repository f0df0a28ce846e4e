// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct IndexWriterTests {
    private static let words = (0..<40).map { "w\($0)" }

    /// A random document; of the same identifier a new one each time.
    private func document(_ number: Int, _ generator: inout SplitMix64) -> Document {
        let text = (0..<Int(generator.next() % 20)).map { _ in Self.words[Int(generator.next() % 40)] }
        return Document(id: DocumentID("d\(number)"), text: text.joined(separator: " "))
    }

    /// What an index finds, by identifier.
    private func found(_ snapshot: IndexSnapshot, _ text: String) throws -> [String: Float] {
        let hits = try snapshot.rows(matching: HybridQuery(text, limit: 1_000))
        return try Dictionary(
            uniqueKeysWithValues: hits.map { (try snapshot.document(at: $0.id).id.rawValue, $0.score) })
    }

    @Test("what is noted with an index is kept with it, and is what its maker noted")
    func annotations() throws {
        let folder = try TemporaryFolder()
        var configuration = IndexConfiguration()
        configuration.annotations = ["model": "a model", "empty": ""]
        do {
            var writer = try IndexWriter(at: folder.path("index"), configuration)
            try writer.add(Document(id: "1", text: "text"))
            #expect(try writer.commit().configuration.annotations == configuration.annotations)
        }
        let snapshot = try IndexSnapshot(openingAt: folder.path("index"))
        #expect(snapshot.configuration.annotations == configuration.annotations)
        configuration.annotations = ["model": "another model"]
        let writer = try IndexWriter(at: folder.path("index"), configuration)
        #expect(writer.configuration.annotations["model"] == "a model")
    }

    @Test(
        "after any changes, an index finds what one made anew of the same documents finds, on disk and in memory",
        arguments: 0..<6)
    func model(seed: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        let configuration = IndexConfiguration(analyzer: BlankAnalyzer(), storesPositions: seed % 2 == 0)
        var generator = SplitMix64(seed: UInt64(seed))
        var writer = seed < 3 ? try IndexWriter(at: path, configuration) : try IndexWriter(configuration)
        var model: [DocumentID: Document] = [:]
        var committed = model
        for _ in 0..<400 {
            let document = document(Int(generator.next() % 60), &generator)
            switch generator.next() % 16 {
            case 0..<5:
                if model[document.id] == nil {
                    try writer.add(document)
                    model[document.id] = document
                } else {
                    let error = #expect(throws: HybridSearchError.self) { try writer.add(document) }
                    #expect(error?.code == .duplicateDocument)
                }
            case 5..<9:
                try writer.replace(document)
                model[document.id] = document
            case 9..<12:
                #expect(try writer.delete(document.id) == (model.removeValue(forKey: document.id) != nil))
            case 12:
                let word = Self.words[Int(generator.next() % 40)]
                let count = try writer.deleteAll { $0.text.split(separator: " ").first.map(String.init) == word }
                let before = model.count
                model = model.filter { $1.text.split(separator: " ").first.map(String.init) != word }
                #expect(count == before - model.count)
            case 13:
                try writer.commit()
                committed = model
            case 14:
                try writer.merge()
                committed = model
            default:
                if generator.next() % 4 == 0 {
                    try writer.compact()
                    committed = model
                    #expect(writer.snapshot.segmentCount <= 1)
                }
            }
            #expect(writer.documentCount == model.count)
            #expect(try writer.document(document.id) == model[document.id])
        }
        try check(writer.snapshot, committed, configuration)
        try check(try writer.commit(), model, configuration)
        if seed < 3 {
            let opened = try IndexSnapshot(openingAt: path, analyzer: BlankAnalyzer())
            try check(opened, model, configuration)
            try opened.verify()
        }
    }

    private func check(
        _ snapshot: IndexSnapshot, _ model: [DocumentID: Document], _ configuration: IndexConfiguration
    ) throws {
        #expect(snapshot.documentCount == model.count)
        var fresh = try IndexWriter(configuration)
        for (_, document) in model.sorted(by: { $0.key < $1.key }) { try fresh.add(document) }
        let expected = try fresh.commit()
        for query in ["w1", "w2 w3 w4", Self.words.joined(separator: " ")] {
            #expect(try found(snapshot, query) == found(expected, query))
        }
        for (id, document) in model { #expect(try snapshot.document(id) == document) }
    }

    @Test("a second writer of a folder is refused, readers are not, and see whole commits")
    func oneWriter() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        var writer = try IndexWriter(at: path)
        try writer.add(Document(id: "1", text: "first"))
        try writer.commit()
        let error = #expect(throws: HybridSearchError.self) { _ = try IndexWriter(at: path) }
        #expect(error?.code == .locked)
        let before = try IndexSnapshot(openingAt: path)
        try writer.add(Document(id: "2", text: "second"))
        #expect(try before.refreshed().documentCount == 1)
        try writer.commit()
        #expect(before.documentCount == 1)
        #expect(try before.refreshed().search(HybridQuery("second")).map(\.document.id) == ["2"])
    }

    @Test("an index that is replaced keeps its old contents until the commit")
    func replacing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        var first = try IndexWriter(at: path)
        try first.add(Document(id: "old", text: "old"))
        try first.commit()
        _ = consume first
        do {
            var abandoned = try IndexWriter(at: path, replacing: true)
            try abandoned.add(Document(id: "lost", text: "lost"))
        }
        #expect(try IndexSnapshot(openingAt: path).document("old") != nil)
        var second = try IndexWriter(at: path, replacing: true)
        try second.add(Document(id: "new", text: "new"))
        try second.commit()
        let snapshot = try IndexSnapshot(openingAt: path)
        #expect(snapshot.documentCount == 1)
        #expect(try snapshot.document("new") != nil)
    }
}
