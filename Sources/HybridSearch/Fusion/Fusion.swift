// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// Makes one ranking of several, whose scores are not comparable.
///
/// A fusion is a ``Normalization``, which brings the hits of each leg to a common scale, a weight for each leg, and
/// a ``Combination``, which makes one score of what the legs give a hit. Any two go together; those that have a name in the
/// literature or that a search engine uses can be had by it, see ``named(_:weights:)``.
///
/// ```swift
/// let fusion = try Fusion.convex(alpha: 0.7)
/// for hit in fusion.fuse([Ranking(.sparse, words), Ranking(.dense, neighbours)], limit: 10) {
///     print(hit.id, hit.score, hit.contributions)
/// }
/// ```
public struct Fusion: Hashable, Sendable {
    /// How a leg's hits are brought to the common scale.
    public let normalization: Normalization

    /// How the legs' values become one score.
    public let combination: Combination

    /// The weight of each leg; 1 for a leg that is not named.
    public let weights: [Leg: Double]

    /// Puts a fusion together.
    ///
    /// - Parameters:
    ///   - normalization: How a leg's hits are brought to the common scale.
    ///   - combination: How the legs' values become one score.
    ///   - weights: The weight of each leg; 1 for a leg that is not named.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for a weight that is negative or not finite, or a `k` outside its
    ///   range.
    public init(
        _ normalization: Normalization, _ combination: Combination = .sum, weights: [Leg: Double] = [:]
    ) throws(HybridSearchError) {
        for (leg, weight) in weights where !(weight.isFinite && weight >= 0) {
            throw HybridSearchError(
                .invalidParameter, "the weight of '\(leg)' is \(weight); give a finite number of 0 or more")
        }
        guard normalization.isDefined else {
            throw HybridSearchError(
                .invalidParameter, "a fusion of ranks whose k divides by zero or is not finite; give 1 or more")
        }
        self.init(unchecked: normalization, combination, weights: weights)
    }

    init(unchecked normalization: Normalization, _ combination: Combination, weights: [Leg: Double] = [:]) {
        self.normalization = normalization
        self.combination = combination
        self.weights = weights
    }

    /// Fuses rankings.
    ///
    /// - Parameters:
    ///   - rankings: One ranking a leg; an empty one is allowed.
    ///   - limit: The most hits to return.
    /// - Returns: The hits, best first; of equal scores the smaller identifier comes first.
    /// - Complexity: O(n log n) for n hits in all; only what is returned is explained.
    @specialized(where ID == Int)
    public func fuse<ID>(_ rankings: [Ranking<ID>], limit: Int) -> [FusedHit<ID>] {
        let candidates = FusionCandidates(rankings)
        let weighed = rankings.map { weights[$0.leg, default: 1] }
        let legs = zip(rankings, weighed).map { ranking, weight in
            normalization.values(
                ranking.hits.map { Double($0.score) }, leg: ranking.leg, weight: weight,
                candidateCount: candidates.count)
        }
        var scorer = CandidateScorer(
            combination, legs, weights: normalization.holdsWeight ? weighed.map { _ in 1 } : weighed)
        return candidates.best(limit, by: scorer.scores(of: candidates.ranks)).map { candidate in
            let score = scorer.score(candidates.ranks(of: candidate))
            var contributions: [FusedHit<ID>.Contribution] = []
            for part in scorer.found {
                contributions.append(
                    FusedHit<ID>.Contribution(
                        leg: rankings[part.leg].leg, rank: part.rank,
                        score: rankings[part.leg].hits[part.rank - 1].score, normalizedScore: part.value,
                        weight: weighed[part.leg], contribution: part.contribution))
            }
            return FusedHit(id: candidates.ids[candidate], score: score, contributions: contributions)
        }
    }
}
