// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Quality with the vectors of this package's own encoder.
@Suite(.needsFetchedModel, .needsSharedData("cranfield"), .serialized)
struct EncoderEvaluationTests {
    @Test(
        "a collection that is embedded here is searched as well as by the reference's vectors",
        arguments: [("dense", 0.374), ("rrf", 0.405), ("maxsim", 0.378)])
    func quality(system: String, expected: Double) throws {
        let run = try RagProcess([
            "eval", SharedData.root.appending(path: "cranfield").path, "--system", system, "--encoder",
            "all-MiniLM-L6-v2", "--json",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let measured = try #require(try run.json()["ndcg@10"] as? Double)
        print("measured: \(system) by the encoder: ndcg@10 \(measured), expected \(expected)")
        #expect(abs(measured - expected) <= 0.003)
    }
}
