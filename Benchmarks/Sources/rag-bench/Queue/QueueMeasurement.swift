// SPDX-License-Identifier: Apache-2.0
import Foundation
import Measurement
import PipelineInMemory
import PipelineProtocols
import PipelineSQLite
import RAGCore
import StatusModel

/// The times of one queue: jobs a second of each step.
struct QueueMeasurement {
    let jobs: Int
    let batch: Int
    let payload = [UInt8](repeating: 7, count: 256)

    /// Jobs a second of enqueuing, leasing and completing all jobs in batches, and of the three together.
    struct Rates {
        var enqueue: Double
        var lease: Double
        var complete: Double
        var total: Double
    }

    func measure(_ queue: some JobQueue, run: Int) async throws -> Rates {
        let requests = (0..<jobs).map { JobRequest(id: JobID("\(run)/\($0)"), queue: "q", payload: payload) }
        let enqueue = try await seconds {
            for start in stride(from: 0, to: jobs, by: batch) {
                _ = try await queue.enqueue(Array(requests[start..<min(start + batch, jobs)]))
            }
        }
        var batches: [[LeaseToken]] = []
        let lease = try await seconds {
            while true {
                let tokens = try await queue.lease(from: "q", upTo: batch, for: .seconds(600)).map(\.token)
                guard !tokens.isEmpty else { break }
                batches.append(tokens)
            }
        }
        let complete = try await seconds { for tokens in batches { _ = try await queue.complete(tokens) } }
        return rates(enqueue, lease, complete)
    }

    func measure(_ queue: some BareQueue, run: Int) async throws -> Rates {
        // The adapter's jobs may be in the same file.
        let ids = (0..<jobs).map { "\(run):\($0)" }
        let enqueue = try await seconds {
            for start in stride(from: 0, to: jobs, by: batch) {
                try await queue.enqueue(Array(ids[start..<min(start + batch, jobs)]), payload: payload)
            }
        }
        var batches: [[BareLease]] = []
        let lease = try await seconds {
            while true {
                let leases = try await queue.lease(batch)
                guard !leases.isEmpty else { break }
                batches.append(leases)
            }
        }
        let complete = try await seconds { for leases in batches { try await queue.complete(leases) } }
        return rates(enqueue, lease, complete)
    }

    private func rates(_ enqueue: Double, _ lease: Double, _ complete: Double) -> Rates {
        let count = Double(jobs)
        return Rates(
            enqueue: count / enqueue, lease: count / lease, complete: count / complete,
            total: count / (enqueue + lease + complete))
    }

    private func seconds(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}

/// The time from the call that commits an entry to a subscriber that holds it, `fsync` included, in milliseconds.
func measurePush(_ path: String, commits: Int) async throws -> [Double] {
    let bell = InMemoryNotifier()
    let clock = SystemPipelineClock()
    let backend = try await SQLiteBackend(path: path, clock: clock, notifier: bell)
    let rings = await bell.rings(of: [.feed("")])
    let subscriber = Task {
        var arrivals: [Duration] = []
        var cursor: FeedCursor?
        for await _ in rings {
            while case .entries(let entries, let next) = try await backend.changes(in: "", after: cursor, limit: 100),
                !entries.isEmpty
            {
                arrivals += entries.map { _ in clock.elapsed }
                cursor = next
            }
            if arrivals.count >= commits { break }
        }
        return arrivals
    }
    var departures: [Duration] = []
    for number in 0..<commits {
        let append = StatusAppend(document: DocumentID("\(number)"), expecting: 0, change: nil, date: clock.wallTime)
        departures.append(clock.elapsed)
        _ = try await backend.append(append)
        try await ContinuousClock().sleep(for: .milliseconds(2))
    }
    return zip(try await subscriber.value, departures).map { ($0 - $1) / .milliseconds(1) }
}
