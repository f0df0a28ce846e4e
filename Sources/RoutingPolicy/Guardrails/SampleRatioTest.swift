// SPDX-License-Identifier: Apache-2.0

/// Whether units arrive on the routes in the shares that were meant, however often one looks.
///
/// A mismatch means that assignment or counting is broken, and that nothing else may be concluded. Each unit counts once, at
/// its first exposure. The test is the sequential multinomial test of Lindon and Malek (arXiv 2011.03567) for two routes:
/// the Bayes factor of a Dirichlet prior around the meant shares against the shares themselves, which ever reaches 1/α with
/// probability at most α. Every share is a stratum with a factor of its own; their product is what counts.
public struct SampleRatioTest: Hashable, Sendable {
    private struct Stratum: Hashable, Sendable {
        var treatment = 0.0
        var control = 0.0
        var logEvidence = 0.0
    }

    private var strata: [Int: Stratum] = [:]

    /// How strongly the prior holds to the meant shares, in units.
    private static let concentration = 100.0

    /// Creates a test without units.
    public init() {}

    /// Counts a unit.
    ///
    /// - Parameters:
    ///   - isTreatment: Whether it is on the treatment route.
    ///   - share: The share of units that was meant to be there; with none, or all, the unit does not count.
    public mutating func record(isTreatment: Bool, share: Double) {
        guard share > 0, share < 1 else { return }
        let key = Int((share * 1_000_000).rounded())
        var stratum = strata[key, default: Stratum()]
        // The prior's prediction of this unit, given those before it, against the meant share.
        let total = Self.concentration + stratum.treatment + stratum.control
        let predicted = (Self.concentration * share + stratum.treatment) / total
        if isTreatment {
            stratum.logEvidence += Logarithm.natural(predicted / share)
            stratum.treatment += 1
        } else {
            stratum.logEvidence += Logarithm.natural((1 - predicted) / (1 - share))
            stratum.control += 1
        }
        strata[key] = stratum
    }

    /// The number of units that count.
    public var unitCount: Int { strata.values.reduce(0) { $0 + Int($1.treatment + $1.control) } }

    /// The evidence for a mismatch, as a logarithm.
    public var logEvidence: Double { strata.values.reduce(0) { $0 + $1.logEvidence } }

    /// Whether the shares are other than meant.
    ///
    /// - Parameter alpha: The greatest probability of ever seeing a mismatch where there is none.
    /// - Returns: Whether there is a mismatch.
    public func isMismatch(alpha: Double) -> Bool { logEvidence >= -Logarithm.natural(alpha) }
}
