// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// Which queries are evaluated, what counts as relevant, and which order is the ranking.
    ///
    /// These choices move a mean by more than most systems differ, so they are stated. Queries that the run answers and
    /// nobody judged are never evaluated; ``Evaluation/unjudgedQueries`` lists them.
    public struct Rules: Hashable, Sendable {
        /// Which order of its hits is a system's ranking.
        public var order: Run.Order

        /// The lowest grade that counts as relevant, 1 or more, as trec_eval's option `-l`.
        public var relevanceLevel: Int

        /// Whether judged queries without any relevant document are evaluated.
        ///
        /// No ranking can do well on them: every metric is 0, but for the share of judged documents, and for nDCG where
        /// grades below the relevance level have a gain.
        public var queriesWithoutRelevant: Inclusion

        /// Whether judged queries that the run has no ranking for are evaluated, as empty rankings with value 0.
        ///
        /// To leave them out lets a system gain by not answering hard queries.
        public var unansweredQueries: Inclusion

        /// Creates rules.
        ///
        /// - Parameters:
        ///   - order: Which order of its hits is a system's ranking.
        ///   - relevanceLevel: The lowest grade that counts as relevant, 1 or more.
        ///   - queriesWithoutRelevant: Whether judged queries without any relevant document are evaluated.
        ///   - unansweredQueries: Whether judged queries that the run has no ranking for are evaluated.
        public init(
            order: Run.Order = .asRanked,
            relevanceLevel: Int = 1,
            queriesWithoutRelevant: Inclusion = .leftOut,
            unansweredQueries: Inclusion = .counted
        ) {
            self.order = order
            self.relevanceLevel = relevanceLevel
            self.queriesWithoutRelevant = queriesWithoutRelevant
            self.unansweredQueries = unansweredQueries
        }

        /// The ranking as given; queries without a relevant document left out, unanswered ones counted as 0.
        public static let standard = Rules()

        /// What trec_eval does: the order by score, and every judged query that the run answers.
        public static let trecEval = Rules(
            order: .trec,
            queriesWithoutRelevant: .counted,
            unansweredQueries: .leftOut
        )

        /// What trec_eval does with its option `-c`: the order by score, and every judged query.
        public static let trecEvalComplete = Rules(
            order: .trec,
            queriesWithoutRelevant: .counted,
            unansweredQueries: .counted
        )
    }

    /// Whether a kind of query is part of an evaluation.
    public enum Inclusion: Hashable, Sendable {
        /// It is evaluated and part of the mean.
        case counted
        /// It is not evaluated; ``Evaluation/leftOutQueries`` lists it.
        case leftOut
    }
}
