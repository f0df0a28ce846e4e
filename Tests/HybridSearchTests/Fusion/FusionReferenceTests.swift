// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import RAGCore
import TestSupport
import Testing

/// Fusions beside those of ranx 0.3.21 and of reference implementations, over 20 queries of three runs.
struct FusionReferenceTests {
    /// The scores of each query's hits.
    private typealias Run = [String: [String: Double]]

    private struct Reference: Decodable {
        var runs: [String: Run]
        /// A text where the fusion could not be made.
        var fusion: [String: Fused]

        struct Fused: Decodable {
            var run: Run?

            init(from decoder: any Decoder) throws {
                run = try? decoder.singleValueContainer().decode(Run.self)
            }
        }
    }

    @Test(
        "sums, extremes, means and rank fusions equal ranx under every normalisation",
        .needsSharedData("fusion/fusion_reference.json.gz"))
    func ranx() throws {
        let reference = try Self.reference()
        let weights = [Leg(rawValue: "a"): 0.6, Leg(rawValue: "b"): 0.3, Leg(rawValue: "c"): 0.1]
        let normalizations: [(String, Normalization)] = [
            ("None", .identity), ("min-max", .minMax), ("max", .maximum), ("sum", .sum), ("zmuv", .standard),
            ("rank", .rank), ("borda", .borda),
        ]
        let combinations: [(String, Combination, [Leg: Double])] = [
            ("sum", .sum, [:]), ("mnz", .sumTimesCount, [:]), ("anz", .meanOfFound, [:]), ("med", .median, [:]),
            ("min", .minimum, [:]), ("max", .maximum, [:]), ("gmnz", .sumTimesCount(power: 0.5), [:]),
            ("wsum", .sum, weights), ("wmnz", .sumTimesWeights, weights),
        ]
        var count = 0
        for (norm, normalization) in normalizations {
            for (method, combination, weights) in combinations {
                let fusion = try Fusion(normalization, combination, weights: weights)
                try compare(fusion, with: reference, "\(norm)|\(method)")
                count += 1
            }
            // Ranks do not depend on the scale, but under Borda they do on the order of equal scores.
            guard norm != "borda" else { continue }
            for (method, normalization, combination, weights) in [
                ("rrf", .reciprocalRank(k: 60), .sum, [:]), ("isr", .inverseSquareRank, .sumTimesCount, [:]),
                ("log_isr", .inverseSquareRank, .sumTimesLogarithm(), [:]),
                ("logn_isr", .inverseSquareRank, .sumTimesLogarithm(sigma: 0.01), [:]),
            ] as [(String, Normalization, Combination, [Leg: Double])] {
                try compare(
                    Fusion(normalization, combination, weights: weights), with: reference, "\(norm)|\(method)")
                count += 1
            }
            for (method, weights) in [("bordafuse", [:]), ("w_bordafuse", weights)] {
                // The points of Borda are those of the normalisation, times the number of candidates.
                try compare(
                    Fusion(.borda, .sum, weights: weights), with: reference, "\(norm)|\(method)", isPerCandidate: true)
                count += 1
            }
        }
        print("measured: \(count) fusions equal ranx over 20 queries")
        #expect(count == 99)
    }

    @Test(
        "the fusions of search engines equal their reference implementations",
        .needsSharedData("fusion/fusion_systems_reference.json"))
    func systems() throws {
        let runs = try Self.reference().runs
        let expected = try Self.decode(
            [String: Run].self,
            Data(contentsOf: SharedData.root.appending(path: "fusion/fusion_systems_reference.json")))
        let openSearch: [Leg: Double] = [.init(rawValue: "a"): 0.3, .init(rawValue: "b"): 0.7]
        func weights(_ a: Double, _ b: Double) -> [Leg: Double] {
            [Leg(rawValue: "a"): a, Leg(rawValue: "b"): b]
        }
        var fusions: [(String, Fusion)] = [
            ("rrf_k60", try .named("rrf")), ("rrf_k60_w0.7_0.3", try .named("rrf", weights: weights(0.7, 0.3))),
            ("weaviate_ranked_w0.5_0.5", try .named("weaviate-ranked", weights: weights(0.5, 0.5))),
            ("qdrant_rrf_k2", try .named("qdrant-rrf")),
            ("qdrant_rrf_k60_w3_1", try Fusion(.reciprocalWeightedRank(k: 60), weights: weights(3, 1))),
            ("qdrant_dbsf", try .named("qdrant-dbsf")),
            ("weaviate_relativeScore_a0.5", try .named("weaviate-relative-score", weights: weights(0.5, 0.5))),
            ("weaviate_relativeScore_a0.75", try .named("weaviate-relative-score", weights: weights(0.25, 0.75))),
            ("es_linear_minmax_1_1.5", try .named("elasticsearch-linear-minmax", weights: weights(1, 1.5))),
            ("es_linear_l2_1_1", try .named("elasticsearch-linear-l2")),
        ]
        for normalization in ["minmax", "l2"] {
            for mean in ["arithmetic", "geometric", "harmonic"] {
                let name = normalization == "minmax" ? "min_max" : normalization
                fusions.append(
                    (
                        "opensearch_\(name)_\(mean)_0.3_0.7",
                        try .named("opensearch-\(normalization)-\(mean)", weights: openSearch)
                    ))
            }
        }
        #expect(Set(fusions.map(\.0)) == Set(expected.keys))
        for (name, fusion) in fusions {
            try Self.compare(fusion, ["a", "b"].map { ($0, runs[$0] ?? [:]) }, try #require(expected[name]), name)
        }
    }

    private func compare(
        _ fusion: Fusion, with reference: Reference, _ name: String, isPerCandidate: Bool = false
    ) throws {
        let expected = try #require(reference.fusion[name]?.run)
        try Self.compare(
            fusion, ["a", "b", "c"].map { ($0, reference.runs[$0] ?? [:]) }, expected, name,
            isPerCandidate: isPerCandidate)
    }

    private static func compare(
        _ fusion: Fusion, _ runs: [(String, Run)], _ expected: Run, _ name: String, isPerCandidate: Bool = false
    ) throws {
        #expect(expected.count == 20)
        for (query, scores) in expected {
            let rankings = runs.map { leg, run in
                Ranking(
                    Leg(rawValue: leg),
                    (run[query] ?? [:]).sorted { $0.value > $1.value }
                        .map { ScoredHit(id: DocumentID($0.key), score: Float($0.value)) })
            }
            let fused = fusion.fuse(rankings, limit: .max)
            #expect(fused.count == scores.count)
            for hit in fused {
                let wanted = try #require(scores[hit.id.rawValue])
                let score = hit.score * (isPerCandidate ? Double(fused.count) : 1)
                // Scores are single precision here and double in the reference.
                #expect(abs(score - wanted) <= 2e-6 * max(1, abs(wanted)), "\(name) \(query) \(hit)")
            }
        }
    }

    private static func reference() throws -> Reference {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", SharedData.root.appending(path: "fusion/fusion_reference.json.gz").path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return try decode(Reference.self, pipe.fileHandleForReading.readToEnd() ?? Data())
    }

    /// Reads the NaN that Python writes.
    private static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try decoder.decode(type, from: data)
    }
}
