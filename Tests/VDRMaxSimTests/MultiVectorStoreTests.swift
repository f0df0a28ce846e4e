// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing
import VDRMaxSim
import _SegmentStore

struct MultiVectorStoreTests {
    private static let dimension = 24

    private func vectors(_ generator: inout SplitMix64) throws -> MultiVector {
        let rows = Int.random(in: 1...6, using: &generator)
        let values = (0..<rows * Self.dimension).map { _ in Float.random(in: -1...1, using: &generator) }
        return try MultiVector(values, dimension: Self.dimension)
    }

    private func code(_ body: () throws -> Void) -> MaxSimError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? MaxSimError)?.code
        }
    }

    /// Changes an index at random, as often as asked.
    private func change(_ index: inout MultiVectorIndex, times: Int, _ generator: inout SplitMix64) throws {
        for _ in 0..<times {
            let page = PageID(
                document: DocumentID("d\(Int.random(in: 0..<12, using: &generator))"),
                number: Int.random(in: 1...4, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: index.delete(page)
            case 1 where Bool.random(using: &generator): index.delete(document: page.document)
            default:
                let metadata: Metadata = ["number": .integer(page.number), "odd": .boolean(page.number % 2 == 1)]
                try index.replace(page, vectors(&generator), metadata: metadata)
            }
        }
    }

    private func expectSame(_ left: MultiVectorIndex, _ right: MultiVectorIndex, _ query: MultiVector) throws {
        #expect(left.count == right.count)
        #expect(left.pages == right.pages)
        let isOdd = { (_: PageID, metadata: Metadata) in metadata["odd"] == .boolean(true) }
        #expect(try left.searchPages(query, limit: 10) == right.searchPages(query, limit: 10))
        #expect(
            try left.searchPages(query, limit: 5, where: isOdd) == right.searchPages(query, limit: 5, where: isOdd))
        #expect(try left.searchDocuments(query, limit: 10) == right.searchDocuments(query, limit: 10))
        for page in left.pages.prefix(3) {
            #expect(try left.bestRows(query, page: page) == right.bestRows(query, page: page))
        }
    }

    @Test(
        "whatever is added, replaced, deleted, compacted and merged, an index in files answers as one in memory does",
        arguments: Precision.allCases)
    func sameAsMemory(precision: Precision) throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix64(seed: 4)
        let store = try MultiVectorStore(path: folder.path("pages"), dimension: Self.dimension, precision: precision)
        var stored = try store.index()
        var inMemory = try MultiVectorIndex(dimension: Self.dimension, precision: precision)
        for round in 0..<40 {
            let times = Int.random(in: 0...6, using: &generator)
            var same = generator
            try change(&stored, times: times, &generator)
            try change(&inMemory, times: times, &same)
            if round % 7 == 3 {
                stored.compact()
                inMemory.compact()
            }
            stored = try store.commit(stored)
            if round % 5 == 4 { stored = try store.merge() }
            let query = try vectors(&generator)
            try expectSame(inMemory, stored, query)
            try expectSame(inMemory, MultiVectorIndex(openingAt: folder.path("pages")), query)
        }
        #expect(inMemory.count > 5)
    }

    @Test("an index is a snapshot: what is committed afterwards does not touch it")
    func snapshots() throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix64(seed: 6)
        let store = try MultiVectorStore(path: folder.path("pages"), dimension: Self.dimension)
        var index = try store.index()
        try change(&index, times: 30, &generator)
        index = try store.commit(index)
        let reader = try MultiVectorIndex(openingAt: folder.path("pages"))
        let before = reader.pages
        let query = try vectors(&generator)
        let hits = try reader.searchPages(query, limit: 5)
        for page in index.pages { index.delete(page) }
        #expect(try store.commit(index).pages == [])
        #expect(try store.merge().byteCount == 0)
        #expect(reader.pages == before)
        #expect(try reader.searchPages(query, limit: 5) == hits)
    }

    @Test("a commit writes what is new, not what stayed")
    func incremental() throws {
        let folder = try TemporaryFolder()
        let store = try MultiVectorStore(path: folder.path("pages"), dimension: Self.dimension)
        var index = try store.index()
        var generator = SplitMix64(seed: 7)
        for number in 1...50 {
            try index.append(PageID(document: "long", number: number), vectors(&generator))
        }
        index = try store.commit(index)
        let first = folder.path("pages/segment-0.multivector.rag")
        let written = try FileManager.default.attributesOfItem(atPath: first)[.modificationDate] as? Date
        index.delete(PageID(document: "long", number: 7))
        try index.append(PageID(document: "short", number: 1), vectors(&generator))
        index = try store.commit(index)
        #expect(try FileManager.default.attributesOfItem(atPath: first)[.modificationDate] as? Date == written)
        let second = try FileManager.default.attributesOfItem(atPath: folder.path("pages/segment-1.multivector.rag"))
        #expect(second[.size] as? Int ?? .max < 2_000)
        #expect(index.count == 50)
    }

    @Test("a stale index, a second writer and another shape are refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pages")
        var generator = SplitMix64(seed: 8)
        let page = PageID(document: "d", number: 1)
        do {
            let store = try MultiVectorStore(path: path, dimension: Self.dimension)
            #expect(code { _ = try MultiVectorStore(path: path, dimension: Self.dimension) } == .locked)
            let stale = try store.index()
            var index = stale
            try index.append(page, vectors(&generator))
            try store.commit(index)
            #expect(code { try store.commit(stale) } == .staleIndex)
            let other = try MultiVectorIndex(dimension: Self.dimension, precision: .int8)
            #expect(code { try store.commit(other) } == .dimensionMismatch)
        }
        #expect(code { _ = try MultiVectorStore(path: path, dimension: 7) } == .dimensionMismatch)
        #expect(
            code { _ = try MultiVectorStore(path: path, dimension: Self.dimension, precision: .int8) }
                == .dimensionMismatch)
        #expect(code { _ = try MultiVectorIndex(openingAt: folder.path("absent")) } == .notAnIndex)
        _ = try StoreWriter(path: folder.path("other"), properties: ["analyzer": "english"])
        #expect(code { _ = try MultiVectorIndex(openingAt: folder.path("other")) } == .notAnIndex)
        #expect(try MultiVectorIndex(openingAt: path).pages == [page])
    }

    @Test("an index that was made in memory replaces what is in the folder")
    func replacing() throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix64(seed: 9)
        let store = try MultiVectorStore(path: folder.path("pages"), dimension: Self.dimension, precision: .float16)
        for document in ["old", "new"] as [DocumentID] {
            var index = try MultiVectorIndex(dimension: Self.dimension, precision: .float16)
            try index.append(PageID(document: document, number: 1), vectors(&generator))
            try store.commit(index)
        }
        #expect(try store.index().pages == [PageID(document: "new", number: 1)])
    }

    /// Writes a component whose checksums are right and whose contents are not.
    private func open(
        shape: (Int, String) = (2, "int8"), pages: Int = 2, offsets: [Int] = [0, 1, 3], rows: Int = 6, scales: Int = 3,
        section: String = "raised",
        _ folder: TemporaryFolder
    ) throws {
        let path = folder.path("crafted-\(UUID().uuidString)")
        let properties = ["multivector.dimension": "2", "multivector.precision": "int8"]
        let writer = try StoreWriter(path: path, properties: properties)
        var change = StoreChange()
        change.append(
            NewSegment(rowCount: 2).adding("multivector") { writer throws(SegmentStoreError) in
                var head = ByteWriter()
                head.append(shape.0)
                head.append(shape.1)
                try writer.begin(section: "shape")
                try writer.append(head.bytes)
                try writer.begin(section: "pages")
                for number in 0..<pages {
                    var page = ByteWriter()
                    page.append("d")
                    page.append(fixed: UInt64(number))
                    page.append([:])
                    try writer.append(page.bytes)
                }
                try writer.begin(section: "offsets")
                try writer.append(offsets)
                try writer.begin(section: section)
                try writer.append([UInt8](repeating: 129, count: rows))
                try writer.begin(section: "scales")
                try writer.append([Float](repeating: 1, count: scales))
            })
        _ = try writer.commit(change)
        let index = try MultiVectorIndex(openingAt: path)
        #expect(try index.searchPages(MultiVector(rows: [[1, 1]]), limit: 2).map(\.score) == [2, 2])
    }

    @Test("parts that contradict each other are refused, whatever the checksums say")
    func crafted() throws {
        let folder = try TemporaryFolder()
        try open(folder)
        #expect(code { try open(shape: (0, "int8"), folder) } == .corruptedIndex)
        #expect(code { try open(shape: (5_000, "int8"), folder) } == .corruptedIndex)
        #expect(code { try open(shape: (2, "int9"), folder) } == .corruptedIndex)
        #expect(code { try open(shape: (2, "float32"), folder) } == .corruptedIndex)
        #expect(code { try open(shape: (1, "int8"), offsets: [0, 1, 6], scales: 6, folder) } == .corruptedIndex)
        #expect(code { try open(pages: 1, folder) } == .corruptedIndex)
        #expect(code { try open(pages: 3, folder) } == .corruptedIndex)
        for offsets in [[0, 1], [0, 1, 4], [0, 3, 3], [0, -1, 3], [1, 2, 3], [0, 4, 3], []] {
            #expect(code { try open(offsets: offsets, folder) } == .corruptedIndex)
        }
        #expect(code { try open(rows: 7, folder) } == .corruptedIndex)
        #expect(code { try open(scales: 2, folder) } == .corruptedIndex)
        // Signed codes of an earlier format.
        #expect(code { try open(section: "rows", folder) } == .corruptedIndex)
    }
}
