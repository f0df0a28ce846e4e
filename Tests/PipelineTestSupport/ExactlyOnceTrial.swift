// SPDX-License-Identifier: Apache-2.0
package import PipelineConformance
package import PipelineProtocols
internal import RAGCore
internal import Testing

/// Intake and workers that repeat by id what was ambiguous, over a network that loses, doubles and delays.
package struct ExactlyOnceTrial<Base: PipelineBackend & QueueAdministration>: Sendable {
    private let backend: FaultyBackend<Base>
    private let clock: ManualClock

    package init(backend: FaultyBackend<Base>, clock: ManualClock) {
        self.backend = backend
        self.clock = clock
    }

    /// Takes in jobs whose effect is to publish a document, lets six workers do them, and counts the effects.
    package func run(jobs count: Int) async throws {
        for number in 0..<count { try await receive(number) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await work() } }
            try await group.waitForAll()
        }
        for number in 0..<count {
            let record = try await backend.base.document(DocumentID("document \(number)"))
            #expect((record?.generation, record?.version) == (1, 2))
        }
        #expect(try await backend.base.deadJobs(in: "text", after: nil, limit: 10).isEmpty)
    }

    private func receive(_ number: Int) async throws {
        let document = DocumentID("document \(number)")
        let job = JobRequest(
            id: JobID("job \(number)"), queue: "text", payload: Array(document.rawValue.utf8), maximumAttempts: 100,
            maximumCrashes: 100)
        let record = DocumentRecord(id: document, tenant: "", contentDigest: "")
        let commit = StageCommit(jobs: [job], documents: [.upsert(record, expecting: 0)])
        let outcome = try await insist { () async throws(PipelineError) in try await backend.commit(commit) }
        guard case .applied(let receipt) = outcome else {
            Issue.record("the intake of \(document) was refused")
            return
        }
        #expect(receipt.jobs == [.accepted(job.id)])
    }

    private func work() async throws {
        while true {
            let leases = (try? await backend.lease(from: "text", upTo: 10, for: .seconds(300))) ?? []
            for lease in leases { try await publish(lease) }
            guard leases.isEmpty else { continue }
            let statistics = try await insist { () async throws(PipelineError) in
                try await backend.statistics(of: "text")
            }
            if statistics.ready + statistics.leased == 0 { return }
            // Leases whose answer was lost must lapse; a worker that is idle lets time pass.
            clock.advance(by: .seconds(10))
            await Task.yield()
        }
    }

    private func publish(_ lease: Lease) async throws {
        let document = DocumentID(String(decoding: lease.job.payload, as: UTF8.self))
        let record = try await insist { () async throws(PipelineError) in try await backend.document(document) }
        let write = DocumentWrite.publish(
            document, generation: (record?.generation ?? 0) + 1, expecting: record?.version ?? 0)
        let commit = StageCommit(settlements: [Settlement(lease.token, .complete)], documents: [write])
        _ = try await insist { () async throws(PipelineError) in try await backend.commit(commit) }
    }

    /// Repeats a call until its answer arrives.
    private func insist<Result>(
        _ call: () async throws(PipelineError) -> Result
    ) async throws(PipelineError) -> Result {
        while true {
            do throws(PipelineError) {
                return try await call()
            } catch {
                guard error.code == .ambiguous || error.code == .storageFull else { throw error }
            }
        }
    }
}
