// SPDX-License-Identifier: Apache-2.0

/// Whether units fail more often on the treatment route than on the control route, however often one looks.
///
/// What counts is the first failure of each unit, so that one unit with many documents is one event. Where the route makes
/// no difference, that event falls on the treatment with the probability p with which the unit was assigned to it, whatever
/// the unit's own rate, however it changes with time, and whatever its documents have in common. Against each ratio r of
/// the rates stands the probability θ = p r / (p r + 1 − p); the product of likelihood ratios over all events, averaged
/// over several r > 1, is a supermartingale from 1 while the treatment does no harm, and by Ville's inequality it
/// ever reaches 1/α with probability at most α. This is the anytime-valid test of counts by Lindon and Malek
/// (arXiv 2011.03567) with a discrete, one-sided mixture. Steps of a ramp are strata with a p each; their products multiply.
public struct SequentialRateTest: Hashable, Sendable {
    /// The number of units whose first failure fell on either route, by the share of units on the treatment in ppm.
    public private(set) var strata: [Int: Counts] = [:]

    /// First failures of units.
    public struct Counts: Hashable, Sendable {
        /// On the treatment route.
        public var treatment = 0
        /// On the control route.
        public var control = 0
    }

    /// The ratios of rates that speak for harm.
    private static let harms = [1.25, 1.5, 2, 3, 5, 10]
    /// The ratios of rates that speak against it.
    private static let benefits = [1, 0.8, 0.6, 0.4]

    /// Creates a test without events.
    public init() {}

    /// Counts the first failure of a unit.
    ///
    /// - Parameters:
    ///   - isTreatment: Whether it fell on the treatment route.
    ///   - share: The share of units on the treatment route at the time of the decision; with none, or all, there is
    ///     nothing to compare, and the event does not count.
    public mutating func record(isTreatment: Bool, share: Double) {
        guard share > 0, share < 1 else { return }
        let key = Int((share * 1_000_000).rounded())
        strata[key, default: Counts()].treatment += isTreatment ? 1 : 0
        strata[key, default: Counts()].control += isTreatment ? 0 : 1
    }

    /// The evidence for harm: at most 1 in expectation, at every time, where there is none.
    public var harmLogEvidence: Double {
        Logarithm.logMeanExp(Self.harms.map { logLikelihoodRatio(of: $0, to: 1) })
    }

    /// The evidence that the rate is less than a multiple of the control's.
    ///
    /// - Parameter margin: The least ratio of rates that would be harm.
    /// - Returns: The logarithm of the evidence.
    public func safetyLogEvidence(margin: Double) -> Double {
        Logarithm.logMeanExp(Self.benefits.map { logLikelihoodRatio(of: $0, to: margin) })
    }

    /// What the events say.
    ///
    /// - Parameters:
    ///   - alpha: The greatest probability of ever seeing harm where there is none.
    ///   - margin: The least ratio of rates that would be harm.
    /// - Returns: Fail for harm, pass where a ratio of `margin` is excluded, else inconclusive.
    public func verdict(alpha: Double, margin: Double) -> GuardrailVerdict {
        let threshold = -Logarithm.natural(alpha)
        if harmLogEvidence >= threshold { return .fail }
        return safetyLogEvidence(margin: margin) >= threshold ? .pass : .inconclusive
    }

    private func logLikelihoodRatio(of ratio: Double, to reference: Double) -> Double {
        strata.reduce(0) { sum, stratum in
            let share = Double(stratum.key) / 1_000_000
            let tested = share * ratio / (share * ratio + 1 - share)
            let null = share * reference / (share * reference + 1 - share)
            return sum + Double(stratum.value.treatment) * Logarithm.natural(tested / null)
                + Double(stratum.value.control) * Logarithm.natural((1 - tested) / (1 - null))
        }
    }
}
