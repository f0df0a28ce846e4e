// SPDX-License-Identifier: Apache-2.0

/// A number between 0 and 1 that says how good one ranking is; higher is better.
///
/// Whatever trec_eval knows is computed as trec_eval computes it. A document counts as relevant from a grade of
/// ``Evaluation/Rules/relevanceLevel``; an unjudged one never does. The mean over queries goes by another name for some:
/// the mean of ``averagePrecision(at:)`` is MAP, the mean of ``reciprocalRank(at:)`` MRR.
///
/// `description` is the name in the style of ir_measures (`nDCG@10`; MacAvaney, Macdonald, Ounis 2022,
/// doi:10.1007/978-3-030-99739-7_38), and ``trecName`` that of trec_eval (`ndcg_cut_10`). ``init(named:)`` reads both.
public struct Metric: Hashable, Sendable {
    /// What is measured.
    let measure: Measure

    /// How many of the best documents are looked at; `nil` for the whole ranking.
    public let cutoff: Int?

    init(_ measure: Measure, cutoff: Int?) {
        precondition(cutoff ?? 1 >= 1, "a metric looks at 1 or more documents, not \(cutoff ?? 0)")
        self.measure = measure
        self.cutoff = cutoff
    }

    /// What a metric measures.
    enum Measure: Hashable, Sendable {
        case nDCG(Gain)
        case averagePrecision
        case reciprocalRank
        case precision
        case recall
        case success
        case rPrecision
        case bpref
        case judged
    }

    /// How much a grade is worth to nDCG; a grade of 0 or below is worth nothing.
    public enum Gain: Hashable, Sendable {
        /// The grade itself, as in trec_eval (Järvelin and Kekäläinen 2002, doi:10.1145/582415.582418).
        case linear
        /// `2^grade - 1`, which stresses the highest grades (Burges et al. 2005, doi:10.1145/1102351.1102363).
        case exponential
    }
}

extension Metric {
    /// The value for one ranking.
    func value(of ranking: GradedRanking) -> Double {
        // Every measure that has no whole-ranking form was made with a cutoff.
        let depth = cutoff ?? .max
        return switch measure {
        case .nDCG(let gain): ranking.normalizedDiscountedGain(gain, within: cutoff)
        case .averagePrecision: ranking.averagePrecision(within: cutoff)
        case .reciprocalRank: ranking.reciprocalRank(within: cutoff)
        case .precision: ranking.precision(at: depth)
        case .recall: ranking.recall(at: depth)
        case .success: ranking.success(at: depth)
        case .rPrecision: ranking.rPrecision()
        case .bpref: ranking.binaryPreference()
        case .judged: ranking.judgedShare(at: depth)
        }
    }
}
