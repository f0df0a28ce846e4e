// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import RAGCore
import TestSupport
import Testing
import VDRMaxSim

/// Indexes whose documents and token vectors are two stores with a commit each, and a process that is killed at any moment.
struct EmbeddedIndexCrashTests {
    private static let kills = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 100 : 4
    private static let documentCount = 1_200

    /// What a document is filled up with, so that a few hundred make a block, which is embedded and committed at once.
    private static let filler = String(repeating: " ", count: 2_100)

    private static let model = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../TextEmbeddingsTests/Fixtures/tiny-model").standardizedFileURL.path

    private let folder: TemporaryFolder
    private var index: String { folder.path("index") }

    init() throws { folder = try TemporaryFolder() }

    /// The text of a document in a version of the collection: every third one changes from version to version, and every
    /// twentieth is several times longer than what the model reads at once.
    private static func text(_ number: Int, version: Int) -> String {
        let text = "word \(number) \(number.isMultiple(of: 3) ? "fox \(version)" : "dog")"
        return number.isMultiple(of: 20) ? text + String(repeating: " the lazy dog.", count: 30) : text
    }

    private func write(version: Int) throws -> String {
        let lines = (0..<Self.documentCount).map { number in
            #"{"id": "\#(number)", "text": "\#(Self.text(number, version: version))\#(Self.filler)"}"#
        }
        return try folder.write(lines.joined(separator: "\n"), to: "documents.jsonl")
    }

    /// Brings the index to what a file holds; is killed after so many seconds, where that is given.
    private func update(_ file: String, killAfter seconds: Double? = nil) throws -> RagProcess {
        // `timeout` comes first and starts the command.
        let limit = seconds.map { #"set -- -s KILL \#(max($0, 0.001)) "$0" "$@"; exec timeout "$@"; "# } ?? ""
        return try RagProcess(
            ["index", file, "--index", index, "--json", "--update", "--multi-vector", "--model", Self.model],
            shellPrefix: limit)
    }

    private func search(_ query: String, _ mode: String, count: Int) throws -> [[String: Any]] {
        let run = try RagProcess(
            ["search", query, "--index", index, "--json", "--mode", mode, "--top-k", "\(count)"])
        #expect(run.status == 0, "\(run.errors)")
        return try #require(try run.json()["hits"] as? [[String: Any]])
    }

    /// The file that a commit of token vectors replaces, or `nil` where there is none.
    private func tokenVectorCommit() -> Int? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: index)) ?? []
        guard let name = names.first(where: { $0.hasPrefix("vectors-") }) else { return nil }
        let path = "\(index)/\(name)/pages/manifest.rag"
        return (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? Int
    }

    /// The same as an update, but killed as soon as it has committed token vectors, before or while it commits documents.
    ///
    /// - Returns: Whether it was still at work.
    private func updateKilledBetweenCommits(_ file: String) throws -> Bool {
        let before = tokenVectorCommit()
        let process = Process()
        process.executableURL = RagProcess.executable
        process.arguments = ["index", file, "--index", index, "--update", "--multi-vector", "--model", Self.model]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            guard tokenVectorCommit() != before else { continue }
            kill(process.processIdentifier, SIGKILL)
            break
        }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    @Test("killed at any moment, an index can be searched, and an update brings both of its stores to the same state")
    func killing() throws {
        var generator = SplitMix64(seed: 8)
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try update(write(version: 0)).status == 0)
        // What a run takes at most; less as soon as one outlives its limit.
        var longest = (clock.now - start) / .seconds(1)
        var killed = 0
        var behind = 0
        for version in 1...Self.kills {
            // Every third time the index begins from nothing.
            if version.isMultiple(of: 3) { try FileManager.default.removeItem(atPath: index) }
            let file = try write(version: version)
            if version.isMultiple(of: 2) {
                killed += try updateKilledBetweenCommits(file) ? 1 : 0
            } else {
                let run = try update(file, killAfter: longest * Double.random(in: 0...1, using: &generator))
                if run.status == 0 { longest *= 0.7 } else { killed += 1 }
            }
            if let snapshot = try? IndexSnapshot(openingAt: index), snapshot.documentCount > 0 {
                try snapshot.verify()
                // What the killed run left is searched without a word of complaint, and no document is found twice.
                for mode in ["sparse", "vdr"] {
                    let hits = try search("word fox", mode, count: Self.documentCount)
                    #expect(Set(hits.compactMap { $0["id"] as? String }).count == hits.count)
                    if mode == "vdr", hits.count < snapshot.documentCount { behind += 1 }
                }
            }
            #expect(try update(file).status == 0)
            try check(version: version)
            let again = try update(file).json()
            for change in ["added", "replaced", "deleted", "tokens"] {
                #expect(again[change] as? Int == 0, "\(change)")
            }
        }
        print("measured: of \(killed) runs that were killed \(behind) left token vectors behind")
        #expect(killed > 0, "no run was still at work when it was to be killed")
    }

    /// Every document is in both stores with the text of a version, and is found by both.
    private func check(version: Int) throws {
        let snapshot = try IndexSnapshot(openingAt: index)
        try snapshot.verify()
        let folders = try FileManager.default.contentsOfDirectory(atPath: index).filter { $0.hasPrefix("vectors-") }
        #expect(folders.count == 1)
        let vectors = try MultiVectorIndex(openingAt: "\(index)/\(try #require(folders.first))/pages")
        let expected = Set((0..<Self.documentCount).map { "\($0)" })
        #expect(snapshot.documentCount == Self.documentCount && vectors.count == Self.documentCount)
        // Each long document has the same number of chunks in every version, give or take the digits of the version.
        let longCount = Self.documentCount / 20
        #expect((Self.documentCount + 3 * longCount...Self.documentCount + 6 * longCount).contains(snapshot.rowCount))
        #expect(Set(vectors.pages.map(\.document.rawValue)) == expected)
        for number in stride(from: 0, to: Self.documentCount, by: 97) {
            let document = try snapshot.document(DocumentID("\(number)"))
            #expect(document?.text == Self.text(number, version: version) + Self.filler)
        }
        // The late-interaction search leaves out a document whose token vectors are of another text.
        for mode in ["dense", "vdr"] {
            let hits = try search(Self.text(3, version: version), mode, count: Self.documentCount)
            #expect(Set(hits.compactMap { $0["id"] as? String }) == expected, "\(mode)")
        }
    }
}
