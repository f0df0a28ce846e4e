// SPDX-License-Identifier: Apache-2.0
import RAGCore
import RetrievalEvaluation
import Testing

struct TrecEvalReferenceTests {
    @Test("every value equals that of trec_eval", arguments: GoldenCollections.golden.collections.indices, [1, 2])
    func equalsTrecEval(collection: Int, level: Int) throws {
        let golden = GoldenCollections.golden.collections[collection]
        let reference = try #require(golden.values["\(level)"])
        let names = try #require(reference.values.first).keys.sorted()
        #expect(names.count == 27)
        var rules = Evaluation.Rules.trecEval
        rules.relevanceLevel = level
        let evaluation = Evaluation(
            of: try Run(system: "golden", named: golden.run),
            against: Judgements(named: golden.judgements),
            metrics: try names.map(Metric.init(named:)),
            rules: rules
        )
        #expect(Set(evaluation.queries.map(\.rawValue)) == Set(reference.keys))
        var deviation = 0.0
        for (query, values) in reference {
            for (name, expected) in values {
                let value = try #require(evaluation[Metric(named: name), QueryID(query)])
                deviation = max(deviation, abs(value - expected))
                #expect(abs(value - expected) <= 1e-12, "\(name) of \(query): \(value), trec_eval \(expected)")
            }
        }
        print("greatest deviation from trec_eval, collection \(collection), level \(level): \(deviation)")
    }

    @Test("the golden ties are broken as trec_eval breaks them, and it matters")
    func tieOrderMatters() throws {
        let golden = GoldenCollections.golden.collections[0]
        let run = try Run(system: "golden", named: golden.run)
        // Ties by ascending instead of descending identifier.
        let ascending = try Run(
            system: "ascending",
            rankings: run.rankings.mapValues { hits in
                hits.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
            }
        )
        let judgements = Judgements(named: golden.judgements)
        let trec = Evaluation(of: run, against: judgements, metrics: [.averagePrecision], rules: .trecEval)
        var asRanked = Evaluation.Rules.trecEval
        asRanked.order = .asRanked
        let other = Evaluation(of: ascending, against: judgements, metrics: [.averagePrecision], rules: asRanked)
        #expect(trec.queries == other.queries)
        #expect(trec.mean(of: .averagePrecision) != other.mean(of: .averagePrecision))
    }
}
