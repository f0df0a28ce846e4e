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
}
