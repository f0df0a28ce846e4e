// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing
import _CorpusFiles

struct EvaluationCollectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("reads documents, queries and the text of the judgements", arguments: [false, true])
    func reading(isCompressed: Bool) throws {
        let documents = Array("{\"id\": 1, \"text\": \"one\"}\n".utf8)
        if isCompressed {
            try folder.write("documents.jsonl.gz", GzipWriter.member(documents))
        } else {
            try folder.write("documents.jsonl", documents)
        }
        try folder.write("queries.jsonl", "{\"id\": \"q\", \"text\": \"which?\"}")
        try folder.write("qrels.tsv", "q\t0\t1\t3\n")
        let collection = try EvaluationCollection(folder: folder.path)
        var corpus = collection.documents()
        #expect(try corpus.readAll() == [Document(id: "1", text: "one")])
        #expect(try collection.queries().map(\.id) == ["q"])
        #expect(try collection.queries().map(\.text) == ["which?"])
        #expect(try collection.judgements().text == "q\t0\t1\t3\n")
        #expect(try collection.judgements().path == folder.path(of: "qrels.tsv"))
    }

    @Test(
        "a missing file is an error that names it and what it holds",
        arguments: [
            ("documents.jsonl", "documents.jsonl.gz"), ("queries.jsonl", "\"text\""), ("qrels.tsv", "grade"),
        ]
    )
    func missingFile(name: String, expected: String) throws {
        for file in ["documents.jsonl", "queries.jsonl", "qrels.tsv"] where file != name { try folder.write(file, "") }
        let error = thrownError { () throws(CorpusError) in _ = try EvaluationCollection(folder: folder.path) }
        #expect(error?.code == .notFound)
        #expect(error?.file.contains(name) == true)
        #expect(error?.message.contains(expected) == true)
    }

    @Test(
        "embedding files are optional, and one that is needed and missing is named",
        arguments: EmbeddingFile.allCases
    )
    func embeddings(file: EmbeddingFile) throws {
        for name in ["documents.jsonl", "queries.jsonl", "qrels.tsv"] { try folder.write(name, "") }
        let collection = try EvaluationCollection(folder: folder.path)
        #expect(collection.pathIfPresent(of: file) == nil)
        let error = thrownError { () throws(CorpusError) in _ = try collection.path(of: file) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains(file.rawValue) == true)
        #expect(error?.message.contains(file.format) == true)
        let path = try folder.write(file.rawValue, "")
        #expect(collection.pathIfPresent(of: file) == path)
        #expect(try collection.path(of: file) == path)
    }

    @Test("two queries of the same name are an error")
    func duplicateQueries() throws {
        for name in ["documents.jsonl", "qrels.tsv"] { try folder.write(name, "") }
        try folder.write("queries.jsonl", "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 1, \"text\": \"b\"}")
        let collection = try EvaluationCollection(folder: folder.path)
        let error = thrownError { () throws(CorpusError) in _ = try collection.queries() }
        #expect(error?.code == .duplicateID)
    }

    @Test("reads Cranfield whole", .needsSharedData("cranfield"))
    func cranfield() throws {
        let collection = try check("cranfield", documents: 1_400, queries: 225)
        for file in EmbeddingFile.allCases where file != .multiDocuments {
            #expect(collection.pathIfPresent(of: file) != nil, "\(file.rawValue)")
        }
    }

    @Test("reads SciFact whole, which is compressed", .needsSharedData("scifact"))
    func scifact() throws { _ = try check("scifact", documents: 5_183, queries: 300) }

    @Test("reads Vaswani whole", .needsSharedData("vaswani"))
    func vaswani() throws { _ = try check("vaswani", documents: 11_429, queries: 93) }

    @Test("reads CISI whole", .needsSharedData("cisi"))
    func cisi() throws { _ = try check("cisi", documents: 1_460, queries: 111) }

    private func check(_ name: String, documents: Int, queries: Int) throws -> EvaluationCollection {
        let collection = try EvaluationCollection(folder: SharedData.root.appending(path: name).path)
        var corpus = collection.documents()
        var count = 0
        var identifiers: Set<DocumentID> = []
        while let document = try corpus.next() {
            count += 1
            identifiers.insert(document.id)
        }
        #expect(count == documents)
        #expect(try collection.queries().count == queries)
        // Every judged document is one of the collection.
        let judged = try collection.judgements().text.split(separator: "\n").map { $0.split(separator: "\t")[2] }
        #expect(judged.allSatisfy { identifiers.contains(DocumentID(String($0))) })
        return collection
    }
}
