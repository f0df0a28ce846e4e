// SPDX-License-Identifier: Apache-2.0
#if SQLite
import Foundation
import PipelineConformance
import PipelineProtocols
import PipelineSQLite
import PipelineTestSupport
import TestSupport
import Testing

struct SQLiteConformanceTests {
    private static let isLong = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1"

    /// The seeds that must not raise a false alarm.
    private static let seeds: ClosedRange<UInt64> = isLong ? 1...200 : 1...3

    @Test("the queue in SQLite conforms, also when it is opened again")
    func queue() async throws {
        let folder = try TemporaryFolder()
        let kit = JobQueueKit(restarts: true) { context in
            try await SQLiteBackend(path: folder.path(context.storage), clock: context.clock)
        }
        for seed in Self.seeds {
            let report = await kit.run(seed: seed, operations: 80)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the status store in SQLite conforms, also when it is opened again")
    func statusStore() async throws {
        let folder = try TemporaryFolder()
        let kit = StatusStoreKit(restarts: true) { context in
            try await SQLiteBackend(path: folder.path(context.storage), clock: context.clock)
        }
        for seed in Self.seeds {
            let report = await kit.run(seed: seed, operations: 100)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the objects and the embedded chunks in SQLite conform")
    func storage() async throws {
        let folder = try TemporaryFolder()
        let blobs = BlobStoreKit { try await SQLiteBackend(path: folder.path($0.storage), clock: $0.clock).blobs }
        let search = SearchBackendKit { try await SQLiteBackend(path: folder.path($0.storage), clock: $0.clock).search }
        for seed in Self.seeds {
            for report in [await blobs.run(seed: seed), await search.run(seed: seed, operations: 60)] {
                #expect(report.isConforming, "\(report)")
            }
        }
    }

    @Test("10 % doubled, 10 % late, 5 % ambiguous: every effect in SQLite happens exactly once")
    func effectsOnce() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let base = try await SQLiteBackend(path: folder.path("pipeline.sqlite"), clock: clock)
        var plan = FaultPlan()
        plan.duplication = 0.1
        plan.delay = 0.1
        plan.lostRequest = 0.025
        plan.lostAnswer = 0.025
        let trial = ExactlyOnceTrial(backend: FaultyBackend(base, plan: plan, seed: 5), clock: clock)
        try await trial.run(jobs: Self.isLong ? 10_000 : 200)
    }

    @Test("the backend and the document store in SQLite conform")
    func backend() async throws {
        let folder = try TemporaryFolder()
        let backend = BackendKit { try await SQLiteBackend(path: folder.path($0.storage), clock: $0.clock) }
        let documents = DocumentStoreKit { try await SQLiteBackend(path: folder.path($0.storage), clock: $0.clock) }
        for seed in Self.seeds {
            for report in [await backend.run(seed: seed), await documents.run(seed: seed, operations: 60)] {
                #expect(report.isConforming, "\(report)")
            }
        }
    }
}
#endif
