// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Indexes of documents that are longer than what the model reads at once: 32 tokens of the small model.
struct ChunkedIndexTests {
    private let folder: TemporaryFolder
    private var index: String { folder.path("index") }

    init() throws { folder = try TemporaryFolder() }

    private static let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../TextEmbeddingsTests/Fixtures/tiny-model").standardizedFileURL.path

    private static let words = ["the", "quick", "brown", "fox", "lazy", "dog", "search", "engine", "air", "vector"]

    /// Paragraphs of 20 tokens, so that each is a chunk of its own.
    private static func paragraphs(_ document: Int, count: Int = 8) -> [String] {
        var generator = SplitMix64(seed: UInt64(document))
        return (0..<count).map { _ in
            (0..<20).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }.joined(separator: " ")
        }
    }

    private static func line(_ id: Int, _ paragraphs: [String]) -> String {
        #"{"id": "\#(id)", "text": "\#(paragraphs.joined(separator: #"\n\n"#))"}"#
    }

    private static let lines = (0..<12).map { line($0, paragraphs($0)) }.joined(separator: "\n")

    private func make(_ options: [String] = [], input: String = lines) throws -> RagProcess {
        try RagProcess(
            ["index", "-", "--index", index, "--json", "--chunk-overlap", "0", "--model", Self.model] + options,
            input: input)
    }

    private func search(_ query: String, _ mode: String, _ options: String...) throws -> [[String: Any]] {
        let run = try RagProcess(["search", query, "--index", index, "--json", "--mode", mode] + options)
        #expect(run.status == 0, "\(run.errors)")
        return try #require(try run.json()["hits"] as? [[String: Any]])
    }

    private func range(_ hit: [String: Any]?) -> Range<Int>? {
        guard let range = hit?["range"] as? [String: Int], let start = range["start"], let end = range["end"] else {
            return nil
        }
        return start..<end
    }

    @Test(
        "a passage deep in a long document is found by its own vector, and its place is told",
        arguments: ["--embed", "--multi-vector"])
    func deepPassages(option: String) throws {
        let made = try make([option])
        #expect(made.status == 0, "\(made.errors)")
        #expect(try made.json()["documents"] as? Int == 12 && made.json()["chunks"] as? Int == 12 * 8)
        for (document, place) in [(0, 0), (3, 5), (7, 7), (11, 4)] {
            let paragraphs = Self.paragraphs(document)
            let start = place * 2 + paragraphs[..<place].reduce(0) { $0 + $1.utf8.count }
            for mode in option == "--embed" ? ["dense"] : ["dense", "vdr"] {
                let hits = try search(paragraphs[place], mode, "--top-k", "12")
                #expect(hits.first?["id"] as? String == "\(document)", "\(mode)")
                #expect(range(hits.first)?.lowerBound == start, "\(mode)")
                #expect(range(hits.first)?.contains(start + paragraphs[place].utf8.count - 1) == true)
                // Each document once, by the best of its chunks.
                #expect(Set(hits.compactMap { $0["id"] as? String }).count == 12 && hits.count == 12)
                if mode == "dense" { #expect(abs((hits.first?["score"] as? Double ?? 0) - 1) < 1e-4) }
            }
        }
        let person = try RagProcess(["search", Self.paragraphs(3)[5], "--index", index, "--mode", "dense"])
        let start = 10 + Self.paragraphs(3)[..<5].reduce(0) { $0 + $1.utf8.count }
        #expect(person.output.contains("bytes \(start)-"), "\(person.output)")
    }

    @Test("an update replaces and deletes all chunks of a document, and embeds nothing else")
    func update() throws {
        #expect(try make(["--multi-vector"]).status == 0)
        #expect(try make(["--update"]).json()["tokens"] as? Int == 0)
        // The first document is now short, the second gone, the third longer.
        let changed =
            [Self.line(0, ["a lazy fox"]), Self.line(2, Self.paragraphs(2, count: 11))]
            + (3..<12).map { Self.line($0, Self.paragraphs($0)) }
        let report = try make(["--update"], input: changed.joined(separator: "\n")).json()
        for (name, count) in [("added", 0), ("replaced", 2), ("deleted", 1), ("chunks", 1 + 11 + 9 * 8)] {
            #expect(report[name] as? Int == count, "\(name)")
        }
        for mode in ["dense", "vdr"] {
            let gone = try search(Self.paragraphs(0)[4], mode, "--top-k", "20")
            #expect(gone.count == 11 && gone.first?["id"] as? String != "0", "\(mode)")
            #expect(try search(Self.paragraphs(2, count: 11)[10], mode).first?["id"] as? String == "2", "\(mode)")
            #expect(try search("a lazy fox", mode).first?["id"] as? String == "0", "\(mode)")
        }
    }

    @Test("a token of a long document is explained by the word that it stands for")
    func explanation() throws {
        #expect(try make(["--multi-vector"]).status == 0)
        let hits = try search(Self.paragraphs(5)[6], "vdr", "--explain", "--top-k", "1")
        let tokens = try #require(hits.first?["tokens"] as? [[String: Any]])
        #expect(tokens.count == 22)
        let alike = tokens.count { $0["query"] as? String == $0["document"] as? String }
        #expect(alike >= 20, "\(alike)")
    }

    @Test("another overlap than that of the index, or one that leaves no room, is refused with the remedy")
    func refusals() throws {
        #expect(try make(["--embed"]).status == 0)
        let other = try make(["--update", "--chunk-overlap", "8"])
        #expect(other.status == 1 && other.errors.contains("overlap by 0 tokens"), "\(other.errors)")
        #expect(other.errors.contains("without --update"))
        let wide = try make(["--embed", "--chunk-overlap", "17"])
        #expect(wide.status == 64 && wide.errors.contains("at most 16"), "\(wide.errors)")
        #expect(try make(["--embed", "--chunk-overlap", "-1"]).status == 64)
        let alone = try RagProcess(["index", "-", "--index", index, "--chunk-overlap", "8"], input: Self.lines)
        #expect(alone.status == 64 && alone.errors.contains("--embed"), "\(alone.errors)")
    }

    @Test("a collection of long documents is measured chunk by chunk where that is asked for")
    func evaluation() throws {
        try FileManager.default.createDirectory(atPath: folder.path("collection"), withIntermediateDirectories: true)
        _ = try folder.write(Self.lines, to: "collection/documents.jsonl")
        let queries = (0..<12).map { #"{"id": "q\#($0)", "text": "\#(Self.paragraphs($0)[6])"}"# }
        _ = try folder.write(queries.joined(separator: "\n"), to: "collection/queries.jsonl")
        let grades = (0..<12).map { "q\($0)\t0\t\($0)\t1" }
        _ = try folder.write(grades.joined(separator: "\n") + "\n", to: "collection/qrels.tsv")
        let measured = { (options: [String]) in
            let run = try RagProcess(
                ["eval", folder.path("collection"), "--encoder", Self.model, "--json"] + options)
            #expect(run.status == 0, "\(run.errors)")
            return try #require(try run.json()["ndcg@10"] as? Double)
        }
        let cutOff = try measured(["--system", "dense"])
        let chunked = try measured(["--system", "dense", "--chunks", "--chunk-overlap", "0"])
        #expect(chunked == 1 && cutOff < 0.9, "\(cutOff) and \(chunked)")
        #expect(try measured(["--system", "maxsim", "--chunks", "--chunk-overlap", "0"]) == 1)
    }
}
