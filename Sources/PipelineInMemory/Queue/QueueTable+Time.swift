// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import StatusModel

extension QueueTable {
    /// The line of a queue, after what time has moved.
    mutating func settledLine(of queue: QueueName, at now: Duration) -> Int {
        let line = lineNumber(of: queue)
        settleLapsed(inLine: line, at: now)
        return line
    }

    /// Moves what time has moved: delays that ended and leases that lapsed.
    mutating func settleLapsed(inLine line: Int, at now: Duration) {
        while let next = lines[line].delayed.first, next.time <= now {
            lines[line].delayed.removeFirst()
            if jobs.entries[next.slot]?.stamp == next.stamp { wait(next.slot, until: next.time, at: now) }
        }
        while let next = lines[line].leased.first, next.time <= now {
            lines[line].leased.removeFirst()
            if jobs.entries[next.slot]?.stamp == next.stamp { lapse(next.slot, at: now) }
        }
    }

    private mutating func lapse(_ slot: Int, at now: Duration) {
        jobs.entries[slot]?.crashes += 1
        guard let entry = jobs.entries[slot] else { return }
        if entry.isCancellationRequested {
            finish(entry.request.id, at: now)
        } else if entry.crashes >= entry.request.maximumCrashes {
            bury(slot, DeadJob.poison(attempts: entry.attempts))
        } else if !entry.hasAttemptsLeft {
            bury(slot, DeadJob.exhausted(attempts: entry.attempts))
        } else {
            wait(slot, until: now, at: now)
        }
    }

    /// Puts a job into the line of its queue.
    mutating func wait(_ slot: Int, until readyAt: Duration, at now: Duration) {
        let stamp = takeStamp()
        guard let (line, place, priority) = jobs.entries[slot]?.change(to: .waiting(readyAt: readyAt), stamp) else {
            return
        }
        if readyAt <= now {
            lines[line].ready.insert(ReadyJob(priority: priority, place: place, stamp: stamp, slot: slot))
        } else {
            lines[line].delayed.insert(TimedJob(time: readyAt, stamp: stamp, slot: slot))
        }
    }

    mutating func hold(_ slot: Int, until end: Duration) {
        let stamp = takeStamp()
        guard let line = jobs.entries[slot]?.change(to: .leased(until: end), stamp).line else { return }
        lines[line].leased.insert(TimedJob(time: end, stamp: stamp, slot: slot))
    }

    mutating func bury(_ slot: Int, _ failure: FailureInfo) {
        let stamp = takeStamp()
        guard let line = jobs.entries[slot]?.change(to: .dead(failure), stamp).line,
            let request = jobs.entries[slot]?.request
        else { return }
        lines[line].dead.insert(request.id)
        freeKey(of: request)
    }

    mutating func freeKey(of request: JobRequest) {
        guard let key = request.deduplicationKey else { return }
        keyHolders[QueueKey(queue: request.queue, key: key)] = nil
    }

    func heldSlot(_ token: LeaseToken, at now: Duration) -> Int? {
        guard let slot = jobs.slot(of: token.job), jobs.entries[slot]?.isHeld(by: token, at: now) == true else {
            return nil
        }
        return slot
    }
}

extension JobEntry {
    /// Changes the state; heap entries of another stamp are outdated from now on.
    fileprivate mutating func change(
        to state: State, _ stamp: UInt64
    ) -> (line: Int, place: UInt64, priority: Int) {
        self.state = state
        self.stamp = stamp
        return (line, place, request.priority)
    }

    /// Counts a lease and describes it.
    mutating func lend(for duration: Duration) -> Lease {
        attempts += 1
        fence += 1
        return Lease(
            token: LeaseToken(job: request.id, fence: fence), job: request, attempt: attempts, crashes: crashes,
            duration: duration)
    }
}
