// SPDX-License-Identifier: Apache-2.0

extension StatusChange.Kind {
    /// The phases in which this kind of change can be legal; its details may still be refused.
    public var phases: Set<Phase> {
        switch self {
        case .validationStarted: [.received]
        case .accepted, .rejected, .duplicate: [.validating]
        case .skipped: [.validating, .classifying]
        case .classificationStarted: [.queued]
        case .classified: [.classifying]
        case .attemptStarted, .stageStarted, .progressed, .laneFinished, .laneFailed: [.processing]
        case .retryScheduled: [.validating, .classifying, .processing, .publishing]
        case .published: [.publishing]
        case .failed, .paused, .resumed, .cancellationRequested, .cancelled, .expired: Self.livePhases
        case .reprocess: Self.terminalPhases
        }
    }

    private static let livePhases = Set(Phase.allCases.filter { !$0.isTerminal })
    private static let terminalPhases = Set(Phase.allCases.filter(\.isTerminal))
}
