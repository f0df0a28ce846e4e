// SPDX-License-Identifier: Apache-2.0
import Foundation
import PipelineConformance
import PipelineInMemory
import PipelineProtocols
import Testing

/// How much the tests do: little by default, much where `RAG_LONG_TESTS` is 1.
enum Effort {
    static let isLong = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1"

    static func seeds(_ short: UInt64, long: UInt64) -> ClosedRange<UInt64> { 1...(isLong ? long : short) }
}

struct InMemoryConformanceTests {
    @Test("the queue in memory conforms; no seed raises a false alarm")
    func queue() async {
        let kit = JobQueueKit { InMemoryBackend(clock: $0.clock) }
        for seed in Effort.seeds(40, long: 1_000) {
            let report = await kit.run(seed: seed)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the status store in memory conforms; no seed raises a false alarm")
    func statusStore() async {
        let kit = StatusStoreKit { InMemoryBackend(clock: $0.clock) }
        for seed in Effort.seeds(20, long: 1_000) {
            let report = await kit.run(seed: seed)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the backend in memory conforms; no seed raises a false alarm")
    func backend() async {
        let kit = BackendKit { InMemoryBackend(clock: $0.clock) }
        for seed in Effort.seeds(5, long: 1_000) {
            let report = await kit.run(seed: seed)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the document store, the blob store and the notifier in memory conform")
    func others() async {
        let documents = DocumentStoreKit { InMemoryBackend(clock: $0.clock) }
        let blobs = BlobStoreKit { _ in InMemoryBlobStore() }
        let notifier = NotifierKit { _ in InMemoryNotifier() }
        for seed in Effort.seeds(5, long: 100) {
            for report in [
                await documents.run(seed: seed), await blobs.run(seed: seed), await notifier.run(seed: seed),
            ] {
                #expect(report.isConforming, "\(report)")
            }
        }
    }
}
