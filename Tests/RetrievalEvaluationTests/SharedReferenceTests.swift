// SPDX-License-Identifier: Apache-2.0
import Foundation
import RetrievalEvaluation
import TestSupport
import Testing

@Suite(.needsSharedData("fusion/fusion_reference.json.gz"))
struct SharedReferenceTests {
    private struct Reference: Decodable {
        let runs: [String: [String: [String: Double]]]
        let qrels: [String: [String: Int]]
        let pytrec: [String: [String: [String: Double]]]
        let means: [String: [String: Double]]

        enum CodingKeys: String, CodingKey {
            case runs
            case qrels
            case pytrec
            case means = "ir_measures"
        }
    }

    private static func reference() throws -> Reference {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", SharedData.root.appending(path: "fusion/fusion_reference.json.gz").path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(Reference.self, from: data)
    }

    @Test("values per query equal those of pytrec_eval, and means those of ir_measures")
    func equalsReferences() throws {
        let reference = try Self.reference()
        // Metrics that are not offered: F1, rank-biased precision and expected reciprocal rank.
        let absent: Set = ["set_F", "RBP(p=0.95,rel=1)", "ERR@10"]
        #expect(reference.runs.count == 3)
        var compared = 0
        var (queryDeviation, meanDeviation) = (0.0, 0.0)
        for (system, scores) in reference.runs {
            let run = try Run(system: system, named: scores)
            let perQuery = try #require(reference.pytrec[system])
            let means = try #require(reference.means[system])
            let names = Set(means.keys).union(perQuery.values.flatMap(\.keys)).subtracting(absent)
            let evaluation = Evaluation(
                of: run,
                against: Judgements(named: reference.qrels),
                metrics: try names.map(Metric.init(named:)),
                rules: .trecEval
            )
            for (query, values) in perQuery {
                for (name, expected) in values where !absent.contains(name) {
                    let value = try #require(evaluation[Metric(named: name), QueryID(query)])
                    queryDeviation = max(queryDeviation, abs(value - expected))
                    #expect(abs(value - expected) <= 1e-9, "\(name) of \(query) in \(system)")
                    compared += 1
                }
            }
            for (name, expected) in means where !absent.contains(name) {
                let mean = try #require(evaluation.mean(of: Metric(named: name)))
                meanDeviation = max(meanDeviation, abs(mean - expected))
                #expect(abs(mean - expected) <= 1e-9, "mean \(name) of \(system): \(mean), ir_measures \(expected)")
                compared += 1
            }
        }
        #expect(compared == 3 * (20 * 8 + 14))
        print("greatest deviation from pytrec_eval: \(queryDeviation), from ir_measures: \(meanDeviation)")
    }
}
