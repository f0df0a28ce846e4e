// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import Testing
import _CorpusFiles

struct FolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("files come in the order of the bytes of their relative paths, whatever their case or depth")
    func order() throws {
        let names = ["B.txt", "a-b.md", "a.txt", "a/x.HTML", "a/y/z.markdown", "a0.htm", "é.TXT"]
        for name in names.reversed() { try folder.write(name, "x") }
        #expect(try read().documents.map(\.id.rawValue) == names)
    }

    @Test("hidden files and folders are left out, other kinds are counted by extension")
    func leftOut() throws {
        try folder.write("a.txt", "x")
        try folder.write(".hidden.txt", "x")
        try folder.write(".git/b.txt", "x")
        for name in ["one.pdf", "sub/two.PDF", "Makefile", "archive.tar.gz", "no.jsonl.bz2"] {
            try folder.write(name, "x")
        }
        let (documents, report) = try read()
        #expect(documents.map(\.id) == ["a.txt"])
        #expect(report.unknownFiles == ["pdf": 2, "": 1, "gz": 1, "bz2": 1])
    }

    @Test(
        "an excluded folder is left out below the path, however it is named",
        arguments: ["sub/index", "sub/index/", "link"])
    func excludedFolder(name: String) throws {
        for file in ["a.txt", "index.txt", "sub/b.txt", "sub/index/c.txt", "sub/index/d.rag", "other/index/e.txt"] {
            try folder.write(file, "x")
        }
        try folder.link("link", to: "sub/index")
        var corpus = Corpus([.path(folder.path)], excluding: folder.path(of: name))
        #expect(try corpus.readAll().map(\.id) == ["a.txt", "index.txt", "other/index/e.txt", "sub/b.txt"])
        #expect(corpus.report.unknownFiles.isEmpty)
    }

    @Test("an excluded folder that is the path itself is read")
    func excludedRoot() throws {
        try folder.write("a.txt", "x")
        var corpus = Corpus([.path(folder.path)], excluding: folder.path)
        #expect(try corpus.readAll().map(\.id) == ["a.txt"])
    }

    @Test("links to files are read, links to folders are not entered, so no cycle hangs")
    func links() throws {
        try folder.write("sub/a.txt", "x")
        try folder.link("sub/again", to: "..")
        try folder.link("sub/self", to: ".")
        try folder.link("z.txt", to: "sub/a.txt")
        try folder.link("gone.bin", to: "nowhere")
        let (documents, report) = try read()
        #expect(documents.map(\.id) == ["sub/a.txt", "z.txt"])
        #expect(report.linkedFolders == 2)
        #expect(report.unknownFiles == ["bin": 1])
    }

    @Test("a link that leads nowhere or to itself is an error that names it", arguments: ["nowhere", "a.txt"])
    func danglingLink(target: String) throws {
        try folder.link("a.txt", to: target)
        let error = thrownError { () throws(CorpusError) in
            var corpus = Corpus([.path(folder.path)])
            _ = try corpus.readAll()
        }
        #expect(error?.code == .unreadable)
        #expect(error?.file == folder.path(of: "a.txt"))
    }

    @Test("the given path may be a link to a folder, end with a slash, or be a file")
    func roots() throws {
        try folder.write("real/a.txt", "x")
        try folder.link("link", to: "real")
        for root in ["link", "real/", "real/a.txt"] {
            var corpus = Corpus([.path(folder.path(of: root))])
            #expect(try corpus.readAll().map(\.id) == ["a.txt"], "\(root)")
        }
    }

    @Test("a pipe is not opened, which would wait for a writer forever")
    func pipe() throws {
        let status = unsafe mkfifo(folder.path(of: "pipe.txt"), 0o600)
        #expect(status == 0)
        #expect(try read().report.unknownFiles == ["txt": 1])
    }

    #if os(Linux)
    @Test("a file whose name is not UTF-8 is an error, not left out unseen")
    func foreignName() throws {
        let name: [CChar] = folder.path(of: "a").utf8CString.dropLast() + [-23] + Array(".txt".utf8CString)
        let descriptor = unsafe open(name, O_CREAT | O_WRONLY, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
        let error = thrownError { () throws(CorpusError) in
            var corpus = Corpus([.path(folder.path)])
            _ = try corpus.readAll()
        }
        #expect(error?.code == .unreadable)
        #expect(error?.file.hasPrefix(folder.path(of: "a")) == true)
    }
    #endif

    @Test("a folder that may not be listed is an error that names it", .enabled(if: geteuid() != 0))
    func unlistable() throws {
        try folder.write("locked/a.txt", "x")
        let locked = folder.path(of: "locked")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
        let error = thrownError { () throws(CorpusError) in
            var corpus = Corpus([.path(folder.path)])
            _ = try corpus.readAll()
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: locked)
        #expect(error?.code == .unreadable)
        #expect(error?.file == locked)
    }

    @Test("titles come from the heading or title element, else from the file name")
    func titles() throws {
        try folder.write("a.txt", "# not a heading here")
        try folder.write("b.md", "\u{FEFF}# A *fine* heading #\n\nText")
        try folder.write("c.md", "no heading")
        try folder.write("d.html", "<title>A &amp; B</title><p>Text")
        try folder.write("e.html", "<p>Text")
        let documents = try read().documents
        #expect(documents.map(\.title) == ["a.txt", "A *fine* heading", "c.md", "A & B", "e.html"])
        #expect(
            documents.map(\.text) == [
                "# not a heading here", "# A *fine* heading #\n\nText", "no heading", "Text", "Text",
            ]
        )
    }

    @Test("a text file that is not UTF-8 is an error that names it", arguments: ["a.txt", "a.md", "a.html"])
    func invalidUTF8(name: String) throws {
        let path = try folder.write(name, [0x61, 0xE9, 0x62])
        let error = thrownError { () throws(CorpusError) in
            var corpus = Corpus([.path(folder.path)])
            _ = try corpus.readAll()
        }
        #expect(error?.code == .invalidUTF8)
        #expect(error?.file == path)
        #expect(error?.message.hasPrefix("byte 2 ") == true)
    }

    private func read() throws -> (documents: [Document], report: CorpusReport) {
        var corpus = Corpus([.path(folder.path)])
        let documents = try corpus.readAll()
        return (documents, corpus.report)
    }
}
