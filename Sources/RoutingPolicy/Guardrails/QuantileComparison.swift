// SPDX-License-Identifier: Apache-2.0

/// Whether a quantile, such as the 95th of the latency, is larger on the treatment route, however often one looks.
///
/// Each unit counts once in every step of the ramp, with its first document there. Routes are compared within a step only,
/// and the permitted probability of a false alarm is shared out over the steps (step k gets α / (k (k + 1))).
public struct QuantileComparison: Hashable, Sendable {
    private struct Stratum: Hashable, Sendable {
        let number: Int
        var treatment = QuantileSketch()
        var control = QuantileSketch()
    }

    private var strata: [Int: Stratum] = [:]

    /// Creates a comparison without numbers.
    public init() {}

    /// Counts a number.
    ///
    /// - Parameters:
    ///   - number: What was measured of a unit's first document in this step.
    ///   - isTreatment: Whether it was on the treatment route.
    ///   - share: The share of units on the treatment route, which names the step.
    public mutating func record(_ number: Double, isTreatment: Bool, share: Double) {
        guard share > 0, share < 1 else { return }
        let key = Int((share * 1_000_000).rounded())
        var stratum = strata[key] ?? Stratum(number: strata.count + 1)
        if isTreatment { stratum.treatment.record(number) } else { stratum.control.record(number) }
        strata[key] = stratum
    }

    /// What the numbers say.
    ///
    /// - Parameters:
    ///   - level: The quantile, such as 0.95.
    ///   - tolerance: How many times as large the treatment's may be.
    ///   - alpha: The greatest probability of ever seeing harm where there is none.
    /// - Returns: Fail where the treatment's quantile is certainly larger than permitted in any step, pass where it
    ///   certainly is not in the latest, else inconclusive.
    public func verdict(level: Double, tolerance: Double, alpha: Double) -> GuardrailVerdict {
        var verdict = GuardrailVerdict.inconclusive
        for stratum in strata.values.sorted(by: { $0.number < $1.number }) {
            let part = alpha / Double(stratum.number * (stratum.number + 1))
            let treatment = stratum.treatment.bounds(of: level, alpha: part / 2)
            let control = stratum.control.bounds(of: level, alpha: part / 2)
            if treatment.lowerBound > control.upperBound * tolerance { return .fail }
            verdict = treatment.upperBound <= control.lowerBound * tolerance ? .pass : .inconclusive
        }
        return verdict
    }
}
