// SPDX-License-Identifier: Apache-2.0

/// How the hits of one leg are brought to a scale that the legs of a fusion share.
///
/// A normalisation looks at one leg at a time: at its scores, or at its ranks alone. What a leg did not find has no value,
/// except under ``borda``. A leg whose scores are all equal says nothing of its hits; systems differ in what they make of
/// that, so each says it here.
public struct Normalization: Hashable, Sendable {
    let rule: Rule

    /// The formulas; `Normalization+Values.swift` evaluates them.
    enum Rule: Hashable, Sendable {
        case identity
        case minMax(flat: FlatScores, zero: Double)
        case bounded([Leg: ScoreBounds])
        case maximum
        case sum
        case euclidean
        case standard(least: Double?)
        case distribution
        case arctangent
        case rank
        case borda
        case reciprocalRank(k: Double, scale: Double)
        case reciprocalPosition(k: Double)
        case inverseSquareRank
    }

    /// What a leg's scores become where all are equal.
    enum FlatScores: Hashable, Sendable {
        case constant(Double)
        case unchanged
    }

    /// The scores as they are, for legs that score alike.
    public static let identity = Normalization(rule: .identity)

    /// `(s − min) / (max − min)`; equal scores become 1, as in Weaviate's relative score.
    public static let minMax = Normalization(rule: .minMax(flat: .constant(1), zero: 0))

    /// `(s − lower) / (upper − lower)` within bounds that do not depend on what was found.
    ///
    /// Where the least score that a leg can give is known, as −1 for a cosine or 0 for BM25, a leg that found nothing good
    /// is not stretched to 0...1 (Bruch, Gai, Ingber 2023, doi:10.1145/3596512).
    ///
    /// - Parameter bounds: The bounds of each leg; a leg that is not named, and a bound that is `nil`, takes its own least
    ///   and greatest score. Scores beyond a bound count as the bound.
    /// - Returns: The normalisation.
    public static func minMax(within bounds: [Leg: ScoreBounds]) -> Normalization {
        Normalization(rule: .bounded(bounds))
    }

    /// `s / max`.
    public static let maximum = Normalization(rule: .maximum)

    /// `(s − min) / Σ(s − min)`: the values of a leg add up to 1.
    public static let sum = Normalization(rule: .sum)

    /// `s / √Σs²`.
    public static let euclidean = Normalization(rule: .euclidean)

    /// `(s − μ) / σ` with the deviation of all hits of the leg: zero mean, unit variance.
    public static let standard = Normalization(rule: .standard(least: nil))

    /// `(s − (μ − 3σ)) / 6σ` with the sample deviation, not clipped; 0.5 where it is zero.
    ///
    /// It is Qdrant's distribution-based score fusion.
    public static let distribution = Normalization(rule: .distribution)

    /// `2/π · arctan s`, which needs no other hit, as in Milvus.
    public static let arctangent = Normalization(rule: .arctangent)

    /// `1 − (rank − 1) / n` for n hits of the leg.
    public static let rank = Normalization(rule: .rank)

    /// `1 − (rank − 1) / N` for N hits of all legs; those that the leg did not find share what is left evenly
    /// (Aslam and Montague 2001, doi:10.1145/383952.384007).
    public static let borda = Normalization(rule: .borda)

    /// `1 / (k + rank)`, with ranks from 1 (Cormack, Clarke, Büttcher 2009, doi:10.1145/1571941.1572114).
    ///
    /// - Parameter k: How little the first ranks stand out; finite, −1 < `k`.
    /// - Returns: The normalisation.
    public static func reciprocalRank(k: Double = 60) -> Normalization {
        Normalization(rule: .reciprocalRank(k: k, scale: 1))
    }

    /// `(k + 1) / (k + rank)`, so that the first rank is 1.
    ///
    /// - Parameter k: How little the first ranks stand out; finite, −1 < `k`.
    /// - Returns: The normalisation.
    public static func unitReciprocalRank(k: Double = 60) -> Normalization {
        Normalization(rule: .reciprocalRank(k: k, scale: k + 1))
    }

    /// `1 / (rank / weight + k − 1)`, with ranks from 1: Qdrant's formula, in which the weight of a leg compresses its ranks
    /// instead of multiplying its values; a leg of weight 0 gives 0.
    ///
    /// - Parameter k: How little the first ranks stand out; finite, 1 or more. Qdrant's own value is 2, and 61 is the paper's.
    /// - Returns: The normalisation.
    public static func reciprocalWeightedRank(k: Double = 2) -> Normalization {
        Normalization(rule: .reciprocalPosition(k: k))
    }

    /// `1 / rank²` (Mourão, Martins, Magalhães 2015, doi:10.1016/j.compmedimag.2014.05.006).
    public static let inverseSquareRank = Normalization(rule: .inverseSquareRank)

    /// Whether no rank divides by zero.
    var isDefined: Bool {
        switch rule {
        case .reciprocalRank(let k, _): k.isFinite && k > -1
        case .reciprocalPosition(let k): k.isFinite && k >= 1
        default: true
        }
    }

    /// Whether the weight of the leg is part of the formula.
    var holdsWeight: Bool {
        if case .reciprocalPosition = rule { true } else { false }
    }
}

/// Between what scores of a leg lie.
public struct ScoreBounds: Hashable, Sendable {
    /// The least score; `nil` takes the least that was found.
    public var lower: Double?

    /// The greatest score; `nil` takes the greatest that was found.
    public var upper: Double?

    /// Creates bounds.
    ///
    /// - Parameters:
    ///   - lower: The least score; `nil` takes the least that was found.
    ///   - upper: The greatest score; `nil` takes the greatest that was found.
    public init(lower: Double? = nil, upper: Double? = nil) {
        self.lower = lower
        self.upper = upper
    }
}
