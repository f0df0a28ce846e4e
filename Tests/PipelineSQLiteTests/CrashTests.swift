// SPDX-License-Identifier: Apache-2.0
#if SQLite
import Foundation
import PipelineConformance
import PipelineProtocols
import PipelineSQLite
import RAGCore
import StatusModel
import TestSupport
import Testing

struct CrashTests {
    private static let isLong = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1"

    /// The system's clock, an hour later, so that every lease of a dead process has lapsed.
    private struct LaterClock: PipelineClock {
        var elapsed: Duration { SystemPipelineClock().elapsed + .seconds(3600) }
        var wallTime: WallTime { SystemPipelineClock().wallTime.advanced(by: .seconds(3600)) }
        func sleep(until deadline: Duration) async throws {}
    }

    private var harness: CrashHarness {
        get throws {
            let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = URL(filePath: test).deletingLastPathComponent()
            return CrashHarness(executable: folder.appending(path: "crash-worker").path)
        }
    }

    /// Checks the file against what was acknowledged, and takes out every job that is left.
    private func verify(_ path: String, received: Set<Int>, completed: Set<Int>) async throws {
        let backend = try await SQLiteBackend(path: path, clock: LaterClock())
        #expect(try await backend.checkIntegrity().isEmpty)
        var records: [StatusRecord] = []
        while true {
            let page = try await backend.records(matching: StatusFilter(), after: records.last?.document, limit: 500)
            records += page
            guard page.count == 500 else { break }
        }
        let known = Dictionary(uniqueKeysWithValues: records.map { ($0.document, $0.status) })
        let lost = received.filter { known[DocumentID("document \($0)")] == nil }
        #expect(lost.isEmpty, "acknowledged documents are lost: \(lost.sorted().prefix(5))")
        let undone = completed.filter { known[DocumentID("document \($0)")]?.phase != .cancelled }
        #expect(undone.isEmpty, "acknowledged completions are lost: \(undone.sorted().prefix(5))")
        for record in records {
            let history = try await backend.history(of: record.document, after: 0, limit: 100)
            #expect(DocumentStatus.replaying(history) == record.status, "\(record.document) has an illegal history")
        }
        // Each document that is not completed has its job, and no other job is left.
        var left: Set<DocumentID> = []
        while true {
            let leases = try await backend.lease(from: "text", upTo: 500, for: .seconds(60))
            guard !leases.isEmpty else { break }
            for lease in leases {
                #expect(left.insert(DocumentID(String(decoding: lease.job.payload, as: UTF8.self))).inserted)
            }
            _ = try await backend.complete(leases.map(\.token))
        }
        #expect(left == Set(records.filter { $0.status.phase == .queued }.map(\.document)))
    }

    private func numbers(_ lines: [String], _ verb: String) -> [Int] {
        lines.compactMap { line in line.hasPrefix(verb + " ") ? Int(line.dropFirst(verb.count + 1)) : nil }
    }

    @Test("killed in the middle of its writes again and again, it loses nothing that it acknowledged")
    func killing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipeline.sqlite")
        var generator = SplitMix64(seed: 11)
        var received: Set<Int> = []
        var completed: Set<Int> = []
        for round in 0..<(Self.isLong ? 200 : 5) {
            let lines = try harness.run(
                arguments: [path, "\(round * 1_000)", "1000"],
                killAfterLines: Int.random(in: 1...(Self.isLong ? 200 : 60), using: &generator))
            received.formUnion(numbers(lines, "received"))
            completed.formUnion(numbers(lines, "completed"))
        }
        #expect(received.count > 5)
        print("killed with \(received.count) documents received and \(completed.count) completed")
        try await verify(path, received: received, completed: completed)
    }

    @Test("three processes share one file, and each job is done once")
    func sharing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipeline.sqlite")
        _ = try await SQLiteBackend(path: path)
        let harness = try harness
        let lines = try await withThrowingTaskGroup(of: [String].self) { group in
            for process in 0..<3 {
                group.addTask { try harness.run(arguments: [path, "\(process * 1_000)", "40"]) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let completed = numbers(lines, "completed")
        #expect(completed.count == 120)
        #expect(Set(completed).count == 120)
        try await verify(path, received: Set(numbers(lines, "received")), completed: Set(completed))
    }

    @Test("a full disk is a typed error, loses nothing, and is over when there is room")
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipeline.sqlite")
        let small = try await SQLiteBackend(path: path, maximumPageCount: 200)
        var acknowledged: [JobID] = []
        var refusal: PipelineError?
        for number in 0..<2_000 where refusal == nil {
            let job = JobRequest(
                id: JobID("job \(number)"), queue: "text", payload: [UInt8](repeating: 7, count: 4_000))
            do throws(PipelineError) {
                _ = try await small.enqueue([job])
                acknowledged.append(job.id)
            } catch {
                refusal = error
            }
        }
        #expect(refusal?.code == .storageFull)
        let large = try await SQLiteBackend(path: path)
        _ = try await large.enqueue([JobRequest(id: "after", queue: "text")])
        var delivered: Set<JobID> = []
        while true {
            let leases = try await large.lease(from: "text", upTo: 100, for: .seconds(60))
            guard !leases.isEmpty else { break }
            delivered.formUnion(leases.map(\.token.job))
            _ = try await large.complete(leases.map(\.token))
        }
        #expect(delivered == Set(acknowledged + ["after"]))
        #expect(try await large.checkIntegrity().isEmpty)
    }

    @Test("finished jobs are forgotten after their retention, live ones never")
    func retention() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let backend = try await SQLiteBackend(path: folder.path("pipeline.sqlite"), clock: clock)
        _ = try await backend.enqueue((0..<10).map { JobRequest(id: JobID("job \($0)"), queue: "text") })
        let leases = try await backend.lease(from: "text", upTo: 4, for: .seconds(60))
        _ = try await backend.complete(leases.map(\.token))
        #expect(try await backend.vacuum() == 0)
        clock.advance(by: .seconds(3_601))
        #expect(try await backend.vacuum() == 4)
        #expect(try await backend.statistics(of: "text").ready == 6)
    }
}
#endif
