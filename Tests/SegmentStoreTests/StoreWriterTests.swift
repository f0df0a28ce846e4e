// SPDX-License-Identifier: Apache-2.0
import Foundation
import SegmentStoreTestSupport
import TestSupport
import Testing
import _SegmentStore

struct StoreWriterTests {
    private func change(_ edit: (inout StoreChange) -> Void) -> StoreChange {
        var change = StoreChange()
        edit(&change)
        return change
    }

    private func appending(_ documents: UInt64...) -> StoreChange {
        change { $0.append(.sample(documents)) }
    }

    private func code(_ body: () throws -> Void) -> SegmentStoreError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SegmentStoreError)?.code
        }
    }

    @Test("what is committed is there when the store is opened again", arguments: [true, false])
    func reopening(inMemory: Bool) throws {
        let folder = try TemporaryFolder()
        let place: any StoreFolder = inMemory ? MemoryFolder() : DiskFolder(path: folder.path("new/store"))
        do {
            let writer = try StoreWriter(place, properties: ["analyzer": "english 1"])
            #expect(writer.snapshot.generation == 0)
            _ = try writer.commit(appending(1, 2, 3))
            let snapshot = try writer.commit(change { $0.append(.sample([4, 5], deletedRows: [0])) })
            #expect(snapshot.generation == 2)
            #expect(try snapshot.sampleDocuments() == [1, 2, 3, 5])
        }
        let writer = try StoreWriter(place, properties: ["analyzer": "other"])
        #expect(writer.snapshot.properties == ["analyzer": "english 1"])
        #expect(try writer.snapshot.sampleDocuments() == [1, 2, 3, 5])
        #expect(writer.snapshot.liveRowCount == 4)
        try writer.snapshot.verify()
        _ = try writer.commit(change { $0.properties = ["analyzer": "english 2"] })
        #expect(try writer.reload().properties == ["analyzer": "english 2"])
    }

    @Test("a snapshot does not change, and a refreshed one shares the files that stayed")
    func snapshots() throws {
        let folder = try TemporaryFolder()
        let writer = try StoreWriter(path: folder.path("store"))
        _ = try writer.commit(appending(1, 2, 3))
        let old = try StoreSnapshot(openingAt: folder.path("store"))
        let first = try #require(old.segments.first)
        _ = try writer.commit(
            change {
                $0.delete(rows: [1], in: first.id)
                $0.append(.sample([4]))
            })
        #expect(try old.sampleDocuments() == [1, 2, 3])
        let new = try old.refreshed()
        #expect(try new.sampleDocuments() == [1, 3, 4])
        #expect(try new.segments[0].component("documents") === first.component("documents"))
        #expect(try new.refreshed().segments[1].component("documents") === new.segments[1].component("documents"))
    }

    @Test("deleted rows add up, and rows that are deleted already change nothing")
    func deletedRows() throws {
        let writer = try StoreWriter.inMemory()
        let id = try writer.commit(change { $0.append(.sample([UInt64](0..<200))) }).segments[0].id
        _ = try writer.commit(change { $0.delete(rows: [0, 63, 64], in: id) })
        let snapshot = try writer.commit(change { $0.delete(rows: [64, 199], in: id) })
        let deleted = try #require(snapshot.segments[0].deleted)
        #expect((0..<200).filter { deleted.contains($0) } == [0, 63, 64, 199])
        #expect(deleted.count == 4)
        #expect(Array(deleted.words) == [1 | 1 << 63, 1, 0, 1 << 7])
        let same = try writer.commit(change { $0.delete(rows: [0], in: id) })
        #expect(same.segments[0].deleted?.count == 4)
    }

    @Test("a merged segment stands where the first of its parts stood")
    func replacing() throws {
        let writer = try StoreWriter.inMemory()
        for number in UInt64(0)..<4 { _ = try writer.commit(appending(number)) }
        let parts = Array(writer.snapshot.segments[1...2])
        let merged = try writer.commit(
            change {
                $0.replace(parts, with: .sample([1, 2]))
                $0.append(.sample([4]))
            })
        #expect(try merged.sampleDocuments() == [0, 1, 2, 3, 4])
        #expect(merged.segments.count == 4)
        let removed = try writer.commit(change { $0.remove([merged.segments[1]]) })
        #expect(try removed.sampleDocuments() == [0, 3, 4])
        #expect(Set(removed.segments.map(\.id)).isDisjoint(with: parts.map(\.id)))
    }

    @Test("a merge of segments that were changed meanwhile is refused")
    func conflicts() throws {
        let writer = try StoreWriter.inMemory()
        _ = try writer.commit(appending(1, 2, 3))
        let stale = writer.snapshot.segments
        _ = try writer.commit(change { $0.delete(rows: [0], in: stale[0].id) })
        let merge = change { $0.replace(stale, with: .sample([1, 2, 3])) }
        #expect(code { _ = try writer.commit(merge) } == .conflict)
        _ = try writer.commit(change { $0.remove(writer.snapshot.segments) })
        #expect(code { _ = try writer.commit(change { $0.delete(rows: [1], in: stale[0].id) }) } == .conflict)
        #expect(try writer.snapshot.sampleDocuments() == [])
    }

    @Test("a second writer is refused as long as the first one lives")
    func locking() throws {
        let folder = try TemporaryFolder()
        for place in [MemoryFolder(), DiskFolder(path: folder.path("store"))] as [any StoreFolder] {
            do {
                let writer = try StoreWriter(place)
                let error = #expect(throws: SegmentStoreError.self) { try StoreWriter(place) }
                #expect(error?.code == .locked)
                if place is DiskFolder {
                    #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
                }
                _ = try writer.commit(appending(1))
            }
            #expect(try StoreWriter(place).snapshot.sampleDocuments() == [1])
        }
    }

    @Test("files that no snapshot holds are removed, and those that one holds are not")
    func removal() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        let names = { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
        let writer = try StoreWriter(path: path)
        _ = try writer.commit(appending(1, 2))
        let before = try names()
        do {
            let reader = try StoreSnapshot(openingAt: path)
            _ = try writer.commit(change { $0.replace(reader.segments, with: .sample([1, 2])) })
            #expect(try Set(names()).isSuperset(of: before))
            #expect(try reader.sampleDocuments() == [1, 2])
        }
        writer.removeUnused()
        let expected = ["manifest.rag", "segment-1.checks.rag", "segment-1.documents.rag", "writer.lock"]
        #expect(try names() == expected)
    }

    @Test("what a crash has left behind is removed, and nothing else")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        do { _ = try StoreWriter(path: path).commit(appending(1)) }
        let before = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let strange = ["notes.txt", "segment-x.documents.rag", "segment-1.rag", "deleted-1.rag", "segment-2.a_b.rag"]
        for name in ["manifest.rag.new", "segment-7.documents.rag", "deleted-0-9.rag"] + strange {
            try folder.write("half", to: "store/\(name)")
        }
        let writer = try StoreWriter(path: path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == (before + strange).sorted())
        #expect(try writer.commit(appending(2)).sampleDocuments() == [1, 2])
    }

    @Test("a folder with other contents is not touched")
    func foreignFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("precious", to: "thesis.tex")
        #expect(code { _ = try StoreWriter(path: folder.url.path) } == .foreign)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["thesis.tex"])
        #expect(code { _ = try StoreWriter(path: folder.path("thesis.tex")) } == .foreign)
    }

    @Test("each way in which a store can be absent or wrong has its own error")
    func openErrors() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        let open = { _ = try StoreSnapshot(openingAt: path) }
        #expect(code(open) == .foreign)
        do { _ = try StoreWriter(path: path).commit(appending(1)) }
        #expect(code(open) == nil)
        let manifest = try Data(contentsOf: folder.url.appending(path: "store/manifest.rag"))
        var future = manifest
        future[8] = 77
        try future.write(to: folder.url.appending(path: "store/manifest.rag"))
        #expect(code(open) == .unsupportedVersion)
        try manifest.prefix(40).write(to: folder.url.appending(path: "store/manifest.rag"))
        #expect(code(open) == .corrupted)
        try manifest.write(to: folder.url.appending(path: "store/manifest.rag"))
        try FileManager.default.removeItem(atPath: path + "/segment-0.checks.rag")
        #expect(code(open) == .corrupted)
        #expect(code { _ = try StoreWriter(path: path) } == .corrupted)
    }

    @Test("a damaged or older store may be replaced, and is in force until it is")
    func discarding() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        do { _ = try StoreWriter(path: path).commit(appending(1)) }
        do {
            let writer = try StoreWriter(path: path, discardsContents: true)
            #expect(writer.snapshot.segments.isEmpty)
            #expect(try StoreSnapshot(openingAt: path).sampleDocuments() == [1])
            #expect(try writer.commit(appending(2)).sampleDocuments() == [2])
        }
        try folder.write("not a manifest", to: "store/manifest.rag")
        let writer = try StoreWriter(path: path, properties: ["new": "yes"], discardsContents: true)
        #expect(try writer.commit(appending(3)).sampleDocuments() == [3])
        let opened = try StoreSnapshot(openingAt: path)
        #expect(try opened.sampleDocuments() == [3] && opened.properties == ["new": "yes"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 4)
    }

    @Test("a store opens without a look at its contents, which only verification reads")
    func verification() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        do { _ = try StoreWriter(path: path).commit(change { $0.append(.sample([UInt64](0..<5_000))) }) }
        let file = folder.url.appending(path: "store/segment-0.documents.rag")
        var contents = try Data(contentsOf: file)
        contents[20_000] ^= 1
        try contents.write(to: file)
        let snapshot = try StoreSnapshot(openingAt: path)
        let error = #expect(throws: SegmentStoreError.self) { try snapshot.verify() }
        #expect(error?.code == .corrupted)
        #expect(error?.message.contains("segment-0.documents.rag") == true)
    }
}
