// SPDX-License-Identifier: Apache-2.0
import Foundation
import PipelineConformance
import SegmentStoreTestSupport
import TestSupport
import Testing

@testable import _SegmentStore

struct StoreCrashTests {
    private static let isLong = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1"

    private var harness: CrashHarness {
        get throws {
            let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = URL(filePath: test).deletingLastPathComponent()
            return CrashHarness(executable: folder.appending(path: "segment-store-worker").path)
        }
    }

    @Test(
        "killed between any two calls to the file system, a store has all that was acknowledged, and nothing by halves")
    func killing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        var generator = SplitMix64(seed: 21)
        var acknowledged = 0
        for _ in 0..<(Self.isLong ? 200 : 10) {
            let lines = try harness.run(
                arguments: ["store", path, "1000"], killAfterLines: Int.random(in: 1...400, using: &generator))
            #expect(!lines.contains { $0.hasPrefix("error") })
            for line in lines where line.hasPrefix("step ") { acknowledged = Int(line.dropFirst(5)) ?? acknowledged }
            guard FileManager.default.fileExists(atPath: path + "/manifest.rag") else { continue }

            let snapshot = try StoreSnapshot(openingAt: path)
            try snapshot.verify()
            let step = snapshot.sampleStep
            #expect(step == acknowledged || step == acknowledged + 1)
            #expect(try snapshot.sampleDocuments() == SampleHistory(steps: step).documents)
            acknowledged = step

            let writer = try StoreWriter(path: path)
            #expect(writer.snapshot.generation == snapshot.generation)
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            let expected = snapshot.manifest.fileNames.union([StoreFileName.manifest, StoreFileName.lock])
            #expect(Set(names) == expected, "files have leaked")
        }
        print("measured: a store killed again and again has \(acknowledged) commits")
        #expect(acknowledged > 10)
    }

    @Test("a writer of another process is refused while one lives, which is named")
    func otherProcess() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store")
        let writer = try StoreWriter(path: path)
        let lines = try harness.run(arguments: ["store", path, "1"]).filter { $0 != "call" }
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("error: process \(ProcessInfo.processInfo.processIdentifier) ") == true)
        #expect(writer.snapshot.generation == 0)
    }
}
