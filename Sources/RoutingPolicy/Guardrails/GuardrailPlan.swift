// SPDX-License-Identifier: Apache-2.0

/// What a guardrail or all of them together say.
public enum GuardrailVerdict: String, Hashable, Sendable, Codable {
    /// There is enough evidence that the treatment does no harm.
    case pass
    /// There is not enough evidence for either.
    case inconclusive
    /// The treatment does harm, or the experiment is broken.
    case fail
}

/// What the verdict means for a ramp.
public enum RampAction: String, Hashable, Sendable, Codable {
    /// The next step may be entered.
    case advance
    /// The step stays.
    case hold
    /// The coverage goes to nothing.
    case rollBack
}

/// Which routes of which rule are compared, and when the ramp advances or is rolled back.
public struct GuardrailPlan: Hashable, Sendable {
    /// The rule whose decisions are compared.
    public var ruleID: RuleID
    /// The route under trial.
    public var treatment: Route
    /// The route that it is compared with.
    public var control: Route
    /// The greatest probability of ever rolling back where there is no harm, over all guardrails together.
    public var alpha = 0.05
    /// The greatest probability of ever seeing a sample-ratio mismatch where there is none.
    public var sampleRatioAlpha = 0.001
    /// The ratio of failure rates that a pass must exclude.
    public var failureMargin = 1.5
    /// The quantile of latency and cost that is compared.
    public var quantileLevel = 0.95
    /// How many times as large the treatment's quantile may be.
    public var quantileTolerance = 1.25
    /// How many units must have been seen before the ramp advances.
    public var minimumUnits = 1_000
    /// What a sample-ratio mismatch means.
    public var onSampleRatioMismatch = RampAction.hold
    /// Which guardrails have to pass; the others only fail.
    public var required: Set<Guardrail> = [.errors, .timeouts]

    private var treatmentWeight: Double
    private var controlWeight: Double
    private var controlTakesMisses: Bool

    /// Plans the guardrails of a rollout; `nil` where the hash does not choose between these routes.
    ///
    /// - Parameters:
    ///   - ruleID: The rule.
    ///   - policy: The policy that has the rule.
    ///   - treatment: The route under trial, one of the rollout's.
    ///   - control: The route that it is compared with: where the rollout's misses stop, or another of its routes.
    public init?(rule ruleID: RuleID, of policy: PolicyDocument, treatment: Route, control: Route) {
        guard let rule = policy[rule: ruleID], case .rollout(let rollout) = rule.outcome, treatment != control else {
            return nil
        }
        func weight(_ route: Route) -> Double {
            rollout.allocations.reduce(0) { $0 + ($1.route == route ? Double($1.weight.rawValue) / 1_000_000 : 0) }
        }
        self.ruleID = ruleID
        self.treatment = treatment
        self.control = control
        treatmentWeight = weight(treatment)
        controlWeight = weight(control)
        controlTakesMisses = rule.onMiss == .stop(control)
        guard treatmentWeight > 0, controlWeight > 0 || controlTakesMisses, rule.onMiss != .stop(treatment) else {
            return nil
        }
    }

    /// The share of the compared units that is meant to be on the treatment route.
    ///
    /// - Parameter coverage: The rollout's coverage.
    /// - Returns: A share from 0 to 1.
    public func treatmentShare(at coverage: PartsPerMillion) -> Double {
        let covered = Double(coverage.rawValue) / 1_000_000
        let onTreatment = covered * treatmentWeight
        let onControl = covered * controlWeight + (controlTakesMisses ? 1 - covered : 0)
        return onTreatment + onControl > 0 ? onTreatment / (onTreatment + onControl) : 0
    }

    /// What is compared.
    public enum Guardrail: String, Hashable, Sendable, Codable, CaseIterable {
        /// Units with at least one error.
        case errors
        /// Units with at least one timeout.
        case timeouts
        /// A quantile of the time.
        case latency
        /// A quantile of the cost.
        case cost
    }
}
