// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// Makes one ranking of several, whose scores are not comparable.
///
/// Every fusion here maps each leg's hits to a common scale, multiplies by the leg's weight and adds up; a leg that did not
/// find a hit adds nothing.
public struct Fusion: Hashable, Sendable {
    /// How a leg's hits are brought to the common scale.
    enum Normalization: Hashable, Sendable {
        /// `1 / (k + rank)`, ranks from 1.
        case reciprocalRank(k: Double)
        /// `(score − min) / (max − min)` over the leg's hits.
        case minMax
    }

    let normalization: Normalization
    let weights: [Leg: Double]

    /// Reciprocal rank fusion with k 60 and equal weights, which needs no tuning.
    public static let standard = Fusion(normalization: .reciprocalRank(k: 60), weights: [:])

    /// Reciprocal rank fusion: a hit scores the sum of `weight / (k + rank)`, with ranks from 1.
    ///
    /// It looks at ranks alone, so it needs no tuning and no comparable scores (Cormack, Clarke, Büttcher 2009,
    /// doi:10.1145/1571941.1572114).
    ///
    /// - Parameters:
    ///   - k: How little the first ranks stand out; the paper's value is 60.
    ///   - weights: The weight of each leg; 1 for a leg that is not named.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for a `k` or weight that is negative or not finite.
    public static func reciprocalRank(
        k: Double = 60, weights: [Leg: Double] = [:]
    ) throws(HybridSearchError) -> Fusion {
        guard k.isFinite, k >= 0 else {
            throw HybridSearchError(
                .invalidParameter, "reciprocal rank fusion with k \(k); give a finite k of 0 or more")
        }
        return Fusion(normalization: .reciprocalRank(k: k), weights: try checked(weights))
    }

    /// A weighted sum of scores that were first mapped to 0...1 within each leg (min-max, "relative score").
    ///
    /// Where all scores of a leg are equal, each counts as 1. The analysis is that of Bruch, Gai, Ingber 2023,
    /// doi:10.1145/3596512.
    ///
    /// - Parameters:
    ///   - dense: The weight of the leg ``Leg/dense``.
    ///   - sparse: The weight of the leg ``Leg/sparse``.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for a weight that is negative or not finite.
    public static func weighted(dense: Double = 0.7, sparse: Double = 0.3) throws(HybridSearchError) -> Fusion {
        try weighted([.dense: dense, .sparse: sparse])
    }

    /// A weighted sum of scores that were first mapped to 0...1 within each leg, for any legs.
    ///
    /// - Parameter weights: The weight of each leg; 1 for a leg that is not named.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for a weight that is negative or not finite.
    public static func weighted(_ weights: [Leg: Double]) throws(HybridSearchError) -> Fusion {
        Fusion(normalization: .minMax, weights: try checked(weights))
    }

    private static func checked(_ weights: [Leg: Double]) throws(HybridSearchError) -> [Leg: Double] {
        for (leg, weight) in weights where !(weight.isFinite && weight >= 0) {
            throw HybridSearchError(
                .invalidParameter, "the weight of '\(leg)' is \(weight); give a finite number of 0 or more")
        }
        return weights
    }

    /// Fuses rankings.
    ///
    /// - Parameters:
    ///   - rankings: One ranking a leg; an empty one is allowed.
    ///   - limit: The most hits to return.
    /// - Returns: The hits, best first; of equal scores the smaller identifier comes first.
    /// - Complexity: O(n log n) for n hits in all.
    public func fuse<ID>(_ rankings: [Ranking<ID>], limit: Int) -> [FusedHit<ID>] {
        var places: [ID: Int] = [:]
        var fused: [FusedHit<ID>] = []
        for ranking in rankings {
            let weight = weights[ranking.leg, default: 1]
            let normalized = normalize(ranking.hits.map(\.score))
            for (index, hit) in ranking.hits.enumerated() {
                let place = places[hit.id] ?? fused.count
                if place == fused.count {
                    places[hit.id] = place
                    fused.append(FusedHit(id: hit.id, score: 0, contributions: []))
                }
                let contribution = weight * normalized[index]
                fused[place].score += contribution
                fused[place].contributions.append(
                    FusedHit<ID>.Contribution(
                        leg: ranking.leg, rank: index + 1, score: hit.score, normalizedScore: normalized[index],
                        weight: weight, contribution: contribution))
            }
        }
        fused.sort { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
        return Array(fused.prefix(max(limit, 0)))
    }

    /// The scores of one leg, best first, on the common scale.
    private func normalize(_ scores: [Float]) -> [Double] {
        switch normalization {
        case .reciprocalRank(let k):
            return scores.indices.map { 1 / (k + Double($0 + 1)) }
        case .minMax:
            guard let least = scores.min(), let greatest = scores.max(), greatest > least else {
                return scores.map { _ in 1 }
            }
            let range = Double(greatest) - Double(least)
            return scores.map { (Double($0) - Double(least)) / range }
        }
    }
}
