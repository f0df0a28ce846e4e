// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols

extension QueueTable {
    /// Stops or restarts lending.
    package mutating func setPaused(_ isPaused: Bool, for queue: QueueName) {
        lines[queue, default: JobLine()].isPaused = isPaused
    }

    /// Counts the jobs of a queue.
    ///
    /// - Complexity: O(n) for n jobs of all queues.
    package mutating func statistics(of queue: QueueName, at now: Duration) -> QueueStatistics {
        settleLapsed(in: queue, at: now)
        var result = QueueStatistics(isPaused: lines[queue]?.isPaused ?? false)
        for entry in jobs.values where entry.request.queue == queue {
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
        settleLapsed(in: queue, at: now)
        let names = (lines[queue]?.dead ?? []).filter { name in id.map { $0 < name } ?? true }
        return names.sorted().prefix(max(limit, 0)).compactMap { name in
            guard let entry = jobs[name], case .dead(let failure) = entry.state else { return nil }
            return DeadJob(job: entry.request, failure: failure, attempts: entry.attempts, crashes: entry.crashes)
        }
    }

    /// Makes dead jobs waiting again.
    package mutating func redrive(_ ids: [JobID], in queue: QueueName, at now: Duration) -> [JobID] {
        settleLapsed(in: queue, at: now)
        return ids.filter { id in
            guard let index = jobs.index(forKey: id), case .dead = jobs.values[index].state,
                jobs.values[index].request.queue == queue
            else { return false }
            if let key = jobs.values[index].request.deduplicationKey {
                let holder = QueueKey(queue: queue, key: key)
                guard keyHolders[holder] == nil else { return false }
                keyHolders[holder] = id
            }
            lines[queue]?.dead.remove(id)
            jobs.values[index].attempts = 0
            jobs.values[index].crashes = 0
            jobs.values[index].isCancellationRequested = false
            jobs.values[index].place = takePlace()
            line(index, readyAt: now, at: now)
            return true
        }
    }
}
