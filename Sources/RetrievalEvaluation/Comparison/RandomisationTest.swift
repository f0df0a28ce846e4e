// SPDX-License-Identifier: Apache-2.0

/// Whether paired differences could be chance: the two-sided Fisher-Pitman permutation test on their mean.
///
/// If two systems were equally good, either could have had either value of a query, and the sign of each difference
/// would be a coin toss. The p value is the share of all sign assignments whose mean is at least as far from zero as the
/// one observed. The test assumes no distribution; among those in use for retrieval it is the one to choose (Smucker,
/// Allan, Carterette 2007, doi:10.1145/1321440.1321528).
///
/// Where all assignments are no more than the samples asked for they are enumerated and p is exact. Otherwise
/// assignments are drawn, and p is `(b + 1) / (samples + 1)` with b as extreme draws: the observed assignment is one of
/// the possible ones, and without the correction p could be 0, which no test of finite size can claim (Phipson and Smyth
/// 2010, doi:10.2202/1544-6115.1585). The enumeration needs no correction, because it holds the observed assignment.
public struct RandomisationTest: Hashable, Sendable {
    /// The mean of the differences.
    public let meanDifference: Double

    /// The probability, were both systems equal, of a mean at least this far from zero.
    public let pValue: Double

    /// Whether all sign assignments were enumerated.
    public let isExact: Bool

    /// How many sign assignments were looked at.
    public let assignments: Int

    /// Tests differences.
    ///
    /// - Parameters:
    ///   - differences: The value of one system minus that of the other, one for each query.
    ///   - samples: How many sign assignments to draw; with 100,000 the error of p at 0.05 is below 0.002, and up to 16
    ///     queries that differ are enumerated.
    ///   - seed: What the drawn assignments follow from.
    /// - Precondition: `differences` are finite and `samples` is 1 or more.
    /// - Complexity: O(`samples` n) for n differences.
    public init(differences: [Double], samples: Int = 100_000, seed: UInt64 = 0) {
        precondition(differences.allSatisfy(\.isFinite), "a difference is not a finite number")
        precondition(samples >= 1, "a test draws 1 or more assignments, not \(samples)")
        // The sign of no difference changes nothing.
        let magnitudes = differences.map(abs).filter { $0 > 0 }
        let sum = differences.reduce(0, +)
        // Sums that are equal but for rounding count as equal.
        let bound = abs(sum) - 1e-12 * magnitudes.reduce(0, +)
        self.meanDifference = differences.isEmpty ? 0 : sum / Double(differences.count)
        self.isExact = magnitudes.count < Int.bitWidth - 1 && 1 << magnitudes.count <= samples
        if isExact {
            self.assignments = 1 << magnitudes.count
            self.pValue = Double(Self.extremes(of: magnitudes[...], from: 0, bound: bound)) / Double(assignments)
        } else {
            self.assignments = samples
            let extremes = Self.sampledExtremes(of: magnitudes, samples: samples, bound: bound, seed: seed)
            self.pValue = Double(extremes + 1) / Double(samples + 1)
        }
    }

    /// How many of all sign assignments of the magnitudes, added to a partial sum, reach the bound on either side.
    private static func extremes(of magnitudes: ArraySlice<Double>, from sum: Double, bound: Double) -> Int {
        guard let magnitude = magnitudes.first else { return abs(sum) >= bound ? 1 : 0 }
        return extremes(of: magnitudes.dropFirst(), from: sum + magnitude, bound: bound)
            + extremes(of: magnitudes.dropFirst(), from: sum - magnitude, bound: bound)
    }

    /// How many of the drawn sign assignments reach the bound on either side.
    private static func sampledExtremes(of magnitudes: [Double], samples: Int, bound: Double, seed: UInt64) -> Int {
        var generator = SplitMix64(seed: seed)
        var extremes = 0
        for _ in 0..<samples {
            var sum = 0.0
            var signs: UInt64 = 0
            for (index, magnitude) in magnitudes.enumerated() {
                if index % UInt64.bitWidth == 0 { signs = generator.next() }
                sum += signs & 1 == 0 ? magnitude : -magnitude
                signs >>= 1
            }
            if abs(sum) >= bound { extremes += 1 }
        }
        return extremes
    }
}
