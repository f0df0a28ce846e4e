// SPDX-License-Identifier: Apache-2.0
import RAGCore

/// How well a run answers the queries of a test collection: the value of each metric per query, and the means.
///
/// ```swift
/// let evaluation = Evaluation(of: run, against: judgements, metrics: [.nDCG(at: 10), .recall(at: 100)])
/// print(evaluation.mean(of: .nDCG(at: 10)) ?? .nan)
/// print(evaluation)
/// ```
///
/// Values are 0 to 1 and do not depend on the order in which queries are given.
public struct Evaluation: Hashable, Sendable {
    /// The name of the system that made the run.
    public let system: String

    /// The metrics, in the order they were asked for.
    public let metrics: [Metric]

    /// Which queries were evaluated and how.
    public let rules: Rules

    /// The evaluated queries, ascending; the mean is over these.
    public let queries: [QueryID]

    /// The judged queries that the rules left out, ascending.
    public let leftOutQueries: [QueryID]

    /// The queries that the run answers and nobody judged, ascending; they are never evaluated.
    public let unjudgedQueries: [QueryID]

    /// The values of each metric, one for each of `queries`.
    private let columns: [Metric: [Double]]

    /// Evaluates a run.
    ///
    /// - Parameters:
    ///   - run: The rankings to evaluate.
    ///   - judgements: How relevant each document is.
    ///   - metrics: What to compute.
    ///   - rules: Which queries are evaluated and how.
    /// - Precondition: The relevance level of the rules is 1 or more.
    /// - Complexity: O((j + h) log(j + h) + m h) for j judgements, h hits and m metrics.
    public init(of run: Run, against judgements: Judgements, metrics: [Metric], rules: Rules = .standard) {
        precondition(rules.relevanceLevel >= 1, "a document is relevant from grade 1 up, not \(rules.relevanceLevel)")
        self.system = run.system
        self.metrics = metrics
        self.rules = rules
        var (queries, leftOut): ([QueryID], [QueryID]) = ([], [])
        var columns = Dictionary(metrics.map { ($0, [Double]()) }, uniquingKeysWith: { first, _ in first })
        for (query, grades) in judgements.grades.sorted(by: { $0.key < $1.key }) {
            let answer = run.ranking(for: query, order: rules.order)
            let hasRelevant = judgements.hasRelevantDocument(for: query, level: rules.relevanceLevel)
            guard hasRelevant || rules.queriesWithoutRelevant == .counted,
                answer != nil || rules.unansweredQueries == .counted
            else {
                leftOut.append(query)
                continue
            }
            queries.append(query)
            let ranking = GradedRanking(answer ?? [], judgements: grades, relevanceLevel: rules.relevanceLevel)
            for metric in columns.keys { columns[metric]?.append(metric.value(of: ranking)) }
        }
        self.queries = queries
        self.leftOutQueries = leftOut
        self.unjudgedQueries = run.queries.filter { judgements.grades[$0] == nil }
        self.columns = columns
    }

    /// The values of a metric, one for each of ``queries`` in that order, or `nil` where it was not asked for.
    ///
    /// - Parameter metric: One of ``metrics``.
    /// - Returns: The values, 0 to 1.
    public func values(of metric: Metric) -> [Double]? { columns[metric] }

    /// The value of a metric for one query, or `nil` where either was not evaluated.
    ///
    /// - Parameters:
    ///   - metric: One of ``metrics``.
    ///   - query: One of ``queries``.
    /// - Complexity: O(n) for n queries.
    public subscript(metric: Metric, query: QueryID) -> Double? {
        guard let index = queries.firstIndex(of: query) else { return nil }
        return columns[metric]?[index]
    }

    /// The arithmetic mean of a metric over the evaluated queries.
    ///
    /// - Parameter metric: One of ``metrics``.
    /// - Returns: The mean, or `nil` where the metric was not asked for or no query was evaluated.
    public func mean(of metric: Metric) -> Double? {
        guard let values = columns[metric], !values.isEmpty else { return nil }
        return values.reduce(0, +) / Double(values.count)
    }
}
