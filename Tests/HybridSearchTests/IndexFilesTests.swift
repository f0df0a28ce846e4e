// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct IndexFilesTests {
    private func sample(vectors: Bool) throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for row in 0..<12 {
            let document = Document(
                id: DocumentID("päge \(row)"), title: row.isMultiple(of: 2) ? "" : "title \(row)",
                text: "w\(row % 3) w\(row % 5) 東京 🎈",
                metadata: [
                    "row": .integer(row), "share": 0.5, "even": .boolean(row % 2 == 0), "tags": ["x", "y"], "s": "t",
                ])
            try writer.add(document, embedding: vectors ? [Float(row), 1, -Float(row)] : nil)
            if row == 4 { try writer.commit() }
        }
        return try writer.commit()
    }

    @Test("an index comes back as it was saved", arguments: [false, true])
    func roundTrip(vectors: Bool) throws {
        let folder = try TemporaryFolder()
        let saved = try sample(vectors: vectors)
        try saved.save(to: folder.path("index"))
        let opened = try IndexSnapshot(openingAt: folder.path("index"), analyzer: BlankAnalyzer())
        #expect(opened.documentCount == 12)
        #expect(opened.dimension == (vectors ? 3 : nil))
        for row in 0..<12 { #expect(try opened.document(at: row) == saved.document(at: row)) }
        let query = HybridQuery("w1 w4 東京", vector: vectors ? [1, 2, 3] : nil)
        #expect(try opened.search(query) == saved.search(query))
    }

    @Test("an empty index can be saved and opened")
    func empty() throws {
        let folder = try TemporaryFolder()
        var writer = try IndexWriter()
        try writer.commit().save(to: folder.path("index"))
        #expect(try IndexSnapshot(openingAt: folder.path("index")).documentCount == 0)
    }

    @Test("another analyser than the one that made the index is refused")
    func analyzerMismatch() throws {
        let folder = try TemporaryFolder()
        try sample(vectors: false).save(to: folder.path("index"))
        let error = #expect(throws: HybridSearchError.self) { try IndexSnapshot(openingAt: folder.path("index")) }
        #expect(error?.code == .analyzerMismatch)
        #expect(error?.message.contains("blank/1") == true)
    }

    @Test("damage never crashes a search, and verifying finds it wherever it is")
    func damage() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        try sample(vectors: true).save(to: path)
        var generator = SplitMix64(seed: 8)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "writer.lock" {
            let file = URL(filePath: path).appending(path: name)
            let whole = try Data(contentsOf: file)
            for _ in 0..<200 {
                var damaged = whole
                if generator.next() % 2 == 0 {
                    damaged[Int(generator.next() % UInt64(damaged.count))] ^= UInt8(1 + generator.next() % 255)
                } else {
                    damaged = whole.prefix(Int(generator.next() % UInt64(whole.count)))
                }
                // A new file: the one before may still be mapped.
                try FileManager.default.removeItem(at: file)
                try damaged.write(to: file)
                #expect(throws: HybridSearchError.self) {
                    let snapshot = try IndexSnapshot(openingAt: path, analyzer: BlankAnalyzer())
                    for row in 0..<12 { _ = try? snapshot.document(at: row) }
                    _ = try? snapshot.search(HybridQuery("w1 w2 w3", vector: [1, 0, 0]))
                    try snapshot.verify()
                }
            }
            try FileManager.default.removeItem(at: file)
            try whole.write(to: file)
        }
        #expect(try IndexSnapshot(openingAt: path, analyzer: BlankAnalyzer()).documentCount == 12)
    }

    @Test("folders without an index say so")
    func notAnIndex() throws {
        let folder = try TemporaryFolder()
        for path in [folder.url.path, folder.path("absent"), try folder.write("x", to: "file")] {
            let error = #expect(throws: HybridSearchError.self) { try IndexSnapshot(openingAt: path) }
            #expect(error?.code == .notAnIndex)
        }
    }
}
