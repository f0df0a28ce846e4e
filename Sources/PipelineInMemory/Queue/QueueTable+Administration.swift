// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols

extension QueueTable {
    /// Stops or restarts lending.
    package mutating func setPaused(_ isPaused: Bool, for queue: QueueName) {
        lines[lineNumber(of: queue)].isPaused = isPaused
    }

    /// Counts the jobs of a queue.
    ///
    /// - Complexity: O(n) for n jobs of all queues.
    package mutating func statistics(of queue: QueueName, at now: Duration) -> QueueStatistics {
        let line = settledLine(of: queue, at: now)
        var result = QueueStatistics(isPaused: lines[line].isPaused)
        for entry in jobs.all where entry.line == line {
            switch entry.state {
            case .waiting(let readyAt) where readyAt > now: result.delayed += 1
            case .waiting(let readyAt):
                result.ready += 1
                result.oldestReadyAge = max(result.oldestReadyAge, now - readyAt)
            case .leased: result.leased += 1
            case .dead: result.dead += 1
            }
        }
        return result
    }

    /// Lists dead jobs by name.
    ///
    /// - Complexity: O(n log n) for n dead jobs.
    package mutating func deadJobs(in queue: QueueName, after id: JobID?, limit: Int, at now: Duration) -> [DeadJob] {
        let line = settledLine(of: queue, at: now)
        let names = lines[line].dead.filter { name in id.map { $0 < name } ?? true }
        return names.sorted().prefix(max(limit, 0)).compactMap { name in
            guard let entry = jobs[name], case .dead(let failure) = entry.state else { return nil }
            return DeadJob(job: entry.request, failure: failure, attempts: entry.attempts, crashes: entry.crashes)
        }
    }

    /// Makes dead jobs waiting again.
    package mutating func redrive(_ ids: [JobID], in queue: QueueName, at now: Duration) -> [JobID] {
        let line = settledLine(of: queue, at: now)
        return ids.filter { id in
            guard let slot = jobs.slot(of: id), let entry = jobs.entries[slot], case .dead = entry.state,
                entry.line == line
            else { return false }
            if let key = entry.request.deduplicationKey {
                let holder = QueueKey(queue: queue, key: key)
                guard keyHolders[holder] == nil else { return false }
                keyHolders[holder] = id
            }
            lines[line].dead.remove(id)
            jobs.entries[slot]?.attempts = 0
            jobs.entries[slot]?.crashes = 0
            jobs.entries[slot]?.isCancellationRequested = false
            let place = takePlace()
            jobs.entries[slot]?.place = place
            wait(slot, until: now, at: now)
            return true
        }
    }
}
