// SPDX-License-Identifier: Apache-2.0

extension GradedRanking {
    /// How rarely judged documents that are not relevant come before relevant ones.
    ///
    /// With R relevant and N judged not relevant documents, each relevant document found gives
    /// `1 - min(n, R) / min(N, R)`, where n judged not relevant documents come before it; the sum is divided by R. The
    /// bound by N is trec_eval's: the formula first published divides by R alone. Unjudged documents play no part.
    func binaryPreference() -> Double {
        let bound = min(judged.count(where: isJudgedNotRelevant), relevantCount)
        var notRelevant = 0
        var sum = 0.0
        for grade in grades {
            if isJudgedNotRelevant(grade) {
                notRelevant += 1
            } else if isRelevant(grade) {
                sum += notRelevant == 0 ? 1 : 1 - Double(min(notRelevant, relevantCount)) / Double(bound)
            }
        }
        return shareOfRelevant(sum)
    }
}
