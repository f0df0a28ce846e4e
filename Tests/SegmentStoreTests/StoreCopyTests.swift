// SPDX-License-Identifier: Apache-2.0
import Foundation
import SegmentStoreTestSupport
import TestSupport
import Testing
import _SegmentStore

struct StoreCopyTests {
    private func store(_ folder: any StoreFolder, steps: Int) throws -> (StoreWriter, SampleHistory) {
        let writer = try StoreWriter(folder)
        var history = SampleHistory()
        for _ in 0..<steps { _ = try history.commitNext(to: writer) }
        return (writer, history)
    }

    @Test("a copy is a store of its own, and shares the bytes on the disk where it can", arguments: [true, false])
    func copying(onDisk: Bool) throws {
        let folder = try TemporaryFolder()
        let place: any StoreFolder = onDisk ? DiskFolder(path: folder.path("store")) : MemoryFolder()
        var (writer, history) = try store(place, steps: 10)
        let expected = history.documents
        let copy = try writer.snapshot.copy(to: folder.path("copy"))
        #expect(copy.generation == writer.snapshot.generation)
        _ = try history.commitNext(to: writer)
        try SampleHistory.merge(writer)
        let opened = try StoreSnapshot(openingAt: folder.path("copy"))
        #expect(try opened.sampleDocuments() == expected)
        try opened.verify()
        let links = try FileManager.default.attributesOfItem(atPath: folder.path("copy/segment-0.documents.rag"))
        #expect(links[.referenceCount] as? Int == (onDisk ? 2 : 1))
        var other = SampleHistory(steps: 10)
        let copyWriter = try StoreWriter(path: folder.path("copy"))
        #expect(try other.commitNext(to: copyWriter).sampleDocuments() == history.documents)
    }

    @Test("a snapshot whose files are removed can still be copied")
    func copyingRemoved() throws {
        let folder = try TemporaryFolder()
        let (writer, history) = try store(DiskFolder(path: folder.path("store")), steps: 5)
        let snapshot = writer.snapshot
        try FileManager.default.removeItem(atPath: folder.path("store"))
        #expect(try snapshot.copy(to: folder.path("copy")).sampleDocuments() == history.documents)
    }

    @Test("a folder that is not empty is not touched")
    func foreignFolder() throws {
        let folder = try TemporaryFolder()
        let (writer, _) = try store(MemoryFolder(), steps: 2)
        try FileManager.default.createDirectory(atPath: folder.path("full"), withIntermediateDirectories: true)
        try folder.write("precious", to: "full/thesis.tex")
        let error = #expect(throws: SegmentStoreError.self) { try writer.snapshot.copy(to: folder.path("full")) }
        #expect(error?.code == .foreign)
        try writer.snapshot.copy(to: folder.path("copy"))
        let twice = #expect(throws: SegmentStoreError.self) { try writer.snapshot.copy(to: folder.path("copy")) }
        #expect(twice?.code == .foreign)
        #expect(try StoreSnapshot(openingAt: folder.path("copy")).generation == 2)
    }
}
