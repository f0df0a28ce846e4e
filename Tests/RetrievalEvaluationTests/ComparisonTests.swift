// SPDX-License-Identifier: Apache-2.0
import RAGCore
import RetrievalEvaluation
import Testing

struct ComparisonTests {
    private static let judgements: Judgements = [
        "q1": ["a": 1], "q2": ["a": 1], "q3": ["a": 1], "q4": ["a": 1],
    ]

    private static func evaluation(_ system: String, _ rankings: [QueryID: [DocumentID]]) throws -> Evaluation {
        Evaluation(
            of: try Run(system: system, ranked: rankings),
            against: judgements,
            metrics: [.reciprocalRank],
            rules: .trecEval
        )
    }

    @Test("wins, ties and losses are counted per query")
    func counts() throws {
        let baseline = try Self.evaluation(
            "bm25",
            ["q1": ["x", "a"], "q2": ["a"], "q3": ["a"], "q4": ["x", "y", "z", "a"]]
        )
        let candidate = try Self.evaluation("hybrid", ["q1": ["a"], "q2": ["a"], "q3": ["x", "a"], "q4": ["a"]])
        let comparison = try candidate.compared(with: baseline, by: .reciprocalRank)
        #expect(comparison.differences == [0.5, 0, -0.5, 0.75])
        #expect([comparison.wins, comparison.ties, comparison.losses] == [2, 1, 1])
        #expect(comparison.meanDifference == 0.1875)
        let test = comparison.randomisationTest()
        #expect(test.isExact)
        #expect(test.assignments == 8)
        #expect(test.meanDifference == comparison.meanDifference)
        // Sums of +-0.5 +-0.5 +-0.75 reach 0.75 in magnitude in 6 of 8 cases.
        #expect(test.pValue == 0.75)
        let interval = comparison.confidenceInterval(level: 0.9)
        #expect(interval.lower < comparison.meanDifference && comparison.meanDifference < interval.upper)
        #expect(
            comparison.description == """
                hybrid against bm25 by RR: 2 wins, 1 ties, 1 losses
                query  difference
                q4        +0.7500
                q1        +0.5000
                q2        +0.0000
                q3        -0.5000
                mean      +0.1875
                """
        )
    }

    @Test("evaluations of other queries, under other rules or without the metric are not compared")
    func notComparable() throws {
        let some = try Self.evaluation("a", ["q1": ["a"]])
        let others = try Self.evaluation("b", ["q2": ["a"]])
        let none = try Self.evaluation("c", [:])
        let ruled = Evaluation(
            of: try Run(ranked: ["q1": ["a"]]),
            against: ["q1": ["a": 1]],
            metrics: [.reciprocalRank],
            rules: .standard
        )
        for (left, right, metric) in [
            (some, others, Metric.reciprocalRank), (none, none, .reciprocalRank), (some, ruled, .reciprocalRank),
            (some, some, .bpref),
        ] {
            let error = #expect(throws: RetrievalEvaluationError.self) { try left.compared(with: right, by: metric) }
            #expect(error?.code == .notComparable)
        }
        #expect(try some.compared(with: some, by: .reciprocalRank).ties == 1)
    }
}
