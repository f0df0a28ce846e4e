// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// What one system found for each query of a test collection.
///
/// ```swift
/// let run = try Run(system: "bm25", rankings: ["q1": index.search("rotary engine")])
/// ```
///
/// A query with an empty ranking was answered with nothing, and scores zero; a query without a ranking was not answered
/// at all, and ``Evaluation/Rules/unansweredQueries`` says what that means.
public struct Run: Hashable, Sendable {
    /// The name of the system, or of the experiment.
    public let system: String

    /// What was found for each query, the best first; no document occurs twice in one ranking.
    public let rankings: [QueryID: [ScoredHit<DocumentID>]]

    /// Creates a run from rankings.
    ///
    /// - Parameters:
    ///   - system: The name of the system.
    ///   - rankings: What was found for each query, the best first.
    ///   - duplicates: What to do with a document that occurs again in one ranking.
    /// - Throws: `duplicateDocument` where `duplicates` is ``Duplicates/refused`` and there is one.
    /// - Complexity: O(n) for n hits.
    public init(
        system: String,
        rankings: [QueryID: [ScoredHit<DocumentID>]],
        duplicates: Duplicates = .refused
    ) throws(RetrievalEvaluationError) {
        var distinct = rankings
        for (query, ranking) in rankings {
            var seen: Set<DocumentID> = []
            let kept = ranking.filter { seen.insert($0.id).inserted }
            guard kept.count == ranking.count || duplicates == .firstKept else {
                throw RetrievalEvaluationError(
                    .duplicateDocument,
                    "expected each document once, but the ranking of query \(query) repeats some; keep the first of each"
                )
            }
            distinct[query] = kept
        }
        self.init(system: system, distinct: distinct)
    }

    /// Creates a run from rankings without repetitions.
    init(system: String, distinct rankings: [QueryID: [ScoredHit<DocumentID>]]) {
        self.system = system
        self.rankings = rankings
    }

    /// The answered queries, ascending.
    ///
    /// - Complexity: O(n log n) for n queries.
    public var queries: [QueryID] { rankings.keys.sorted() }

    /// What to do with a document that occurs again in one ranking.
    public enum Duplicates: Hashable, Sendable {
        /// It is an error, as it is for trec_eval: each repetition would be rewarded again.
        case refused
        /// Its best place counts and the documents below the others move up.
        ///
        /// This is how a ranking of chunks becomes a ranking of documents.
        case firstKept
    }
}
