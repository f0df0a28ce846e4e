// SPDX-License-Identifier: Apache-2.0

/// How one system does against another on the same queries, by one metric.
///
/// ```swift
/// let comparison = try candidate.compared(with: baseline, by: .nDCG(at: 10))
/// print(comparison.meanDifference, comparison.randomisationTest().pValue)
/// ```
public struct Comparison: Hashable, Sendable {
    /// The name of the system that is compared.
    public let system: String

    /// The name of the system that it is compared with.
    public let baseline: String

    /// The metric they are compared by.
    public let metric: Metric

    /// The queries of both, ascending; at least one.
    public let queries: [QueryID]

    /// The value of ``system`` minus that of ``baseline``, one for each of ``queries`` in that order.
    public let differences: [Double]

    /// A difference of this magnitude or less is rounding, and the query a tie.
    public static let tieTolerance = 1e-12

    /// The mean of the differences; above zero the system does better than the baseline.
    public var meanDifference: Double { differences.reduce(0, +) / Double(differences.count) }

    /// The number of queries on which the system does better.
    public var wins: Int { differences.count { $0 > Self.tieTolerance } }

    /// The number of queries on which both do as well.
    public var ties: Int { differences.count { abs($0) <= Self.tieTolerance } }

    /// The number of queries on which the baseline does better.
    public var losses: Int { differences.count { $0 < -Self.tieTolerance } }

    /// Tests whether the mean difference could be chance.
    ///
    /// - Parameters:
    ///   - samples: How many sign assignments to draw where there are more than that.
    ///   - seed: What the drawn assignments follow from.
    /// - Returns: The two-sided test.
    /// - Precondition: `samples` is 1 or more.
    public func randomisationTest(samples: Int = 100_000, seed: UInt64 = 0) -> RandomisationTest {
        RandomisationTest(differences: differences, samples: samples, seed: seed)
    }

    /// Estimates the range in which the mean difference is likely to lie.
    ///
    /// - Parameters:
    ///   - level: The confidence level, between 0 and 1.
    ///   - resamples: How many times to draw the queries.
    ///   - seed: What the draws follow from.
    /// - Returns: The interval.
    /// - Precondition: `level` is between 0 and 1, and `resamples` is 1 or more.
    public func confidenceInterval(
        level: Double = 0.95,
        resamples: Int = 10_000,
        seed: UInt64 = 0
    ) -> BootstrapInterval {
        BootstrapInterval(differences: differences, level: level, resamples: resamples, seed: seed)
    }
}

extension Evaluation {
    /// Pairs this evaluation with that of another system, query by query.
    ///
    /// - Parameters:
    ///   - baseline: The evaluation of the other system, on the same queries.
    ///   - metric: A metric of both.
    /// - Returns: The comparison.
    /// - Throws: `notComparable` where the rules or the evaluated queries differ, there is no query, or one evaluation
    ///   lacks the metric.
    public func compared(
        with baseline: Evaluation,
        by metric: Metric
    ) throws(RetrievalEvaluationError) -> Comparison {
        guard let values = values(of: metric), let others = baseline.values(of: metric) else {
            throw RetrievalEvaluationError(.notComparable, "expected \(metric) in both evaluations; ask for it in both")
        }
        guard rules == baseline.rules else {
            throw RetrievalEvaluationError(.notComparable, "expected both evaluations under the same rules")
        }
        guard queries == baseline.queries, !queries.isEmpty else {
            throw RetrievalEvaluationError(
                .notComparable,
                "expected the same queries in both evaluations, found \(queries.count) for \(system) and "
                    + "\(baseline.queries.count) for \(baseline.system); count unanswered queries in both"
            )
        }
        return Comparison(
            system: system,
            baseline: baseline.system,
            metric: metric,
            queries: queries,
            differences: zip(values, others).map { $0 - $1 }
        )
    }
}

extension Comparison: CustomStringConvertible {
    /// A table with the difference of each query, the largest gain first, for a person.
    public var description: String {
        let heading = "\(system) against \(baseline) by \(metric): \(wins) wins, \(ties) ties, \(losses) losses"
        let rows = zip(queries, differences)
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
            .map { [$0.0.rawValue, TextTable.cell($0.1, signed: true)] }
        let mean = ["mean", TextTable.cell(meanDifference, signed: true)]
        return heading + "\n" + TextTable.text(of: [["query", "difference"]] + rows + [mean])
    }
}
