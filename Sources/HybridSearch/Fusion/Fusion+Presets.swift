// SPDX-License-Identifier: Apache-2.0

extension Fusion {
    /// Reciprocal rank fusion with k 60 and equal weights, which needs no tuning.
    public static let standard = Fusion(unchecked: .reciprocalRank(k: 60), .sum)

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
        try Fusion(.reciprocalRank(k: try checked(k: k)), .sum, weights: weights)
    }

    /// Reciprocal rank fusion in 0...1: 1 is the first hit of every leg, in the order of ``reciprocalRank(k:weights:)``.
    ///
    /// - Parameters:
    ///   - k: How little the first ranks stand out.
    ///   - weights: The weight of each leg; 1 for a leg that is not named.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for a `k` or weight that is negative or not finite.
    public static func normalizedReciprocalRank(
        k: Double = 60, weights: [Leg: Double] = [:]
    ) throws(HybridSearchError) -> Fusion {
        try Fusion(.unitReciprocalRank(k: try checked(k: k)), .arithmeticMean, weights: weights)
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
        try Fusion(.minMax, .sum, weights: weights)
    }

    /// A convex combination: `alpha` times the dense score and `1 − alpha` times the sparse one, both mapped to 0...1.
    ///
    /// - Parameters:
    ///   - alpha: The weight of the leg ``Leg/dense``, of 0...1.
    ///   - bounds: Between what the scores of a leg lie, where that is known; a cosine lies in −1...1, BM25 above 0. Without
    ///     them a leg's own hits say it.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for an `alpha` outside 0...1.
    public static func convex(
        alpha: Double = 0.7, bounds: [Leg: ScoreBounds] = [:]
    ) throws(HybridSearchError) -> Fusion {
        guard (0...1).contains(alpha) else {
            throw HybridSearchError(.invalidParameter, "a convex fusion with alpha \(alpha); give a number of 0...1")
        }
        return try Fusion(
            bounds.isEmpty ? .minMax : .minMax(within: bounds), .sum, weights: [.dense: alpha, .sparse: 1 - alpha])
    }

    private static func checked(k: Double) throws(HybridSearchError) -> Double {
        guard k.isFinite, k >= 0 else {
            throw HybridSearchError(
                .invalidParameter, "reciprocal rank fusion with k \(k); give a finite k of 0 or more")
        }
        return k
    }
}
