// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Indexes whose documents are embedded, by a small model of random weights.
struct EmbeddedIndexTests {
    private let folder: TemporaryFolder
    private var index: String { folder.path("index") }

    init() throws { folder = try TemporaryFolder() }

    private static let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../TextEmbeddingsTests/Fixtures/tiny-model").standardizedFileURL.path

    private static func line(_ id: Int, _ text: String) -> String { #"{"id": "\#(id)", "text": "\#(text)"}"# }

    private static let texts = ["the quick brown fox", "a lazy dog", "vectors of tokens and words", "the word"]
    private static let lines = texts.enumerated().map { line($0, $1) }.joined(separator: "\n")

    private func make(
        _ options: [String] = ["--embed"], input: String = lines, at path: String? = nil
    ) throws -> RagProcess {
        try RagProcess(["index", "-", "--index", path ?? index, "--json"] + options, input: input)
    }

    private func search(_ query: String, _ options: String...) throws -> RagProcess {
        try RagProcess(["search", query, "--index", index, "--json"] + options)
    }

    private func hits(_ run: RagProcess) throws -> [[String: Any]] {
        #expect(run.status == 0, "\(run.errors)")
        return try #require(try run.json()["hits"] as? [[String: Any]])
    }

    @Test("a text finds itself first by its vectors, with the similarity that a text has with itself")
    func modes() throws {
        let made = try make(["--multi-vector", "--model", Self.model])
        #expect(made.status == 0, "\(made.errors)")
        #expect(try made.json()["model"] as? String == "tiny-model")
        #expect(try made.json()["tokens"] as? Int ?? 0 > 8)
        for (place, text) in Self.texts.enumerated() {
            let dense = try hits(search(text, "--mode", "dense"))
            #expect(dense.first?["id"] as? String == "\(place)")
            #expect(abs((dense.first?["score"] as? Double ?? 0) - 1) < 1e-4)
            // Every token of the query is its own best answer, but for the rounding to a byte.
            let late = try hits(search(text, "--mode", "vdr", "--explain"))
            #expect(late.first?["id"] as? String == "\(place)")
            let tokens = try #require(late.first?["tokens"] as? [[String: Any]])
            #expect(tokens.allSatisfy { $0["query"] as? String == $0["document"] as? String })
        }
        let hybrid = try search("lazy dogs", "--explain")
        #expect(try hybrid.json()["mode"] as? String == "hybrid")
        let legs = try #require(try hits(hybrid).first?["legs"] as? [[String: Any]])
        #expect(legs.compactMap { $0["leg"] as? String } == ["sparse", "dense"])
        #expect(try hits(search("the", "--mode", "vdr", "--filter", "id = '1'")).map { $0["id"] as? String } == ["1"])
    }

    @Test("a filter leaves the ranking of late interaction as it is, and finds all that it keeps")
    func filteredLateInteraction() throws {
        let many = (0..<200).map { Self.line($0, "\(Self.texts[$0 % 4]) \($0 % 31)") }
        #expect(try make(["--multi-vector", "--model", Self.model], input: many.joined(separator: "\n")).status == 0)
        let ranking = try hits(search("the fox of words", "--mode", "vdr", "--top-k", "200"))
            .map { $0["id"] as? String ?? "" }
        #expect(ranking.count == 200)
        // The first and the last documents, and some between.
        let kept = [ranking[0], ranking[57], ranking[120], ranking[198], ranking[199]]
        let filter = "id in (\(kept.map { "'\($0)'" }.joined(separator: ", ")))"
        for count in [1, 3, 5, 9] {
            let found = try hits(search("the fox of words", "--mode", "vdr", "--filter", filter, "--top-k", "\(count)"))
            #expect(found.map { $0["id"] as? String ?? "" } == Array(kept.prefix(count)))
        }
        #expect(try hits(search("fox", "--mode", "vdr", "--filter", "id = 'none'")).isEmpty)
    }

    @Test("an update embeds by the model of the index only what is new or changed")
    func update() throws {
        #expect(try make(["--embed", "--model", Self.model]).status == 0)
        let unchanged = try make(["--update"]).json()
        #expect(unchanged["tokens"] as? Int == 0)
        let changed = [Self.line(0, "the quick brown fox"), Self.line(1, "another dog"), Self.line(9, "new words")]
        let report = try make(["--update"], input: changed.joined(separator: "\n")).json()
        for (name, count) in [("added", 1), ("replaced", 1), ("deleted", 2)] {
            #expect(report[name] as? Int == count, "\(name)")
        }
        let found = try hits(search("new words", "--mode", "dense"))
        #expect(found.map { $0["id"] as? String }.prefix(1) == ["9"] && found.count == 3)
    }

    @Test("an interrupted index is gone on with: only what is missing is embedded, and nothing is there twice")
    func interrupted() throws {
        // More than a block of documents; the line that ends the run comes after the first commit.
        let many = (0..<5_000).map { Self.line($0, "word \($0 % 7)") }
        let broken = many.joined(separator: "\n") + "\n{"
        let options = ["--multi-vector", "--model", Self.model]
        let failed = try make(options, input: broken)
        #expect(failed.status == 65)
        #expect(failed.errors.contains("4,096 documents were indexed before that"), "\(failed.errors)")
        let rest = try make(["--update"], input: many.joined(separator: "\n")).json()
        #expect(rest["added"] as? Int == 5_000 - 4_096)
        #expect(rest["replaced"] as? Int == 0)
        let whole = try make(options, input: many.joined(separator: "\n"), at: folder.path("whole")).json()
        #expect((rest["tokens"] as? Int ?? 0) * 4 < whole["tokens"] as? Int ?? 0)
        #expect(try search("word", "--mode", "dense").json()["documents"] as? Int == 5_000)
        let late = try hits(search("word 3", "--mode", "vdr", "--top-k", "5000"))
        #expect(Set(late.compactMap { $0["id"] as? String }).count == 5_000)
    }

    @Test("an index that is replaced stays as it was until the end, with its vectors")
    func replaced() throws {
        #expect(try make(["--multi-vector", "--model", Self.model]).status == 0)
        let many = (0..<5_000).map { Self.line($0, "word \($0 % 7)") }.joined(separator: "\n")
        #expect(try make(["--multi-vector", "--model", Self.model], input: many + "\n{").status == 65)
        #expect(try hits(search("a lazy dog", "--mode", "vdr")).first?["id"] as? String == "1")
        #expect(try make(["--multi-vector", "--model", Self.model]).status == 0)
        #expect(try hits(search("a lazy dog", "--mode", "vdr")).first?["id"] as? String == "1")
        let folders = { try FileManager.default.contentsOfDirectory(atPath: index).filter { $0.hasPrefix("vectors-") } }
        #expect(try folders().count == 1)
        #expect(try make([]).status == 0)
        #expect(try folders().isEmpty)
    }

    @Test(
        "where a crash left one of the two stores behind, stale vectors are not shown and the next update repairs them",
        arguments: [true, false])
    func crash(vectorsAreAhead: Bool) throws {
        #expect(try make(["--multi-vector", "--model", Self.model]).status == 0)
        let manager = FileManager.default
        let old = folder.path("old")
        try manager.copyItem(atPath: index, toPath: old)
        let changed = Self.lines.replacingOccurrences(of: "a lazy dog", with: "vectors of a fox")
        #expect(try make(["--update"], input: changed).status == 0)
        for name in try manager.contentsOfDirectory(atPath: index) where name.hasPrefix("vectors-") != vectorsAreAhead {
            try manager.removeItem(atPath: index + "/" + name)
        }
        for name in try manager.contentsOfDirectory(atPath: old) where name.hasPrefix("vectors-") != vectorsAreAhead {
            try manager.copyItem(atPath: old + "/" + name, toPath: index + "/" + name)
        }
        let stale = try hits(search("vectors of a fox", "--mode", "vdr")).map { $0["id"] as? String ?? "" }
        #expect(Set(stale) == ["0", "2", "3"])
        let repaired = try make(["--update"], input: changed).json()
        #expect(repaired["replaced"] as? Int == 1)
        #expect(try hits(search("vectors of a fox", "--mode", "vdr")).first?["id"] as? String == "1")
    }

    @Test("another model than that of the index is refused, and both are named")
    func otherModel() throws {
        #expect(try make(["--embed", "--model", Self.model]).status == 0)
        let other = folder.path("other-model")
        try FileManager.default.copyItem(atPath: Self.model, toPath: other)
        #expect(try search("dog", "--model", other).status == 0)
        // One weight differs in its least bit.
        let file = URL(filePath: other + "/model.safetensors")
        var weights = try Data(contentsOf: file)
        weights[weights.count - 4] ^= 1
        try weights.write(to: file)
        for run in [try search("dog", "--model", other), try make(["--update", "--model", other])] {
            #expect(run.status == 65)
            #expect(run.errors.contains("tiny-model") && run.errors.contains("other-model"), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
    }

    @Test("a model that is not there is named, with what to do")
    func absentModel() throws {
        let model = folder.path("model")
        try FileManager.default.copyItem(atPath: Self.model, toPath: model)
        #expect(try make(["--embed", "--model", model]).status == 0)
        try FileManager.default.removeItem(atPath: model)
        let gone = try search("dog")
        #expect(gone.status == 66)
        #expect(gone.errors.contains("was embedded with model") && gone.errors.contains("--model"), "\(gone.errors)")
        #expect(try search("dog", "--mode", "sparse").status == 0)
        let empty = "export RAG_MODELS=\(folder.path("models")); "
        let unfetched = try RagProcess(
            ["index", "-", "--index", index, "--embed"], input: Self.lines, shellPrefix: empty)
        #expect(unfetched.status == 66)
        #expect(unfetched.errors.contains("rag model fetch"), "\(unfetched.errors)")
    }

    @Test("what an index cannot be asked for is said, with the remedy")
    func refusals() throws {
        #expect(try make([]).status == 0)
        for mode in ["dense", "hybrid", "vdr"] {
            let run = try search("dog", "--mode", mode)
            #expect(run.status == 64)
            #expect(run.errors.contains("without embeddings") && run.errors.contains("--embed"), "\(run.errors)")
        }
        let update = try make(["--update", "--embed", "--model", Self.model])
        #expect(update.status == 1)
        #expect(update.errors.contains("without --update"), "\(update.errors)")
        #expect(try make(["--precision", "int8"]).status == 64)
        #expect(try make(["--embed", "--model", Self.model]).status == 0)
        let late = try search("dog", "--mode", "vdr")
        #expect(late.status == 64 && late.errors.contains("--multi-vector"), "\(late.errors)")
        #expect(try make(["--update", "--multi-vector"]).errors.contains("without --update"))
    }

    @Test("a query's vector from a file finds the text that it was made of")
    func vectorFile() throws {
        #expect(try make(["--multi-vector", "--model", Self.model]).status == 0)
        let input = try folder.write(Self.lines, to: "queries.jsonl")
        let array = folder.path("queries.npy")
        #expect(try RagProcess(["embed", input, "--output", array, "--model", Self.model]).status == 0)
        let found = try hits(search("anything", "--mode", "dense", "--vector", array, "--row", "2"))
        #expect(found.first?["id"] as? String == "2")
        #expect(try search("x", "--vector", array).json()["mode"] as? String == "hybrid")
        let beyond = try search("x", "--mode", "dense", "--vector", array, "--row", "4")
        #expect(beyond.status == 65 && beyond.errors.contains("[4, 32]"), "\(beyond.errors)")
        #expect(try search("x", "--row", "1").status == 64)
    }

    @Test("fusions are taken by name, and an unknown one is refused with the names")
    func fusions() throws {
        #expect(try make(["--embed", "--model", Self.model]).status == 0)
        let convex = try hits(search("a lazy dog", "--fusion", "convex"))
        #expect(convex.first?["id"] as? String == "1" && abs((convex.first?["score"] as? Double ?? 0) - 1) < 1e-6)
        let unknown = try search("dog", "--fusion", "average")
        #expect(unknown.status == 64 && unknown.errors.contains("rrf"), "\(unknown.errors)")
    }

    @Test("queries of words are embedded without their operators and what they exclude")
    func operators() throws {
        #expect(try make(["--embed", "--model", Self.model]).status == 0)
        let found = try hits(search(#"+"a lazy dog" -fox"#, "--mode", "dense"))
        #expect(found.first?["id"] as? String == "1")
        #expect(abs((found.first?["score"] as? Double ?? 0) - 1) < 1e-4)
    }
}
