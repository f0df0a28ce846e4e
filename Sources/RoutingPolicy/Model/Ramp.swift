// SPDX-License-Identifier: Apache-2.0

/// A coverage that grows by schedule: a pure function of the policy and the moment.
///
/// ```swift
/// let ramp = Ramp.weekly(from: start, percentages: [5, 20, 50, 100])
/// ramp.coverage(at: start + .seconds(8 * 86_400))    // 20%
/// ```
///
/// A step that needs approval is not entered before ``approvedSteps`` says so, and neither is any step after it; when
/// the approval comes late, the ramp catches up in one go. Before the start the coverage is 0.
public struct Ramp: Hashable, Sendable {
    /// When the first step begins.
    public var start: PolicyInstant

    /// The steps in the order of their times.
    public var steps: [Step]

    /// How many steps have been approved, whether they need it or not.
    public var approvedSteps: Int

    /// Creates a ramp.
    ///
    /// - Parameters:
    ///   - start: When the first step begins.
    ///   - steps: The steps in the order of their times.
    ///   - approvedSteps: How many steps have been approved.
    public init(start: PolicyInstant, steps: [Step], approvedSteps: Int = 0) {
        self.start = start
        self.steps = steps
        self.approvedSteps = approvedSteps
    }

    /// A ramp with one step a week.
    ///
    /// - Parameters:
    ///   - start: When the first step begins.
    ///   - percentages: The coverage of each week.
    ///   - requiresApproval: Whether each step after the first needs approval.
    /// - Returns: The ramp.
    public static func weekly(
        from start: PolicyInstant,
        percentages: [Double],
        requiresApproval: Bool = false
    ) -> Ramp {
        let steps = percentages.enumerated().map { week, percentage in
            Step(
                after: .seconds(week * 7 * 86_400),
                coverage: .percent(percentage),
                requiresApproval: requiresApproval && week > 0
            )
        }
        return Ramp(start: start, steps: steps)
    }

    /// One step of a ramp.
    public struct Step: Hashable, Sendable {
        /// How long after the ramp's start the step begins.
        public var after: Duration

        /// The coverage from then on.
        public var coverage: PartsPerMillion

        /// Whether somebody, or a guardrail, has to let the ramp enter the step.
        public var requiresApproval: Bool

        /// Creates a step.
        ///
        /// - Parameters:
        ///   - after: How long after the ramp's start the step begins, in whole seconds.
        ///   - coverage: The coverage from then on.
        ///   - requiresApproval: Whether somebody has to let the ramp enter the step.
        public init(after: Duration, coverage: PartsPerMillion, requiresApproval: Bool = false) {
            self.after = after
            self.coverage = coverage
            self.requiresApproval = requiresApproval
        }
    }

    /// The number of the step that holds at a moment.
    ///
    /// - Parameter instant: The moment.
    /// - Returns: The index in ``steps``, or `nil` before the first step.
    /// - Complexity: O(n) in the number of steps.
    public func stepIndex(at instant: PolicyInstant) -> Int? {
        var current: Int?
        for (index, step) in steps.enumerated() {
            guard start + step.after <= instant, !step.requiresApproval || index < approvedSteps else { break }
            current = index
        }
        return current
    }

    /// The coverage at a moment.
    ///
    /// - Parameter instant: The moment.
    /// - Returns: The coverage of the step that holds, and nothing before the first.
    public func coverage(at instant: PolicyInstant) -> PartsPerMillion {
        stepIndex(at: instant).map { steps[$0].coverage } ?? .none
    }
}
