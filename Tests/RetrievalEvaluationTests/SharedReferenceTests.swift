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
        let means: [String: [String: Value]]
        let ranx: [String: [String: Value]]

        enum CodingKeys: String, CodingKey {
            case runs
            case qrels
            case pytrec
            case means = "ir_measures"
            case ranx = "metrics"
        }
    }

    /// A number, or `nil` where the reference has the text of an error instead.
    private struct Value: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            number = try? decoder.singleValueContainer().decode(Double.self)
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
        // The file holds NaN, which plain JSON cannot.
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(Reference.self, from: data)
    }

    @Test("values per query equal those of pytrec_eval, and means those of ir_measures and ranx")
    func equalsReferences() throws {
        let reference = try Self.reference()
        #expect(reference.runs.count == 3)
        var compared = 0
        var (queryDeviation, meanDeviation) = (0.0, 0.0)
        for (system, scores) in reference.runs {
            let run = try Run(system: system, named: scores)
            let perQuery = try #require(reference.pytrec[system])
            var means = try #require(reference.means[system]).compactMapValues(\.number)
            means["nDCG(dcg='exp-log2')@10"] = try #require(reference.ranx[system]?["ndcg_burges@10"]?.number)
            // F1 is not offered.
            let names = Set(means.keys).union(perQuery.values.flatMap(\.keys)).subtracting(["set_F"])
            let evaluation = Evaluation(
                of: run,
                against: Judgements(named: reference.qrels),
                metrics: try names.map(Metric.init(named:)),
                rules: .trecEval
            )
            for (query, values) in perQuery {
                for (name, expected) in values where name != "set_F" {
                    let value = try #require(evaluation[Metric(named: name), QueryID(query)])
                    queryDeviation = max(queryDeviation, abs(value - expected))
                    #expect(abs(value - expected) <= 1e-9, "\(name) of \(query) in \(system)")
                    compared += 1
                }
            }
            for (name, expected) in means {
                let mean = try #require(evaluation.mean(of: Metric(named: name)))
                meanDeviation = max(meanDeviation, abs(mean - expected))
                #expect(abs(mean - expected) <= 1e-9, "mean \(name) of \(system): \(mean), reference \(expected)")
                compared += 1
            }
        }
        #expect(compared == 3 * (20 * 8 + 14))
        print("greatest deviation from pytrec_eval: \(queryDeviation), from ir_measures and ranx: \(meanDeviation)")
    }
}
