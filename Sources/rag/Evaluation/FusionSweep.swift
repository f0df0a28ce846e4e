// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore
import RetrievalEvaluation

/// One parameter of a fusion, tried at many values on judged queries.
struct FusionSweep {
    /// A fusion that is tried.
    struct Setting {
        /// The value of the parameter.
        var value: Double
        var fusion: Fusion
    }

    /// What is swept.
    let parameter: String

    /// The value that is taken without tuning.
    let standard: Double

    /// What is tried; the standard value is among it.
    let settings: [Setting]

    /// The weight of the dense leg of a convex combination, in even steps.
    static func alpha(steps: Int) throws -> FusionSweep {
        let standard = 0.7
        let values = Set((0...steps).map { Double($0) / Double(steps) } + [standard])
        return FusionSweep(
            parameter: "alpha", standard: standard,
            settings: try values.sorted().map { Setting(value: $0, fusion: try .convex(alpha: $0)) })
    }

    /// The k of reciprocal rank fusion.
    static func k() throws -> FusionSweep {
        FusionSweep(
            parameter: "k", standard: 60,
            settings: try [0, 1, 2, 5, 10, 20, 40, 60, 80, 100, 150, 200, 500].map {
                Setting(value: $0, fusion: try .reciprocalRank(k: $0))
            })
    }

    /// Tries every setting.
    ///
    /// - Parameters:
    ///   - rankings: What the legs found for each query, by row.
    ///   - collection: The documents and judgements.
    ///   - metric: What is measured.
    /// - Returns: The values of the metric.
    /// - Throws: A `RetrievalEvaluationError`, or that the task was cancelled.
    func measure(
        _ rankings: [QueryID: [Ranking<Int>]], of collection: CollectionRun, by metric: Metric
    ) throws -> SweepResult {
        var values: [[Double]] = []
        for setting in settings {
            try Task.checkCancellation()
            var fused: [QueryID: [ScoredHit<DocumentID>]] = [:]
            for (query, legs) in rankings {
                fused[query] = setting.fusion.fuse(legs, limit: .max).map { hit in
                    ScoredHit(id: collection.documents[hit.id].id, score: Float(hit.score))
                }
            }
            let run = try Run(system: parameter, rankings: fused)
            values.append(
                Evaluation(of: run, against: collection.judgements, metrics: [metric]).values(of: metric) ?? [])
        }
        return SweepResult(
            settings: settings.map(\.value), standard: settings.firstIndex { $0.value == standard } ?? 0, values: values
        )
    }
}
#endif
