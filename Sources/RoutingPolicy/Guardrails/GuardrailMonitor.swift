// SPDX-License-Identifier: Apache-2.0

/// Counts exposures and outcomes, and says whether a ramp may go on: a pure reducer, without clock or randomness.
///
/// Only randomised decisions of the plan's rule count; every other rule chooses its documents, so its routes cannot be
/// compared. Routes are compared within each step of the ramp, since the mix of traffic changes between steps, and units
/// count once, since the documents of one unit have much in common. One may look after every event.
///
/// Memory grows with the number of units that were seen, by 8 bytes each for every kind of event.
public struct GuardrailMonitor: Sendable {
    /// What is compared, and when the ramp advances or is rolled back.
    public let plan: GuardrailPlan

    private var sampleRatio = SampleRatioTest()
    private var rates: [GuardrailPlan.Guardrail: SequentialRateTest] = [:]
    private var quantiles: [GuardrailPlan.Guardrail: QuantileComparison] = [:]
    private var seen: Set<Key> = []

    /// A unit that has counted for something, in a step of the ramp where that matters.
    private struct Key: Hashable, Sendable {
        let unit: UInt64
        let matter: UInt32
    }

    /// Creates a monitor without events.
    ///
    /// - Parameter plan: What is compared.
    public init(_ plan: GuardrailPlan) { self.plan = plan }

    /// Takes in an exposure; only the first of each unit counts.
    ///
    /// - Parameter exposure: The exposure.
    public mutating func record(_ exposure: Exposure) {
        guard let arm = arm(of: exposure), seen.insert(Key(unit: arm.unit, matter: 0)).inserted else { return }
        sampleRatio.record(isTreatment: arm.isTreatment, share: arm.share)
    }

    /// Takes in an outcome.
    ///
    /// - Parameter outcome: The outcome of a document.
    public mutating func record(_ outcome: RouteOutcome) {
        guard let arm = arm(of: outcome.exposure) else { return }
        switch outcome.result {
        case .error: recordFailure(.errors, 1, arm)
        case .timeout: recordFailure(.timeouts, 2, arm)
        case .success: break
        }
        // Strata of latency and cost are steps, so each unit counts once in each.
        let step = 4 + UInt32((arm.share * 1_000_000).rounded())
        guard seen.insert(Key(unit: arm.unit, matter: step)).inserted else { return }
        let seconds = Double(outcome.latency.wholeMilliseconds) / 1_000
        quantiles[.latency, default: .init()].record(seconds, isTreatment: arm.isTreatment, share: arm.share)
        quantiles[.cost, default: .init()].record(outcome.cost, isTreatment: arm.isTreatment, share: arm.share)
    }

    /// What all events so far say.
    public var report: GuardrailReport {
        // Every guardrail gets its part of the permitted false alarms.
        let part = plan.alpha / Double(GuardrailPlan.Guardrail.allCases.count)
        var verdicts: [GuardrailPlan.Guardrail: GuardrailVerdict] = [:]
        for guardrail in GuardrailPlan.Guardrail.allCases {
            switch guardrail {
            case .errors, .timeouts:
                verdicts[guardrail] = (rates[guardrail] ?? SequentialRateTest())
                    .verdict(alpha: part, margin: plan.failureMargin)
            case .latency, .cost:
                verdicts[guardrail] = (quantiles[guardrail] ?? QuantileComparison())
                    .verdict(level: plan.quantileLevel, tolerance: plan.quantileTolerance, alpha: part)
            }
        }
        return GuardrailReport(
            verdicts: verdicts,
            hasSampleRatioMismatch: sampleRatio.isMismatch(alpha: plan.sampleRatioAlpha),
            unitCount: sampleRatio.unitCount,
            plan: plan
        )
    }

    private mutating func recordFailure(_ guardrail: GuardrailPlan.Guardrail, _ matter: UInt32, _ arm: Arm) {
        guard seen.insert(Key(unit: arm.unit, matter: matter)).inserted else { return }
        rates[guardrail, default: .init()].record(isTreatment: arm.isTreatment, share: arm.share)
    }

    private struct Arm {
        let unit: UInt64
        let isTreatment: Bool
        let share: Double
    }

    /// Where an exposure counts; `nil` for one that must not be compared.
    private func arm(of exposure: Exposure) -> Arm? {
        guard exposure.isRandomised, exposure.ruleID == plan.ruleID, let unit = HashedText(exposure.unit),
            let coverage = exposure.coverage, exposure.route == plan.treatment || exposure.route == plan.control
        else { return nil }
        return Arm(
            unit: unit.hash,
            isTreatment: exposure.route == plan.treatment,
            share: plan.treatmentShare(at: coverage)
        )
    }
}
