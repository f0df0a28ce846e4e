// SPDX-License-Identifier: Apache-2.0

extension DocumentStatus {
    /// The status after a change, and what to do about it.
    ///
    /// A pure function: no clock, no randomness, no I/O. Every applied change raises ``sequence`` by one.
    ///
    /// - Parameters:
    ///   - change: What happened.
    ///   - now: When it happened; shown to people, never compared.
    /// - Returns: The new status, and the effects in the order in which they are wanted.
    /// - Throws: ``IllegalTransition`` where the status does not allow the change.
    public func reducing(
        _ change: StatusChange, at now: WallTime
    ) throws(IllegalTransition) -> (status: DocumentStatus, effects: [StatusEffect]) {
        var next = self
        let effects = try next.apply(change)
        next.sequence += 1
        next.updatedAt = now
        next.raisePercent(after: change)
        return (next, effects)
    }

    /// Changes this status; it stays as it was where the change is illegal.
    ///
    /// - Parameters:
    ///   - change: What happened.
    ///   - now: When it happened.
    /// - Returns: What to do about it.
    /// - Throws: ``IllegalTransition`` where the status does not allow the change.
    @discardableResult
    public mutating func reduce(_ change: StatusChange, at now: WallTime) throws(IllegalTransition) -> [StatusEffect] {
        let (next, effects) = try reducing(change, at: now)
        self = next
        return effects
    }

    private mutating func apply(_ change: StatusChange) throws(IllegalTransition) -> [StatusEffect] {
        try requirePhase(for: change)
        switch change {
        case .validationStarted: phase = .validating
        case .accepted: phase = .queued
        case .classificationStarted: phase = .classifying
        case .skipped, .rejected, .duplicate, .published, .failed, .cancelled, .expired: return end(change)
        case .classified(let lanes, let allowsPartialResult):
            return try choose(lanes, allowsPartialResult: allowsPartialResult)
        case .attemptStarted(let lane): try startAttempt(lane)
        case .stageStarted(let lane, let stage): try start(stage, in: lane)
        case .progressed(let lane, let units): try progress(lane, to: units)
        case .laneFinished(let lane): return try settle(lane, as: .done, for: change)
        case .laneFailed(let lane, let failure): return try settle(lane, as: .failed(failure), for: change)
        case .retryScheduled(let lane, let failure, let date): try scheduleRetry(lane, failure, date)
        case .paused:
            guard !isPaused else { throw illegal(change, "it is paused already") }
            isPaused = true
        case .resumed:
            guard isPaused else { throw illegal(change, "it is not paused") }
            isPaused = false
        case .cancellationRequested:
            guard !isCancellationRequested else { throw illegal(change, "it was asked for already") }
            isCancellationRequested = true
            return [.stopWork]
        case .reprocess: startNextGeneration()
        }
        return []
    }

    /// Refuses a change whose kind this phase does not know.
    private func requirePhase(for change: StatusChange) throws(IllegalTransition) {
        guard change.kind.phases.contains(phase) else {
            throw illegal(change, phase.isTerminal ? "only reprocess leaves a terminal phase" : "not in this phase")
        }
    }

    private mutating func end(_ change: StatusChange) -> [StatusEffect] {
        retryAt = nil
        isPaused = false
        switch change {
        case .published:
            phase = .completed
            return generation > 1 ? [.sweep(generationsBelow: generation)] : []
        case .skipped: phase = .completed
        case .rejected(let reason):
            phase = .rejected
            rejection = reason
        case .duplicate(let other):
            phase = .duplicate
            original = other
        case .failed(let reason):
            phase = .failed
            failure = reason
            return lanes.isEmpty ? [] : [.stopWork]
        case .cancelled: phase = .cancelled
        default: phase = .expired
        }
        return []
    }

    private mutating func startNextGeneration() {
        var next = DocumentStatus(receivedAt: receivedAt)
        next.generation = generation + 1
        next.sequence = sequence
        self = next
    }

    func illegal(_ change: StatusChange, _ reason: String) -> IllegalTransition {
        IllegalTransition(phase: phase, change: change.kind, reason: reason)
    }
}
