// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing
import _CorpusFiles

struct CorpusTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("chains inputs in the given order")
    func chaining() throws {
        let lines = try folder.write("b.jsonl", "{\"id\": 1, \"text\": \"one\"}\n{\"id\": 2, \"text\": \"two\"}")
        try folder.write("notes/z.txt", "zed")
        try folder.write("notes/more.jsonl.gz", GzipWriter.member(Array("{\"id\": 3, \"text\": \"three\"}".utf8)))
        var corpus = Corpus([.path(lines), .path(folder.path(of: "notes"))])
        #expect(try corpus.readAll().map(\.id) == ["1", "2", "3", "z.txt"])
        let report = corpus.report
        #expect(report.documents == 4)
        #expect(report.invalidDocuments == 0)
        #expect(report.unknownFiles.isEmpty)
        #expect(try corpus.next() == nil)
    }

    @Test("the bytes that were read end at the bytes of all inputs, as they are stored")
    func bytes() throws {
        let lines = try folder.write("b.jsonl", "{\"id\": 1, \"text\": \"one\"}\n{\"id\": 2, \"text\": \"two\"}")
        try folder.write("notes/z.txt", "zed")
        try folder.write("notes/more.jsonl.gz", GzipWriter.member(Array("{\"id\": 3, \"text\": \"three\"}".utf8)))
        try folder.write("notes/photo.raw", "not read")
        let inputs = [CorpusInput.path(lines), .path(folder.path(of: "notes"))]
        #expect(inputs[0].byteCount == 49 && CorpusInput.standardInput.byteCount == nil)
        #expect(CorpusInput.path(folder.path(of: "none")).byteCount == nil)
        var corpus = Corpus(inputs)
        var places = [corpus.bytesRead]
        while try corpus.next() != nil { places.append(corpus.bytesRead) }
        #expect(places.first == 0 && places == places.sorted())
        #expect(places.last == inputs.compactMap(\.byteCount).reduce(0, +))
    }

    @Test("an identifier that was read before, in any input, is an error that names both places")
    func duplicates() throws {
        let first = try folder.write("first.jsonl", "\n{\"id\": 1, \"text\": \"one\"}")
        let second = try folder.write("second.jsonl", "{\"id\": \"1\", \"text\": \"two\"}")
        var corpus = Corpus([.path(first), .path(second)])
        let error = thrownError { () throws(CorpusError) in _ = try corpus.readAll() }
        #expect(error?.code == .duplicateID)
        #expect(error?.file == second)
        #expect(error?.line == 1)
        #expect(error?.message.contains("\(first):2") == true)
    }

    @Test("two folders with a file of the same name are told apart by an error, not by overwriting")
    func duplicateFiles() throws {
        try folder.write("a/same.txt", "1")
        try folder.write("b/same.txt", "2")
        var corpus = Corpus([.path(folder.path(of: "a")), .path(folder.path(of: "b"))])
        let error = thrownError { () throws(CorpusError) in _ = try corpus.readAll() }
        #expect(error?.code == .duplicateID)
        #expect(error?.message.contains(folder.path(of: "a/same.txt")) == true)
    }

    @Test("skipping leaves out every kind of invalid document, counts them and keeps the first reasons")
    func skipping() throws {
        try folder.write("0.txt", [0xFF])
        try folder.write(
            "1.jsonl",
            """
            {"id": "a", "text": "x"}
            {"id": "a", "text": "again"}
            broken
            {"id": "", "text": "x"}
            {"text": "x"}
            {"id": "b", "text": 1}
            {"id": "b", "text": "the first with this name that can be read"}
            """
        )
        try folder.write("2.txt", "last")
        var corpus = Corpus([.path(folder.path)], invalidDocuments: .skip)
        #expect(try corpus.readAll().map(\.id) == ["a", "b", "2.txt"])
        let report = corpus.report
        #expect(report.documents == 3)
        #expect(report.invalidDocuments == 6)
        #expect(
            report.firstErrors.map(\.code) == [.invalidUTF8, .duplicateID, .malformedJSON, .emptyID, .missingField]
        )
        #expect(report.firstErrors.map(\.line) == [nil, 2, 3, 4, 5])
    }

    @Test("of any bytes, every line that is not blank becomes a document or is counted", arguments: [UInt64](1...20))
    func randomDamage(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let lines = (0..<40).map {
            #"{"id": \#($0), "title": "é", "text": "a\u00e9 \"b\"", "metadata": {"n": [ "x" ]}}"#
        }
        var bytes = Array(lines.joined(separator: "\n").utf8)
        for _ in 0..<60 {
            bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
        }
        let path = try folder.write("damaged.jsonl", bytes)
        var corpus = Corpus([.path(path)], invalidDocuments: .skip)
        let documents = try corpus.readAll()
        let report = corpus.report
        let lineCount = bytes.split(separator: UInt8(ascii: "\n")).count
        #expect(documents.count + report.invalidDocuments == lineCount)
        #expect(Set(documents.map(\.id)).count == documents.count)
        #expect(report.invalidDocuments > 0)
    }

    @Test("skipping does not pass over a damaged stream, whose loss nobody can count")
    func damagedStream() throws {
        let whole = GzipWriter.member(Array("{\"id\": 1, \"text\": \"one\"}\n{\"id\": 2, \"text\": \"two\"}".utf8))
        let path = try folder.write("cut.jsonl.gz", Array(whole.dropLast(9)))
        var corpus = Corpus([.path(path)], invalidDocuments: .skip)
        let error = thrownError { () throws(CorpusError) in _ = try corpus.readAll() }
        #expect(error?.code == .corruptGzip)
        #expect(error?.file == path)
    }

    @Test("a missing input is an error even when skipping", arguments: ["none", "", "none/"])
    func missing(name: String) {
        let path = name.isEmpty ? "" : folder.path(of: name)
        var corpus = Corpus([.path(path)], invalidDocuments: .skip)
        let error = thrownError { () throws(CorpusError) in _ = try corpus.next() }
        #expect(error?.code == .notFound)
        #expect(error?.file == path)
    }

    @Test(
        "a dash is standard input, anything else a path",
        arguments: [("-", CorpusInput.standardInput), ("a", .path("a"))]
    )
    func arguments(argument: String, expected: CorpusInput) {
        #expect(CorpusInput(argument: argument) == expected)
    }
}
