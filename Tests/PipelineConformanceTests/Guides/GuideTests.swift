// SPDX-License-Identifier: Apache-2.0
import Foundation
import PipelineConformance
import Testing

struct GuideTests {
    @Test("the queue of the guide conforms")
    func queue() async {
        let kit = JobQueueKit { ListQueue(clock: $0.clock) }
        for seed in Effort.seeds(20, long: 500) {
            let report = await kit.run(seed: seed)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("the status store of the guide conforms")
    func statusStore() async {
        let kit = StatusStoreKit { _ in ArrayStatusStore() }
        for seed in Effort.seeds(10, long: 500) {
            let report = await kit.run(seed: seed)
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test(
        "the guides show the adapters that are tested",
        arguments: [("ImplementingAJobQueue", "ListQueue"), ("ImplementingAStatusStore", "ArrayStatusStore")])
    func quotation(page: String, adapter: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let source = try String(contentsOf: folder.appending(path: adapter + ".swift"), encoding: .utf8)
        let guide = folder.appending(
            path: "../../../Sources/PipelineProtocols/PipelineProtocols.docc/\(page).md"
        ).standardizedFileURL
        let text = try String(contentsOf: guide, encoding: .utf8)
        let quoted = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
        #expect(text.contains(quoted))
    }

    @Test("every law is told in the documentation of the seams")
    func laws() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/PipelineProtocols").standardizedFileURL
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let text = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for law in Law.all where law != .g1 { #expect(text.contains("**\(law.id)**"), "\(law)") }
    }
}
