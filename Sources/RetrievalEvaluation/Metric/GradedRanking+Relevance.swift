// SPDX-License-Identifier: Apache-2.0

extension GradedRanking {
    /// The share of the first `cutoff` places that are relevant; places beyond the ranking's end are not.
    func precision(at cutoff: Int) -> Double {
        Double(relevantCount(within: cutoff)) / Double(cutoff)
    }

    /// The share of the relevant documents that are found.
    func recall(at cutoff: Int) -> Double {
        shareOfRelevant(Double(relevantCount(within: cutoff)))
    }

    /// 1 where some relevant document is found, else 0.
    func success(at cutoff: Int) -> Double {
        relevantCount(within: cutoff) > 0 ? 1 : 0
    }

    /// The precision at R, the number of relevant documents.
    func rPrecision() -> Double {
        shareOfRelevant(Double(relevantCount(within: relevantCount)))
    }

    /// The sum of the precision at the rank of each relevant document found, over all relevant documents.
    ///
    /// The cutoff shortens the ranking and not the divisor, as in trec_eval's `map_cut`.
    func averagePrecision(within cutoff: Int?) -> Double {
        var found = 0
        var sum = 0.0
        for (index, grade) in grades.prefix(cutoff ?? .max).enumerated() where isRelevant(grade) {
            found += 1
            sum += Double(found) / Double(index + 1)
        }
        return shareOfRelevant(sum)
    }

    /// One over the rank of the first relevant document, 0 where none is found.
    func reciprocalRank(within cutoff: Int?) -> Double {
        grades.prefix(cutoff ?? .max).firstIndex(where: isRelevant).map { 1 / Double($0 + 1) } ?? 0
    }

    /// The share of the documents found that were judged at all, a negative grade included.
    func judgedShare(at cutoff: Int) -> Double {
        let found = grades.prefix(cutoff)
        return found.isEmpty ? 0 : Double(found.count { $0 != nil }) / Double(found.count)
    }

    /// A sum over relevant documents as a share of all of them, 0 where there is none.
    func shareOfRelevant(_ sum: Double) -> Double {
        relevantCount == 0 ? 0 : sum / Double(relevantCount)
    }
}
