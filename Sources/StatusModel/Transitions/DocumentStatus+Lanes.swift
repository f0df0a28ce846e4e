// SPDX-License-Identifier: Apache-2.0

extension DocumentStatus {
    mutating func choose(_ chosen: Set<Lane>, allowsPartialResult: Bool) throws(IllegalTransition) -> [StatusEffect] {
        guard !chosen.isEmpty else {
            throw illegal(
                .classified(lanes: chosen, allowsPartialResult: allowsPartialResult), "at least one lane is needed")
        }
        phase = .processing
        lanes = Dictionary(uniqueKeysWithValues: chosen.map { ($0, LaneStatus()) })
        self.allowsPartialResult = allowsPartialResult
        return chosen.sorted().map { .enqueue($0) }
    }

    mutating func startAttempt(_ lane: Lane) throws(IllegalTransition) {
        var status = try unsettled(lane, for: .attemptStarted(lane))
        status.attempt += 1
        status.activity = .waiting
        status.units = UnitCount()
        lanes[lane] = status
        attempt += 1
        retryAt = nil
    }

    mutating func start(_ stage: Stage, in lane: Lane) throws(IllegalTransition) {
        let change = StatusChange.stageStarted(lane, stage)
        var status = try unsettled(lane, for: change)
        guard status.attempt > 0 else { throw illegal(change, "no attempt has begun") }
        guard let place = lane.stages.firstIndex(of: stage) else {
            throw illegal(change, "\(stage.rawValue) is no stage of the lane \(lane.rawValue)")
        }
        if case .running(let current) = status.activity, let before = lane.stages.firstIndex(of: current),
            place <= before
        {
            throw illegal(change, "\(stage.rawValue) does not follow \(current.rawValue)")
        }
        status.activity = .running(stage)
        status.units = UnitCount()
        lanes[lane] = status
    }

    mutating func progress(_ lane: Lane, to units: UnitCount) throws(IllegalTransition) {
        let change = StatusChange.progressed(lane, units)
        var status = try unsettled(lane, for: change)
        guard case .running = status.activity else { throw illegal(change, "no stage runs") }
        guard units.done >= status.units.done, units.done <= units.total else {
            throw illegal(change, "units go up within an attempt, from \(status.units.done) to at most \(units.total)")
        }
        status.units = units
        lanes[lane] = status
    }

    mutating func settle(
        _ lane: Lane, as activity: LaneStatus.Activity, for change: StatusChange
    ) throws(IllegalTransition) -> [StatusEffect] {
        var status = try unsettled(lane, for: change)
        guard status.attempt > 0 else { throw illegal(change, "no attempt has begun") }
        status.activity = activity
        lanes[lane] = status
        if case .failed(let reason) = activity { failure = reason }
        guard lanes.values.allSatisfy(\.activity.isSettled) else { return [] }
        retryAt = nil
        let failed = failedLanes
        guard failed.isEmpty || (allowsPartialResult && failed.count < lanes.count) else {
            phase = .failed
            isPaused = false
            return []
        }
        phase = .publishing
        return [.publish(generation: generation)]
    }

    mutating func scheduleRetry(
        _ lane: Lane?, _ reason: FailureInfo, _ date: WallTime
    ) throws(IllegalTransition) {
        let change = StatusChange.retryScheduled(lane, reason, at: date)
        guard reason.category.isRetryable else {
            throw illegal(change, "a failure of category \(reason.category.rawValue) is not tried again")
        }
        if let lane {
            guard phase == .processing else { throw illegal(change, "no lane is being processed") }
            var status = try unsettled(lane, for: change)
            guard status.attempt > 0 else { throw illegal(change, "no attempt has begun") }
            status.activity = .waiting
            lanes[lane] = status
        } else if phase == .processing {
            throw illegal(change, "in processing a retry names its lane")
        }
        failure = reason
        retryAt = date
    }

    private func unsettled(_ lane: Lane, for change: StatusChange) throws(IllegalTransition) -> LaneStatus {
        guard let status = lanes[lane] else { throw illegal(change, "the document does not take this lane") }
        guard !status.activity.isSettled else { throw illegal(change, "the lane is settled") }
        return status
    }
}
