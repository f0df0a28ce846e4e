// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct ChunkedDocumentTests {
    private static let configuration = IndexConfiguration(analyzer: BlankAnalyzer())

    /// A document of words, cut after each bar.
    private func piece(_ id: DocumentID, _ text: String, year: Int = 2000) -> (Document, [IndexedChunk]) {
        let document = Document(id: id, title: "t", text: text, metadata: ["year": .integer(year)])
        var chunks: [IndexedChunk] = []
        var start = 0
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            let range = start..<start + part.utf8.count
            chunks.append(IndexedChunk(text: String(part), utf8Range: range, embedding: [Float(part.utf8.count), 1]))
            start = range.upperBound + 1
        }
        return (document, chunks)
    }

    private func add(
        _ id: DocumentID, _ text: String, year: Int = 2000, to writer: inout IndexWriter
    ) throws {
        let (document, chunks) = piece(id, text, year: year)
        try writer.add(document, chunks: chunks)
    }

    @Test("every chunk is a row of its own, with the title of its document and a place in its text")
    func rows() throws {
        let folder = try TemporaryFolder()
        var writer = try IndexWriter(at: folder.path("index"), Self.configuration)
        try add("a", "one two|three é|one", to: &writer)
        try add("b", "one one", to: &writer)
        try writer.commit()
        let snapshot = try IndexSnapshot(openingAt: folder.path("index"), analyzer: BlankAnalyzer())
        #expect(snapshot.documentCount == 2)
        #expect(snapshot.rowCount == 4)
        let hits = try snapshot.search(HybridQuery("one"))
        #expect(Set(hits.map(\.chunk.id.description)) == ["a#0", "a#2", "b#0"])
        for hit in hits {
            let text = hit.document.text.utf8
            let part = text.dropFirst(hit.chunk.utf8Range.lowerBound).prefix(hit.chunk.utf8Range.count)
            #expect(part.elementsEqual(hit.chunk.text.utf8))
            #expect(hit.chunk.id.document == hit.document.id)
        }
        #expect(try snapshot.search(HybridQuery("t")).count == 4)
        #expect(try snapshot.search(HybridQuery("é")).map(\.chunk.utf8Range) == [8..<16])
    }

    @Test("a chunk may have a text that its document has not")
    func ownText() throws {
        var writer = try IndexWriter(Self.configuration)
        let document = Document(id: "a", text: "the whole text")
        try writer.add(
            document,
            chunks: [
                IndexedChunk(text: "the", utf8Range: 0..<3), IndexedChunk(text: "summary", utf8Range: 0..<14),
                IndexedChunk(text: "beyond", utf8Range: 100..<106),
            ])
        let snapshot = try writer.commit()
        for (word, range) in [("the", 0..<3), ("summary", 0..<14), ("beyond", 100..<106)] {
            let hits = try snapshot.search(HybridQuery(word))
            #expect(hits.map(\.chunk.text) == [word])
            #expect(hits.map(\.chunk.utf8Range) == [range])
            #expect(hits.map(\.document) == [document])
        }
        #expect(try snapshot.search(HybridQuery("whole")).isEmpty)
    }

    @Test("a document in one chunk is stored as one without chunks is")
    func onePiece() throws {
        var whole = try IndexWriter(Self.configuration)
        try whole.add(Document(id: "a", text: "one two"), embedding: [1, 2])
        var cut = try IndexWriter(Self.configuration)
        let chunk = IndexedChunk(text: "one two", utf8Range: 0..<7, embedding: [1, 2])
        try cut.add(Document(id: "a", text: "one two"), chunks: [chunk])
        #expect(try whole.commit().byteCount == cut.commit().byteCount)
        let hits = try cut.commit().search(HybridQuery("two"))
        #expect(hits.map(\.chunk) == [Chunk(id: ChunkID(document: "a", ordinal: 0), utf8Range: 0..<7, text: "one two")])
    }

    @Test("deleting and replacing take whole documents, and statistics are those of the rows that stay")
    func wholeDocuments() throws {
        var writer = try IndexWriter(Self.configuration)
        try add("a", "x|x y|z", year: 1990, to: &writer)
        try add("b", "x|z", to: &writer)
        try writer.commit()
        try add("c", "x|q|q", year: 1990, to: &writer)
        #expect(try writer.deleteAll(matching: .equal("year", 1990)) == 2)
        #expect(writer.documentCount == 1)
        let (document, chunks) = piece("b", "y|z|x y|y")
        try writer.replace(document, chunks: chunks)
        try add("a", "x", to: &writer)
        #expect(writer.documentCount == 2)
        let snapshot = try writer.commit()
        var fresh = try IndexWriter(Self.configuration)
        try fresh.add(document, chunks: chunks)
        try add("a", "x", to: &fresh)
        let expected = try fresh.commit()
        for snapshot in [snapshot, try compacted(&writer)] {
            #expect(snapshot.documentCount == 2)
            #expect(snapshot.rowCount == 5)
            for mode in HybridQuery.Mode.allCases {
                let query = HybridQuery("x y z", vector: [1, 1], mode: mode)
                let hits = try snapshot.search(query)
                #expect(hits.map(\.score) == (try expected.search(query).map(\.score)))
                #expect(hits.map(\.chunk) == (try expected.search(query).map(\.chunk)))
            }
        }
        #expect(writer.snapshot.segmentCount == 1)
        #expect(writer.snapshot.endRow == 5)
    }

    private func compacted(_ writer: inout IndexWriter) throws -> IndexSnapshot {
        try writer.compact()
        return writer.snapshot
    }

    @Test("a filter keeps all rows of the documents that it keeps")
    func filtered() throws {
        var writer = try IndexWriter(Self.configuration)
        for number in 0..<40 {
            let text = repeatElement("w", count: number % 5 + 1).joined(separator: "|")
            try add(DocumentID("d\(number)"), text, year: number, to: &writer)
            if number == 25 { try writer.commit() }
        }
        let snapshot = try writer.commit()
        for mode in HybridQuery.Mode.allCases {
            var query = HybridQuery("w", vector: [1, 1], mode: mode, limit: 1_000)
            query.filter = .range("year", 10...29)
            let hits = try snapshot.search(query)
            #expect(hits.count == 60)
            #expect(Set(hits.map(\.document.id)).count == 20)
        }
    }

    @Test(
        "a search for documents finds as many as there are, each where its best chunk ranks",
        arguments: HybridQuery.Mode.allCases)
    func documents(mode: HybridQuery.Mode) throws {
        var generator = SplitMix64(seed: 5)
        var writer = try IndexWriter(Self.configuration)
        // One document has so many good chunks that they fill the first hits of any search for chunks.
        try add("many", repeatElement("w w w", count: 400).joined(separator: "|"), to: &writer)
        for number in 0..<60 {
            let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                repeatElement("w", count: 1).joined(separator: " ") + String(repeating: " v", count: number % 7)
            }
            try add(DocumentID("d\(number)"), parts.joined(separator: "|"), to: &writer)
            if number % 25 == 0 { try writer.commit() }
        }
        let snapshot = try writer.commit()
        for limit in [1, 2, 10, 61, 500] {
            var query = HybridQuery("w", vector: [1, 3], mode: mode, limit: limit)
            query.grouping = .documents
            let hits = try snapshot.search(query)
            #expect(hits.count == min(limit, 61))
            #expect(Set(hits.map(\.document.id)).count == hits.count)
            for hit in hits { #expect(try snapshot.document(at: hit.row) == hit.document) }
            guard mode != .hybrid else { continue }
            query.grouping = .chunks
            query.limit = 1_000
            var best: [DocumentID] = []
            var scores: [Double] = []
            for hit in try snapshot.search(query) where !best.contains(hit.document.id) {
                best.append(hit.document.id)
                scores.append(hit.score)
            }
            #expect(hits.map(\.document.id) == Array(best.prefix(limit)))
            #expect(hits.map(\.score) == Array(scores.prefix(limit)))
        }
    }

    @Test("no chunks, negative offsets and embeddings of some chunks only are refused and leave the writer as it was")
    func refusals() throws {
        var writer = try IndexWriter(Self.configuration)
        let document = Document(id: "a", text: "a b")
        let plain = IndexedChunk(text: "a", utf8Range: 0..<1)
        let embedded = IndexedChunk(text: "b", utf8Range: 2..<3, embedding: [1])
        let long = IndexedChunk(text: "b", utf8Range: 2..<3, embedding: [1, 2])
        for (chunks, code) in [
            ([], HybridSearchError.Code.invalidParameter),
            ([IndexedChunk(text: "a", utf8Range: -1..<1)], .invalidParameter),
            ([plain, embedded], .missingVector), ([embedded, plain], .missingVector),
            ([embedded, long], .dimensionMismatch),
        ] {
            let error = #expect(throws: HybridSearchError.self) { try writer.add(document, chunks: chunks) }
            #expect(error?.code == code)
            #expect(throws: HybridSearchError.self) { try writer.replace(document, chunks: chunks) }
        }
        #expect(writer.documentCount == 0)
        #expect(writer.changeCount == 0)
        try writer.add(document, chunks: [embedded, embedded])
        #expect(try writer.commit().rowCount == 2)
    }
}
