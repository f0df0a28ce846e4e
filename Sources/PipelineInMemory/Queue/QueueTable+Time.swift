// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import StatusModel

extension QueueTable {
    /// Moves what time has moved: delays that ended and leases that lapsed.
    mutating func settleLapsed(in queue: QueueName, at now: Duration) {
        if lines[queue] == nil { lines[queue] = JobLine() }
        while let next = lines[queue]?.delayed.first, next.time <= now {
            lines[queue]?.delayed.removeFirst()
            guard let index = jobs.index(forKey: next.id), jobs.values[index].stamp == next.stamp else { continue }
            line(index, readyAt: next.time, at: now)
        }
        while let next = lines[queue]?.leased.first, next.time <= now {
            lines[queue]?.leased.removeFirst()
            guard let index = jobs.index(forKey: next.id), jobs.values[index].stamp == next.stamp else { continue }
            lapse(index, at: now)
        }
    }

    mutating func lapse(_ index: Dictionary<JobID, JobEntry>.Index, at now: Duration) {
        jobs.values[index].crashes += 1
        let entry = jobs.values[index]
        if entry.isCancellationRequested {
            remove(entry.request.id, at: now)
        } else if entry.crashes >= entry.request.maximumCrashes {
            bury(index, DeadJob.poison(attempts: entry.attempts))
        } else if entry.attempts >= entry.request.maximumAttempts {
            bury(index, DeadJob.exhausted(attempts: entry.attempts))
        } else {
            line(index, readyAt: now, at: now)
        }
    }

    /// Puts a job into the line of its queue.
    mutating func line(_ index: Dictionary<JobID, JobEntry>.Index, readyAt: Duration, at now: Duration) {
        jobs.values[index].state = .waiting(readyAt: readyAt)
        jobs.values[index].stamp += 1
        let entry = jobs.values[index]
        let id = entry.request.id
        if readyAt <= now {
            let ready = ReadyJob(priority: entry.request.priority, place: entry.place, stamp: entry.stamp, id: id)
            lines[entry.request.queue]?.ready.insert(ready)
        } else {
            lines[entry.request.queue]?.delayed.insert(TimedJob(time: readyAt, stamp: entry.stamp, id: id))
        }
    }

    mutating func hold(_ index: Dictionary<JobID, JobEntry>.Index, until end: Duration) {
        jobs.values[index].state = .leased(until: end)
        jobs.values[index].stamp += 1
        let entry = jobs.values[index]
        lines[entry.request.queue]?.leased.insert(TimedJob(time: end, stamp: entry.stamp, id: entry.request.id))
    }

    mutating func bury(_ index: Dictionary<JobID, JobEntry>.Index, _ failure: FailureInfo) {
        jobs.values[index].state = .dead(failure)
        jobs.values[index].stamp += 1
        let request = jobs.values[index].request
        lines[request.queue]?.dead.insert(request.id)
        freeKey(of: request)
    }

    mutating func remove(_ id: JobID, at now: Duration) {
        guard let entry = jobs.removeValue(forKey: id) else { return }
        finished.insert(id, at: now)
        freeKey(of: entry.request)
    }

    mutating func freeKey(of request: JobRequest) {
        guard let key = request.deduplicationKey else { return }
        keyHolders[QueueKey(queue: request.queue, key: key)] = nil
    }

    func heldIndex(_ token: LeaseToken, at now: Duration) -> Dictionary<JobID, JobEntry>.Index? {
        guard let index = jobs.index(forKey: token.job), jobs.values[index].isHeld(by: token, at: now) else {
            return nil
        }
        return index
    }

    mutating func takePlace() -> UInt64 {
        defer { nextPlace += 1 }
        return nextPlace
    }
}
