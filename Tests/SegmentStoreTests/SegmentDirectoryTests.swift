// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _SegmentStore

struct SegmentDirectoryTests {
    private func segment(_ text: String) -> SectionedFile {
        var file = SectionedFile(kind: "sample")
        file.append("text", Array(text.utf8))
        return file
    }

    private func texts(in directory: SegmentDirectory) throws -> [String] {
        try directory.open(kind: "sample").map { String(decoding: try $0.section("text"), as: UTF8.self) }
    }

    @Test("a commit replaces the state before it and leaves no old files")
    func commits() throws {
        let folder = try TemporaryFolder()
        let directory = SegmentDirectory(path: folder.path("a/b/index"))
        try directory.commit([segment("one"), segment("two")], kind: "sample")
        #expect(try texts(in: directory) == ["one", "two"])
        try directory.commit([segment("three")], kind: "sample")
        #expect(try texts(in: directory) == ["three"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 2)
    }

    @Test("a commit that cannot write leaves the old state whole")
    func failedCommit() throws {
        let folder = try TemporaryFolder()
        let directory = SegmentDirectory(path: folder.path("index"))
        try directory.commit([segment("old")], kind: "sample")
        // The second file of the next generation cannot be created: a folder has its name.
        try FileManager.default.createDirectory(
            atPath: directory.path + "/segment-2-1.rag", withIntermediateDirectories: false)
        let error = #expect(throws: SegmentStoreError.self) {
            try directory.commit([segment("new"), segment("newer")], kind: "sample")
        }
        #expect(error?.code == .inputOutput)
        #expect(try texts(in: directory) == ["old"])
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/segment-2-0.rag"))
    }

    @Test("left-overs of a crash are ignored and removed by the next commit")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        let directory = SegmentDirectory(path: folder.path("index"))
        try directory.commit([segment("old")], kind: "sample")
        try folder.write("half a file", to: "index/segment-7-0.rag")
        try folder.write("half a manifest", to: "index/manifest.rag.new")
        #expect(try texts(in: directory) == ["old"])
        try directory.commit([segment("new")], kind: "sample")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 2)
    }

    @Test("a folder with other contents is not touched")
    func foreignFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("precious", to: "thesis.tex")
        let directory = SegmentDirectory(path: folder.url.path)
        let error = #expect(throws: SegmentStoreError.self) { try directory.commit([segment("x")], kind: "sample") }
        #expect(error?.code == .foreign)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["thesis.tex"])
    }

    @Test("a damaged index may be replaced")
    func replacesDamagedIndex() throws {
        let folder = try TemporaryFolder()
        let directory = SegmentDirectory(path: folder.path("index"))
        try directory.commit([segment("old")], kind: "sample")
        try folder.write("not a manifest", to: "index/manifest.rag")
        #expect(throws: SegmentStoreError.self) { try texts(in: directory) }
        try directory.commit([segment("new")], kind: "sample")
        #expect(try texts(in: directory) == ["new"])
    }

    @Test("each way in which an index can be absent or wrong has its own error")
    func openErrors() throws {
        let folder = try TemporaryFolder()
        func code(_ path: String, kind: String = "sample") -> SegmentStoreError.Code? {
            do throws(SegmentStoreError) {
                _ = try SegmentDirectory(path: path).open(kind: kind)
                return nil
            } catch {
                return error.code
            }
        }
        let index = folder.path("index")
        #expect(code(folder.path("absent")) == .foreign)
        #expect(code(try folder.write("text", to: "file")) == .foreign)
        try SegmentDirectory(path: index).commit([segment("one")], kind: "sample")
        #expect(code(index, kind: "other") == .foreign)
        try FileManager.default.removeItem(atPath: index + "/segment-1-0.rag")
        #expect(code(index) == .corrupted)
    }
}
