// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RetrievalEvaluation

/// What a sweep measured: for each setting the values of a metric, one for each judged query.
///
/// The best of many settings looks better than it is on the queries that chose it. So the gain is measured on queries that
/// had no say: they are dealt into folds, and each fold is measured at the setting that is best on the others
/// (cross-validation; Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x).
struct SweepResult {
    /// The values of the parameter.
    let settings: [Double]

    /// The place of the value that is taken without tuning.
    let standard: Int

    /// For each setting the metric of each query.
    let values: [[Double]]

    /// The parts that the queries are dealt into.
    static let foldCount = 10

    /// The number of queries.
    var queryCount: Int { values.first?.count ?? 0 }

    /// For each setting the mean over all queries.
    var means: [Double] { values.map { $0.reduce(0, +) / Double(max($0.count, 1)) } }

    /// The place of the setting with the greatest mean; of equals the one that is nearest to the standard.
    var best: Int { best { _ in true } }

    /// For each query how much better than the standard it does at the setting that the queries of the other folds choose.
    var heldOutGains: [Double] {
        let chosen = (0..<Self.foldCount).map { fold in best { $0 % Self.foldCount != fold } }
        return (0..<queryCount).map { query in
            values[chosen[query % Self.foldCount]][query] - values[standard][query]
        }
    }

    /// The range in which the gain is likely to lie; `nil` without queries.
    func interval(level: Double) -> BootstrapInterval? {
        let gains = heldOutGains
        return gains.isEmpty ? nil : BootstrapInterval(differences: gains, level: level)
    }

    /// Whether the gain could be chance.
    var test: RandomisationTest { RandomisationTest(differences: heldOutGains) }

    private func best(on isChosen: (Int) -> Bool) -> Int {
        let queries = (0..<queryCount).filter(isChosen)
        let sums = values.map { column in queries.reduce(0) { $0 + column[$1] } }
        return sums.indices.max {
            (sums[$0], -abs($0 - standard)) < (sums[$1], -abs($1 - standard))
        } ?? standard
    }
}
#endif
