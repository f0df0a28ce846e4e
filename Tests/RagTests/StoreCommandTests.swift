// SPDX-License-Identifier: Apache-2.0
#if SQLite
import Foundation
import PipelineProtocols
import PipelineSQLite
import RAGCore
import StatusModel
import TestSupport
import Testing

struct StoreCommandTests {
    private let folder: TemporaryFolder
    private var store: String { folder.path("pipeline.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private func fill() async throws {
        let backend = try await SQLiteBackend(path: store)
        _ = try await backend.enqueue((0..<3).map { JobRequest(id: JobID("job \($0)"), queue: "text") })
        let leases = try await backend.lease(from: "text", upTo: 1, for: .seconds(60))
        let failure = FailureInfo(stage: "extracting", code: "pdf.encrypted", category: .permanent, message: "locked")
        _ = try await backend.settle(leases.map { Settlement($0.token, .bury(failure)) })
        let date = WallTime(millisecondsSince1970: 0)
        for (sequence, change) in [StatusChange?.none, .validationStarted, .accepted].enumerated() {
            _ = try await backend.append(
                StatusAppend(document: "a.pdf", expecting: sequence, change: change, date: date))
        }
    }

    private func stats() throws -> [String: Any] {
        try RagProcess(["queue", "stats", "text", "--store", store, "--json"]).json()
    }

    @Test("a queue is counted, paused and opened again")
    func queue() async throws {
        try await fill()
        let counts = try stats()
        #expect(counts["ready"] as? Int == 2)
        #expect(counts["dead"] as? Int == 1)
        #expect(counts["paused"] as? Bool == false)
        #expect(try RagProcess(["queue", "pause", "text", "--store", store]).status == 0)
        #expect(try stats()["paused"] as? Bool == true)
        #expect(try RagProcess(["queue", "resume", "text", "--store", store]).status == 0)
        #expect(try stats()["paused"] as? Bool == false)
    }

    @Test("dead jobs are listed with their failure, and redriven once")
    func deadJobs() async throws {
        try await fill()
        let dead = try RagProcess(["queue", "dead", "text", "--store", store])
        #expect(dead.output.contains("pdf.encrypted (permanent) in extracting, 1 attempts, 0 crashes: locked"))
        let first = try RagProcess(["queue", "redrive", "text", "--all", "--store", store, "--json"]).json()
        #expect((first["redriven"] as? [String])?.count == 1)
        let second = try RagProcess(["queue", "redrive", "text", "--all", "--store", store, "--json"]).json()
        #expect((second["redriven"] as? [String])?.isEmpty == true)
    }

    @Test("a document's status is shown, and watching ends when the document has ended")
    func status() async throws {
        try await fill()
        let shown = try RagProcess(["status", "a.pdf", "--store", store, "--json"]).json()
        #expect(shown["status"] as? String == "queued")
        #expect(shown["sequence"] as? Int == 3)
        let backend = try await SQLiteBackend(path: store)
        _ = try await backend.append(
            StatusAppend(
                document: "a.pdf", expecting: 3, change: .cancelled, date: WallTime(millisecondsSince1970: 1)))
        let watched = try RagProcess(["status", "a.pdf", "--watch", "--store", store])
        #expect(watched.output == "a.pdf: cancelled, 5 %\n")
    }

    @Test("a store or a document that is not there is named, and nothing is made")
    func missing() async throws {
        let absent = try RagProcess(["queue", "stats", "text", "--store", store])
        #expect(absent.status == 66)
        #expect(!FileManager.default.fileExists(atPath: store))
        try await fill()
        #expect(try RagProcess(["status", "b.pdf", "--store", store]).status == 66)
    }
}
#endif
