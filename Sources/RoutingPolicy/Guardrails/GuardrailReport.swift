// SPDX-License-Identifier: Apache-2.0

/// What the guardrails say at one moment, and what it means for the ramp.
public struct GuardrailReport: Hashable, Sendable {
    /// What each guardrail says.
    public let verdicts: [GuardrailPlan.Guardrail: GuardrailVerdict]

    /// Whether units arrive on the routes in other shares than were meant.
    public let hasSampleRatioMismatch: Bool

    /// How many units were seen.
    public let unitCount: Int

    let plan: GuardrailPlan

    /// What all say together: fail where one does, pass where all that have to do.
    public var verdict: GuardrailVerdict {
        if hasSampleRatioMismatch || verdicts.values.contains(.fail) { return .fail }
        let arePassed = plan.required.allSatisfy { verdicts[$0] == .pass }
        return arePassed && unitCount >= plan.minimumUnits ? .pass : .inconclusive
    }

    /// What it means for the ramp.
    public var action: RampAction {
        if hasSampleRatioMismatch { return plan.onSampleRatioMismatch }
        switch verdict {
        case .pass: return .advance
        case .inconclusive: return .hold
        case .fail: return .rollBack
        }
    }
}

extension PolicyDocument {
    /// The policy after an action on the rollout of a rule.
    ///
    /// To advance approves the step after the one that holds; to roll back sets the coverage to nothing; to hold changes
    /// nothing. A rollout without a ramp can only be rolled back.
    ///
    /// - Parameters:
    ///   - action: The action.
    ///   - ruleID: The rule.
    ///   - now: When it is.
    /// - Returns: The policy to put in force.
    public func applying(_ action: RampAction, to ruleID: RuleID, at now: PolicyInstant) -> PolicyDocument {
        guard var rule = self[rule: ruleID], case .rollout(var rollout) = rule.outcome else { return self }
        switch (action, rollout.coverage) {
        case (.rollBack, _): rollout.coverage = .fixed(.none)
        case (.advance, .ramp(var ramp)):
            let next = (ramp.stepIndex(at: now) ?? -1) + 2
            ramp.approvedSteps = min(max(ramp.approvedSteps, next), ramp.steps.count)
            rollout.coverage = .ramp(ramp)
        case (.advance, .fixed), (.hold, _): return self
        }
        rule.outcome = .rollout(rollout)
        var policy = self
        policy[rule: ruleID] = rule
        return policy
    }
}
