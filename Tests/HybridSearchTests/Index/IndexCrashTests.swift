// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearchTestSupport
import PipelineConformance
import TestSupport
import Testing

@testable import HybridSearch
@testable import _SegmentStore

struct IndexCrashTests {
    private static let kills = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 200 : 6

    private var harness: CrashHarness {
        get throws {
            let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = URL(filePath: test).deletingLastPathComponent()
            return CrashHarness(executable: folder.appending(path: "segment-store-worker").path)
        }
    }

    @Test("killed between any two calls to the file system, an index is that of the last commit, statistics and all")
    func killing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        var generator = SplitMix64(seed: 33)
        var acknowledged = 0
        for _ in 0..<Self.kills {
            let lines = try harness.run(
                arguments: ["index", path, "1000"], killAfterLines: Int.random(in: 1...400, using: &generator))
            #expect(!lines.contains { $0.hasPrefix("error") })
            for line in lines where line.hasPrefix("step ") { acknowledged = Int(line.dropFirst(5)) ?? acknowledged }
            guard FileManager.default.fileExists(atPath: path + "/manifest.rag") else { continue }

            let snapshot = try IndexSnapshot(openingAt: path)
            try snapshot.verify()
            let step = try IndexHistory.step(of: snapshot)
            #expect(step == acknowledged || step == acknowledged + 1)
            try check(snapshot, step: step)
            acknowledged = step

            _ = try IndexWriter(at: path)
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            let expected = snapshot.store.manifest.fileNames.union([StoreFileName.manifest, StoreFileName.lock])
            #expect(Set(names) == expected, "files have leaked")
        }
        print("measured: an index killed \(Self.kills) times has \(acknowledged) commits")
        #expect(acknowledged >= Self.kills / 2)
    }

    private func check(_ snapshot: IndexSnapshot, step: Int) throws {
        guard step > 0 else {
            #expect(snapshot.documentCount == 0)
            return
        }
        let history = IndexHistory(steps: step)
        #expect(try history.isWhole(in: snapshot))
        #expect(try IndexHistory.answers(of: snapshot) == history.expectedAnswers())
        for (found, expected) in try history.comparedWithModel(snapshot) {
            #expect(Set(found.keys) == Set(expected.keys))
            for (chunk, score) in expected { #expect(abs((found[chunk] ?? -1) - score) < 1e-4, "\(chunk)") }
        }
    }
}
