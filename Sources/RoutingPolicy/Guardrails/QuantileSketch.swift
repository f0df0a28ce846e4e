// SPDX-License-Identifier: Apache-2.0

/// A histogram of positive numbers in classes 2 % wide, from which quantiles are read with bounds that always hold.
///
/// ``bounds(of:alpha:)`` is the confidence sequence for a fixed quantile by Howard and Ramdas (arXiv 1906.09712, theorem 1;
/// Lindon, Sanden and Shirikian use such sequences for canary tests, arXiv 2205.14762): with probability 1 − α the true
/// quantile lies between the bounds at every time at once, whatever the distribution.
struct QuantileSketch: Hashable, Sendable {
    private var classes: [Int: Int] = [:]
    private(set) var count = 0

    private static let width = 1.02

    /// Counts a number; one that is not positive counts as the smallest.
    mutating func record(_ number: Double) {
        let clamped = number.isNaN ? Double.leastNormalMagnitude : max(number, 1e-9)
        let place = (Logarithm.natural(clamped) / Logarithm.natural(Self.width)).rounded(.down)
        classes[Int(max(place, -100_000)), default: 0] += 1
        count += 1
    }

    /// The bounds of a quantile, each rounded outwards to its class.
    ///
    /// - Parameters:
    ///   - level: The quantile, such as 0.95.
    ///   - alpha: The probability that the bounds ever fail.
    /// - Returns: The bounds; an end is 0 or infinite while there are too few numbers.
    func bounds(of level: Double, alpha: Double) -> ClosedRange<Double> {
        guard count > 0 else { return 0...(.infinity) }
        let time = Double(count)
        let iterated = Logarithm.natural(max(Logarithm.natural(2.1 * max(time, 2)), 1))
        let rate = (1.4 * iterated + Logarithm.natural(10 / alpha)) / time
        let margin = 1.5 * (level * (1 - level) * rate).squareRoot() + 0.8 * rate
        let lower = quantile(level - margin)?.lowerBound ?? 0
        let upper = quantile(level + margin)?.upperBound ?? .infinity
        return lower...max(lower, upper)
    }

    /// The class of an empirical quantile; `nil` outside 0 to 1.
    private func quantile(_ level: Double) -> ClosedRange<Double>? {
        guard level > 0, level < 1 else { return nil }
        var rest = level * Double(count)
        for place in classes.keys.sorted() {
            rest -= Double(classes[place] ?? 0)
            guard rest <= 0 else { continue }
            let logarithm = Double(place) * Logarithm.natural(Self.width)
            let start = Logarithm.exponential(logarithm)
            return start...(start * Self.width)
        }
        return nil
    }
}
