// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing
import VDRMaxSim

struct MultiVectorIndexTests {
    private let pages = [
        PageID(document: "a", number: 1), PageID(document: "a", number: 2), PageID(document: "b", number: 1),
        PageID(document: "c", number: 1),
    ]

    private func index() throws -> MultiVectorIndex {
        let rows: [Float] = [1, 4, 3, 4]
        return try MultiVectorIndex(
            pages: pages, vectors: MultiVectorBatch(rows.map { try MultiVector(rows: [[$0]]) }))
    }

    @Test("pages come best first, equals in the order in which they were added")
    func pageOrder() throws {
        let hits = try index().searchPages(MultiVector(rows: [[2]]), limit: 3)
        #expect(hits.map(\.id) == [pages[1], pages[3], pages[2]])
        #expect(hits.map(\.score) == [8, 8, 6])
    }

    @Test("a document scores by its best page and is named once")
    func documents() throws {
        let hits = try index().searchDocuments(MultiVector(rows: [[2]]), limit: 10)
        #expect(hits.map(\.id) == [pages[1], pages[3], pages[2]])
    }

    @Test("a limit beyond the collection gives the whole collection, 0 gives nothing, less is an error")
    func limits() throws {
        let query = try MultiVector(rows: [[1]])
        #expect(try index().searchPages(query, limit: 99).count == 4)
        #expect(try index().searchPages(query, limit: 0).isEmpty)
        #expect(throws: MaxSimError.self) { try index().searchPages(query, limit: -1) }
    }

    @Test("page names must be unique and as many as multi-vectors")
    func refusals() throws {
        let batch = try MultiVectorBatch([MultiVector(rows: [[1]]), MultiVector(rows: [[2]])])
        #expect(throws: MaxSimError.self) { try MultiVectorIndex(pages: [pages[0]], vectors: batch) }
        let error = #expect(throws: MaxSimError.self) {
            try MultiVectorIndex(pages: [pages[0], pages[0]], vectors: batch)
        }
        #expect(error?.code == .duplicatePage)
    }

    @Test("pages can be added, replaced and deleted, and a copy does not notice")
    func changes() throws {
        var index = try index()
        let before = index
        let query = try MultiVector(rows: [[1]])
        let new = PageID(document: "d", number: 1)
        try index.append(new, MultiVector(rows: [[9]]))
        try index.replace(pages[1], MultiVector(rows: [[0.5]]))
        #expect(index.delete(pages[3]))
        #expect(!index.delete(pages[3]))
        #expect(index.count == 4)
        #expect(index.pages == [pages[0], pages[2], new, pages[1]])
        let expected: [ScoredHit<PageID>] = [
            ScoredHit(id: new, score: 9), ScoredHit(id: pages[2], score: 3), ScoredHit(id: pages[0], score: 1),
            ScoredHit(id: pages[1], score: 0.5),
        ]
        #expect(try index.searchPages(query, limit: 9) == expected)
        index.compact()
        #expect(try index.searchPages(query, limit: 9) == expected)
        #expect(index.byteCount == 4 * 4)
        #expect(try before.searchPages(query, limit: 1).first?.id == pages[1])
        #expect(index.delete(document: "a") == 2)
        #expect(index.count == 2)
        for (page, rows) in [(new, [[1]]), (pages[0], [[1, 2]])] as [(PageID, [[Float]])] {
            var changed = index
            #expect(throws: MaxSimError.self) { try changed.append(page, MultiVector(rows: rows)) }
            #expect(changed.count == 2)
        }
    }

    @Test("a filter decides what is scored, not what is shown")
    func filters() throws {
        var index = try MultiVectorIndex(dimension: 1)
        for number in 1...20 {
            try index.append(
                PageID(document: DocumentID("d\(number % 4)"), number: number), MultiVector(rows: [[Float(number)]]),
                metadata: ["year": .integer(2000 + number)])
        }
        let query = try MultiVector(rows: [[1]])
        let byDocument = try index.searchPages(query, limit: 3) { page, _ in page.document == "d1" }
        #expect(byDocument.map(\.id.number) == [17, 13, 9])
        let byYear = try index.searchDocuments(query, limit: 2) { _, metadata in
            if case .integer(let year)? = metadata["year"] { year < 2007 } else { false }
        }
        #expect(byYear.map(\.id.number) == [6, 5])
        #expect(try index.searchPages(query, limit: 3) { _, _ in false }.isEmpty)
    }

    @Test("candidates are reranked exactly, once each, unknown ones left out")
    func rerank() throws {
        let candidates = [pages[0], pages[2], pages[2], PageID(document: "ghost", number: 1)]
        let hits = try index().rerank(candidates, by: MultiVector(rows: [[2]]), limit: 10)
        #expect(hits == [ScoredHit(id: pages[2], score: 6), ScoredHit(id: pages[0], score: 2)])
    }

    @Test("an explanation names the rows of the page")
    func bestRows() throws {
        #expect(
            try index().bestRows(MultiVector(rows: [[2]]), page: pages[2])
                == [RowMatch(queryRow: 0, documentRow: 0, score: 6)])
        #expect(try index().bestRows(MultiVector(rows: [[2]]), page: PageID(document: "ghost", number: 1)) == nil)
    }
}
