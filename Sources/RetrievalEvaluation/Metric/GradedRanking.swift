// SPDX-License-Identifier: Apache-2.0
import RAGCore

/// The grades of one ranking and of all judged documents of its query: all that a metric looks at.
struct GradedRanking {
    /// The grade of each ranked document, the best place first; `nil` where it was not judged.
    let grades: [Int?]

    /// The grades of every judged document of the query, ranked or not, descending.
    let judged: [Int]

    /// The lowest grade that counts as relevant, 1 or more.
    let relevanceLevel: Int

    /// How many judged documents are relevant; TREC's R.
    let relevantCount: Int

    /// Looks up the grades of a ranking.
    ///
    /// - Parameters:
    ///   - ranking: The hits, the best first, none twice.
    ///   - judgements: The grades of the query's documents.
    ///   - relevanceLevel: The lowest grade that counts as relevant, 1 or more.
    init(_ ranking: [ScoredHit<DocumentID>], judgements: [DocumentID: Int], relevanceLevel: Int) {
        self.grades = ranking.map { judgements[$0.id] }
        self.judged = judgements.values.sorted(by: >)
        self.relevanceLevel = relevanceLevel
        self.relevantCount = judged.count { $0 >= relevanceLevel }
    }

    /// How many of the best documents are relevant.
    func relevantCount(within cutoff: Int) -> Int {
        grades.prefix(cutoff).count(where: isRelevant)
    }

    /// Whether a grade counts as relevant; an unjudged document does not.
    func isRelevant(_ grade: Int?) -> Bool {
        grade.map { $0 >= relevanceLevel } ?? false
    }

    /// Whether a grade says that a document was judged and found not relevant; a negative grade does not.
    func isJudgedNotRelevant(_ grade: Int?) -> Bool {
        grade.map { $0 >= 0 && $0 < relevanceLevel } ?? false
    }
}
