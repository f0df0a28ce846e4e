// SPDX-License-Identifier: Apache-2.0
import RAGCore
import RetrievalEvaluation
import TestSupport
import Testing

struct EvaluationTests {
    private let judgements: Judgements = [
        "answered": ["a": 1], "unanswered": ["a": 2], "empty": ["a": 1], "hopeless": ["a": 0, "b": -1], "blank": [:],
    ]

    private func run() throws -> Run {
        try Run(ranked: ["answered": ["a"], "empty": [], "hopeless": ["a"], "nobody judged": ["a"]])
    }

    @Test(
        "the rules say which queries are part of the mean",
        arguments: [
            (.standard, ["answered", "empty", "unanswered"], 1.0 / 3),
            (.trecEval, ["answered", "empty", "hopeless"], 1.0 / 3),
            (.trecEvalComplete, ["answered", "blank", "empty", "hopeless", "unanswered"], 0.2),
            (.init(unansweredQueries: .leftOut), ["answered", "empty"], 0.5),
            (.init(relevanceLevel: 2), ["unanswered"], 0),
        ] as [(Evaluation.Rules, [QueryID], Double)]
    )
    func rules(rules: Evaluation.Rules, queries: [QueryID], mean: Double) throws {
        let evaluation = Evaluation(of: try run(), against: judgements, metrics: [.reciprocalRank], rules: rules)
        #expect(evaluation.queries == queries)
        #expect(evaluation.leftOutQueries == judgements.queries.filter { !queries.contains($0) })
        #expect(evaluation.unjudgedQueries == ["nobody judged"])
        #expect(evaluation.mean(of: .reciprocalRank) == mean)
    }

    @Test("what was not evaluated has no value")
    func absence() throws {
        let evaluation = Evaluation(of: try run(), against: judgements, metrics: [.bpref])
        #expect(evaluation[.bpref, "answered"] == 1)
        #expect(evaluation[.bpref, "hopeless"] == nil)
        #expect(evaluation[.reciprocalRank, "answered"] == nil)
        #expect(evaluation.mean(of: .reciprocalRank) == nil)
        let nothing = Evaluation(of: try run(), against: [:], metrics: [.bpref])
        #expect(nothing.queries.isEmpty)
        #expect(nothing.mean(of: .bpref) == nil)
    }

    @Test("the order in which queries arrive changes nothing, to the last bit", arguments: 0..<10)
    func queryOrder(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let golden = GoldenCollections.golden.collections[0]
        let run = try Run(system: "s", named: golden.run)
        let judgements = Judgements(named: golden.judgements)
        let metrics: [Metric] = [.nDCG(at: 10), .averagePrecision, .bpref]
        let whole = Evaluation(of: run, against: judgements, metrics: metrics, rules: .trecEval)
        var shuffled: [QueryID: [DocumentID: Int]] = [:]
        for (query, grades) in judgements.grades.shuffled(using: &generator) { shuffled[query] = grades }
        var lines = try run.trecText().split(separator: "\n")
        lines.shuffle(using: &generator)
        let again = Evaluation(
            of: try Run(parsing: lines.joined(separator: "\n")),
            against: Judgements(shuffled),
            metrics: metrics,
            rules: .trecEval
        )
        #expect(again.queries == whole.queries)
        for metric in metrics {
            #expect(again.values(of: metric) == whole.values(of: metric))
            #expect(again.mean(of: metric) == whole.mean(of: metric))
        }
    }

    @Test("the report has a row for each query and a row of means")
    func report() throws {
        let evaluation = Evaluation(
            of: try Run(system: "bm25", ranked: ["q1": ["x", "a"], "文2": ["a"], "q3": []]),
            against: ["q1": ["a": 1, "b": 1], "文2": ["a": 1], "q3": ["a": 0]],
            metrics: [.reciprocalRank, .recall(at: 10)]
        )
        #expect(
            evaluation.description == """
                bm25: 2 queries evaluated, 1 left out, 0 without judgements
                query      RR    R@10
                q1     0.5000  0.5000
                文2     1.0000  1.0000
                mean   0.7500  0.7500
                """
        )
        let nothing = Evaluation(of: try Run(ranked: [:]), against: [:], metrics: [.bpref])
        #expect(nothing.description.hasSuffix("query  Bpref\nmean       -"))
    }
}
