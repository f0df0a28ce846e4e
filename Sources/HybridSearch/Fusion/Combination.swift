// SPDX-License-Identifier: Apache-2.0

/// How the values that the legs of a fusion give a hit become one score.
///
/// Weights multiply the values, and of a leg that is not weighted the weight is 1; the means divide by the weights again. A
/// leg that did not find a hit takes no part, unless a combination says otherwise.
public struct Combination: Hashable, Sendable {
    let rule: Rule

    /// The formulas; `Combination+Score.swift` evaluates them.
    enum Rule: Hashable, Sendable {
        case sum(Agreement)
        case minimum
        case maximum
        case median
        case arithmeticMean
        case geometricMean
        case harmonicMean
    }

    /// What a sum is multiplied by, for the legs that found the hit.
    enum Agreement: Hashable, Sendable {
        /// A power of their number; 0 for the sum alone.
        case power(Double)
        /// The logarithm of their number and a small one.
        case logarithm(Double)
        /// The sum of their weights, which then do not multiply the values.
        case weights
    }

    /// CombSUM: the sum (Fox and Shaw 1994).
    public static let sum = Combination(rule: .sum(.power(0)))

    /// CombMNZ: the sum times the number of legs that found the hit.
    public static let sumTimesCount = Combination(rule: .sum(.power(1)))

    /// CombANZ: the mean over the legs that found the hit.
    public static let meanOfFound = Combination(rule: .sum(.power(-1)))

    /// CombGMNZ: the sum times a power of the number of legs that found the hit.
    ///
    /// - Parameter gamma: The power; 0 is CombSUM, 1 CombMNZ and −1 CombANZ.
    /// - Returns: The combination.
    public static func sumTimesCount(power gamma: Double) -> Combination {
        Combination(rule: .sum(.power(gamma)))
    }

    /// The sum times `ln(count + sigma)` of the legs that found the hit: a hit of one leg alone counts little.
    ///
    /// - Parameter sigma: A small number of 0...1; with 0 a hit of one leg scores 0.
    /// - Returns: The combination.
    public static func sumTimesLogarithm(sigma: Double = 0) -> Combination {
        Combination(rule: .sum(.logarithm(sigma)))
    }

    /// The sum of the plain values times the sum of the weights of the legs that found the hit (WMNZ).
    public static let sumTimesWeights = Combination(rule: .sum(.weights))

    /// CombMIN: the least value.
    public static let minimum = Combination(rule: .minimum)

    /// CombMAX: the greatest value.
    public static let maximum = Combination(rule: .maximum)

    /// CombMED: the median of the values.
    public static let median = Combination(rule: .median)

    /// `Σ w·v / Σ w` over all legs; what a leg did not find counts as 0.
    public static let arithmeticMean = Combination(rule: .arithmeticMean)

    /// `exp(Σ w·ln v / Σ w)` over the legs whose value is above 0.
    public static let geometricMean = Combination(rule: .geometricMean)

    /// `Σ w / Σ (w / v)` over the legs whose value is above 0.
    public static let harmonicMean = Combination(rule: .harmonicMean)
}
