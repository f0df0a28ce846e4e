// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

struct IndexAndSearchTests {
    private let folder: TemporaryFolder
    private var index: String { folder.path("index") }

    init() throws { folder = try TemporaryFolder() }

    private static let lines = """
        {"id": "1", "title": "Encrypted copy", "text": "copies files over an encrypted connection"}
        {"id": "2", "title": "", "text": "plays chess"}
        {"id": 3, "title": "Chess board", "text": "draws a board and nothing else"}
        """

    @Test("indexes JSON Lines from standard input and finds them again")
    func standardInput() throws {
        let indexed = try RagProcess(["index", "-", "--index", index, "--json"], input: Self.lines)
        #expect(indexed.status == 0)
        #expect(try indexed.json()["documents"] as? Int == 3)
        #expect(indexed.errors.isEmpty)

        let found = try RagProcess(["search", "chess boards", "--index", index, "--explain", "--json"])
        #expect(found.status == 0)
        let hits = try #require(try found.json()["hits"] as? [[String: Any]])
        #expect(hits.map { $0["id"] as? String } == ["3", "2"])
        #expect((hits[0]["terms"] as? [[String: Any]])?.map { $0["term"] as? String } == ["chess", "board"])

        let shown = try RagProcess(["search", "chess", "--index", index, "--top-k", "1"])
        #expect(shown.output.contains("1 of 3 documents"))
    }

    @Test("indexes folders of text, Markdown and HTML, and counts what it leaves out")
    func folders() throws {
        try FileManager.default.createDirectory(atPath: folder.path("notes"), withIntermediateDirectories: true)
        try folder.write("# Tuning\n\nhow to tune a piano", to: "notes/piano.md")
        try folder.write("<title>Bread</title><p>bake bread", to: "notes/bread.html")
        try folder.write("plain", to: "notes/plain.txt")
        try folder.write("binary", to: "notes/photo.raw")
        let indexed = try RagProcess(["index", folder.path("notes"), "--index", index])
        #expect(indexed.status == 0)
        #expect(indexed.output.contains("indexed 3 documents"))
        #expect(indexed.errors.contains("1 .raw"))
        #expect(try RagProcess(["search", "piano tuning", "--index", index]).output.contains("Tuning"))
    }

    @Test(
        "wrong input stops the run, names the place and the remedy, and leaves the old index whole",
        arguments: [
            (#"{"id": "9", "text": "x""#, "standard input:2", Int32(65)),
            (#"{"id": "1", "text": "again"}"#, "standard input:2", 65),
            (#"{"id": "", "text": "x"}"#, "standard input:2", 65),
            (#"{"id": "9", "title": "no text"}"#, "standard input:2", 65),
            (#"["not an object"]"#, "standard input:2", 65),
            (#"{"id": "9", "text": "half a pair \ud800"}"#, "standard input:2", 65),
        ])
    func invalidLine(line: String, place: String, status: Int32) throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        let input = #"{"id": "1", "text": "one"}"# + "\n" + line + "\n" + #"{"id": "2", "text": "two"}"#
        let failed = try RagProcess(["index", "-", "--index", index], input: input)
        #expect(failed.status == status)
        #expect(failed.errors.contains(place), "\(failed.errors)")
        #expect(try RagProcess(["search", "encrypted", "--index", index, "--json"]).json()["documents"] as? Int == 3)

        let skipped = try RagProcess(["index", "-", "--index", index, "--skip-invalid", "--json"], input: input)
        #expect(skipped.status == 0)
        #expect(try skipped.json()["documents"] as? Int == 2)
        #expect(try skipped.json()["skipped"] as? Int == 1)
        #expect(skipped.errors.contains(place))
    }

    @Test("a run without documents, of missing paths or into unusable folders says what is wrong")
    func unusable() throws {
        let text = try folder.write("text", to: "a.txt")
        let cases: [(arguments: [String], status: Int32, message: String)] = [
            (["index", "-", "--index", index], 1, "no documents"),
            (["index", folder.path("absent"), "--index", index], 66, "absent"),
            (["index", text, "--index", folder.url.path], 66, "other contents"),
            (["index", text, "--index", text], 66, "not a folder"),
            (["index", text, "--index", "/proc/index"], 73, "/proc/index"),
            (["search", "x", "--index", folder.path("absent")], 66, "rag index DOCUMENTS --index"),
            (["search", "x", "--index", text], 66, "rag index DOCUMENTS --index"),
            (["search", " ", "--index", index], 64, "empty"),
            (["search", "x", "--index", index, "--top-k", "0"], 64, "at least 1"),
            (["search", "x", "--index", index, "--mode", "psychic"], 64, "sparse"),
        ]
        for (arguments, status, message) in cases {
            let run = try RagProcess(arguments)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(message), "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty)
        }
    }

    @Test("BM25 parameters outside their range are refused")
    func parameters() throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        let run = try RagProcess(["search", "chess", "--index", index, "--b", "2"])
        #expect(run.status == 64)
        #expect(run.errors.contains("0...1"))
    }

    @Test("more hits than documents gives the documents that match")
    func largeLimit() throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        let run = try RagProcess(["search", "chess", "--index", index, "--top-k", "1000000", "--json"])
        #expect((try run.json()["hits"] as? [Any])?.count == 2)
    }

    @Test("a full disk leaves the old index whole, and says so")
    func fullDisk() throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        let many = (0..<2_000).map { #"{"id": "\#($0)", "text": "word\#($0) and more of them"}"# }.joined(
            separator: "\n")
        // A limit of 32 KiB a file stands in for a disk without room: the write fails half-way.
        let failed = try RagProcess(
            ["index", "-", "--index", index], input: many, shellPrefix: "trap '' XFSZ; ulimit -f 32; ")
        #expect(failed.status == 73)
        #expect(failed.errors.contains("cannot write"), "\(failed.errors)")
        #expect(try RagProcess(["search", "encrypted", "--index", index, "--json"]).json()["documents"] as? Int == 3)
        // The manifest, the lock and the three files of the segment.
        #expect(try FileManager.default.contentsOfDirectory(atPath: index).count == 5)
    }

    @Test("a damaged index is an error with advice, never a crash")
    func damaged() throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        let segment = URL(filePath: index).appending(path: "segment-0.text.rag")
        let whole = try Data(contentsOf: segment)
        for damaged in [whole.prefix(whole.count / 2), whole.prefix(3), Data("foreign".utf8), Data(whole.reversed())] {
            try damaged.write(to: segment)
            let run = try RagProcess(["search", "chess", "--index", index])
            #expect([65, 66].contains(run.status))
            #expect(run.errors.contains("index"), "\(run.errors)")
        }
        try FileManager.default.removeItem(at: segment)
        #expect(try RagProcess(["search", "chess", "--index", index]).status == 65)
    }

    @Test("an update indexes what is new or changed and deletes what is gone")
    func update() throws {
        let options = ["--index", index, "--analyzer", "german"]
        #expect(try RagProcess(["index", "-"] + options, input: Self.lines).status == 0)
        let changed = """
            {"id": "1", "title": "Encrypted copy", "text": "copies files over an encrypted connection"}
            {"id": "2", "title": "", "text": "spielt Schachpartien"}
            {"id": "4", "title": "", "text": "neue Häuser"}
            """
        let report = try RagProcess(["index", "-", "--index", index, "--update", "--json"], input: changed).json()
        for (name, count) in [("documents", 3), ("added", 1), ("replaced", 1), ("deleted", 1)] {
            #expect(report[name] as? Int == count, "\(name)")
        }
        let found = try RagProcess(["search", "schachpartie haus", "--index", index, "--json"]).json()
        #expect(Set((found["hits"] as? [[String: Any]] ?? []).map { $0["id"] as? String }) == ["2", "4"])
        #expect(found["documents"] as? Int == 3)
    }

    @Test("the query language: needed and excluded words, phrases, and an error that names the column")
    func queryLanguage() throws {
        #expect(try RagProcess(["index", "-", "--index", index], input: Self.lines).status == 0)
        func ids(_ query: String) throws -> [String?] {
            let run = try RagProcess(["search", "--index", index, "--json", "--", query])
            return (try run.json()["hits"] as? [[String: Any]] ?? []).map { $0["id"] as? String }
        }
        #expect(try ids("+chess -board") == ["2"])
        #expect(try ids(#""plays chess""#) == ["2"])
        #expect(try ids(#""chess plays""#) == [])
        #expect(try ids("encr*") == ["1"])
        let wrong = try RagProcess(["search", "chess \"board", "--index", index])
        #expect(wrong.status == 64)
        #expect(wrong.errors.contains("column 7"), "\(wrong.errors)")
    }

    @Test("doctor names the BLAS provider")
    func doctor() throws {
        let report = try RagProcess(["doctor", "--json"]).json()
        #expect(report["blas"] as? String != "")
        #expect(report["blasThreads"] as? Int == 1)
        #expect(report["findings"] is [Any])
    }
}
