// SPDX-License-Identifier: Apache-2.0

/// The range in which the mean of paired differences is likely to lie: a percentile bootstrap confidence interval.
///
/// Queries are drawn with replacement, as many as there are, and the mean is taken; the interval holds the middle of the
/// means of many such draws (Efron 1979, doi:10.1214/aos/1176344552; for retrieval, Sakai 2006,
/// doi:10.1145/1148170.1148261). It says how large an effect may be, where ``RandomisationTest`` says whether there is
/// one. With fewer than about 20 queries it is too narrow.
public struct BootstrapInterval: Hashable, Sendable {
    /// The lower end.
    public let lower: Double

    /// The upper end.
    public let upper: Double

    /// The share of repetitions of the experiment whose interval would hold the true mean, such as 0.95.
    public let level: Double

    /// Estimates the interval.
    ///
    /// - Parameters:
    ///   - differences: The value of one system minus that of the other, one for each query.
    ///   - level: The confidence level, between 0 and 1.
    ///   - resamples: How many times to draw.
    ///   - seed: What the draws follow from.
    /// - Precondition: `differences` is not empty, all are finite, `level` is between 0 and 1, and `resamples` is 1 or more.
    /// - Complexity: O(`resamples` (n + log `resamples`)) for n differences.
    public init(differences: [Double], level: Double = 0.95, resamples: Int = 10_000, seed: UInt64 = 0) {
        precondition(!differences.isEmpty, "an interval needs 1 or more differences")
        precondition(differences.allSatisfy(\.isFinite), "a difference is not a finite number")
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1, not at \(level)")
        precondition(resamples >= 1, "an interval needs 1 or more resamples, not \(resamples)")
        var generator = SplitMix64(seed: seed)
        let means = (0..<resamples).map { _ in
            var sum = 0.0
            for _ in differences { sum += differences[generator.next(below: differences.count)] }
            return sum / Double(differences.count)
        }.sorted()
        self.level = level
        self.lower = Self.quantile((1 - level) / 2, of: means)
        self.upper = Self.quantile((1 + level) / 2, of: means)
    }

    /// A quantile of sorted values, interpolated between neighbours.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
