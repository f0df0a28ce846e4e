// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import RetrievalEvaluation
import TestSupport
import Testing

struct MetricTests {
    static let names: [(metric: Metric, modern: String, trec: String?)] = [
        (.nDCG, "nDCG", "ndcg"),
        (.nDCG(at: 10), "nDCG@10", "ndcg_cut_10"),
        (.nDCG(at: nil, gain: .exponential), "nDCG(dcg='exp-log2')", nil),
        (.nDCG(at: 10, gain: .exponential), "nDCG(dcg='exp-log2')@10", nil),
        (.averagePrecision, "AP", "map"),
        (.averagePrecision(at: 100), "AP@100", "map_cut_100"),
        (.reciprocalRank, "RR", "recip_rank"),
        (.reciprocalRank(at: 10), "RR@10", nil),
        (.precision(at: 5), "P@5", "P_5"),
        (.recall(at: 1_000), "R@1000", "recall_1000"),
        (.success(at: 1), "Success@1", "success_1"),
        (.rPrecision, "Rprec", "Rprec"),
        (.bpref, "Bpref", "bpref"),
        (.judged(at: 20), "Judged@20", nil),
    ]

    @Test("a metric is written and found by its name in both styles", arguments: names)
    func naming(metric: Metric, modern: String, trec: String?) throws {
        #expect(metric.description == modern)
        #expect(metric.trecName == trec)
        #expect(try Metric(named: modern) == metric)
        if let trec { #expect(try Metric(named: trec) == metric) }
    }

    @Test("other customary names are read")
    func aliases() throws {
        #expect(try Metric(named: "ndcg_cut.10") == .nDCG(at: 10))
        #expect(try Metric(named: "MAP@5") == .averagePrecision(at: 5))
        #expect(try Metric(named: "mrr") == .reciprocalRank)
        #expect(try Metric(named: "Recall@100") == .recall(at: 100))
        #expect(try Metric(named: "precision@1") == .precision(at: 1))
    }

    @Test(
        "what is no metric is refused",
        arguments: [
            "", "nDCG@", "nDCG@0", "nDCG@-1", "nDCG@ten", "P", "R", "recall", "Rprec@5", "bpref_5", "@10", "F1@5",
        ]
    )
    func unknown(name: String) {
        let error = #expect(throws: RetrievalEvaluationError.self) { try Metric(named: name) }
        #expect(error?.code == .unknownMetric)
    }

    @Test("the values of a worked example")
    func workedExample() throws {
        // Relevant, unjudged, judged not relevant, highly relevant; one relevant document is not found.
        let run = try Run(ranked: ["q": ["a", "u", "n", "b"]])
        let judgements: Judgements = ["q": ["a": 1, "n": 0, "b": 3, "missing": 2]]
        let expected: [(Metric, Double)] = [
            (.nDCG, (1 + 3 / log2(5)) / (3 + 2 / log2(3) + 0.5)),
            (.nDCG(at: 2), 1 / (3 + 2 / log2(3))),
            (.nDCG(at: 4, gain: .exponential), (1 + 7 / log2(5)) / (7 + 3 / log2(3) + 0.5)),
            (.averagePrecision, (1 + 0.5) / 3),
            (.averagePrecision(at: 2), 1.0 / 3),
            (.reciprocalRank, 1),
            (.precision(at: 10), 0.2),
            (.recall(at: 3), 1.0 / 3),
            (.success(at: 1), 1),
            (.rPrecision, 1.0 / 3),
            // One judged not relevant document exists and comes before b.
            (.bpref, 1.0 / 3),
            (.judged(at: 2), 0.5),
            (.judged(at: 10), 0.75),
        ]
        let evaluation = Evaluation(of: run, against: judgements, metrics: expected.map(\.0))
        for (metric, value) in expected {
            let found = try #require(evaluation[metric, "q"])
            #expect(abs(found - value) < 1e-15, "\(metric): \(found), expected \(value)")
        }
    }

    @Test("the ideal ranking has nDCG, AP, RR, R-precision and bpref of 1", arguments: 0..<20)
    func idealRanking(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let (_, judgements) = Self.collection(using: &generator)
        let ideal = try Run(
            ranked: judgements.grades.mapValues { grades in
                grades.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            }
        )
        let metrics: [Metric] = [
            .nDCG, .nDCG(at: 3), .nDCG(at: nil, gain: .exponential), .averagePrecision, .reciprocalRank, .rPrecision,
            .bpref,
        ]
        let evaluation = Evaluation(of: ideal, against: judgements, metrics: metrics)
        try #require(!evaluation.queries.isEmpty)
        for metric in metrics {
            #expect(evaluation.values(of: metric)?.allSatisfy { $0 == 1 } == true, "\(metric)")
        }
    }

    @Test("every value is between 0 and 1, and swapping a worse document upwards never raises nDCG", arguments: 0..<20)
    func bounds(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let (rankings, judgements) = Self.collection(using: &generator)
        let metrics = Self.names.map(\.metric)
        let evaluation = Evaluation(of: try Run(ranked: rankings), against: judgements, metrics: metrics)
        for metric in metrics {
            #expect(evaluation.values(of: metric)?.allSatisfy { (0...1).contains($0) } == true, "\(metric)")
        }
        for (query, ranking) in rankings {
            let grades = ranking.map { max(judgements[query, $0] ?? 0, 0) }
            guard let upper = grades.indices.dropLast().first(where: { grades[$0] > grades[$0 + 1] }) else { continue }
            var worse = ranking
            worse.swapAt(upper, upper + 1)
            let before = Evaluation(of: try Run(ranked: [query: ranking]), against: judgements, metrics: [.nDCG])
            let after = Evaluation(of: try Run(ranked: [query: worse]), against: judgements, metrics: [.nDCG])
            #expect(try #require(after[.nDCG, query]) < #require(before[.nDCG, query]))
        }
    }

    @Test("grades beyond any scale neither overflow nor divide by zero", arguments: [1_100, 1 << 40, Int.max])
    func hugeGrades(grade: Int) throws {
        let run = try Run(ranked: ["q": ["small", "none", "huge"]])
        let evaluation = Evaluation(
            of: run,
            against: ["q": ["huge": grade, "small": 1, "none": Int.min]],
            metrics: [.nDCG(at: 3, gain: .exponential), .nDCG(at: 2, gain: .exponential), .nDCG, .bpref]
        )
        #expect(evaluation[.nDCG(at: 3, gain: .exponential), "q"] == 0.5)
        #expect(try #require(evaluation[.nDCG(at: 2, gain: .exponential), "q"]) < 1e-300)
        #expect(try abs(#require(evaluation[.nDCG, "q"]) - 0.5) < 1e-2)
        #expect(evaluation[.bpref, "q"] == 1)
    }

    /// Rankings and judgements of 30 queries, grades -1 to 3, with at least one relevant document each.
    private static func collection(
        using generator: inout SplitMix64
    ) -> ([QueryID: [DocumentID]], Judgements) {
        var rankings: [QueryID: [DocumentID]] = [:]
        var judgements = Judgements()
        let documents = (0..<25).map { DocumentID("d\($0)") }
        for number in 0..<30 {
            let query = QueryID("q\(number)")
            let depth = Int.random(in: 0...documents.count, using: &generator)
            rankings[query] = Array(documents.shuffled(using: &generator).prefix(depth))
            var grades: [DocumentID: Int] = [:]
            for document in documents.shuffled(using: &generator).prefix(12) {
                grades[document] = Int.random(in: -1...3, using: &generator)
            }
            grades["d0"] = 1
            judgements.grades[query] = grades
        }
        return (rankings, judgements)
    }
}

extension Run {
    /// A run of which only the order matters.
    init(system: String = "test", ranked rankings: [QueryID: [DocumentID]]) throws {
        try self.init(system: system, rankings: rankings.mapValues { $0.map { ScoredHit(id: $0, score: 0) } })
    }
}
