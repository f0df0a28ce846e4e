// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import Synchronization

extension MaxSim {
    /// Scores every document of a batch on several threads.
    ///
    /// Runs away from the caller's actor, on at most `threads` tasks of the shared pool, each of which takes runs of
    /// documents until none is left.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The documents.
    ///   - mask: For each row of the batch whether it counts; `nil` where all count.
    ///   - threads: The most tasks that score at once, at least 1.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`; `CancellationError` once the task is
    ///   cancelled.
    @concurrent
    public static func scores(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, mask: [Bool]? = nil, threads: Int
    ) async throws -> [Float] {
        try query.check(documents)
        let mask = try RowMask(mask, rowCount: documents.rowCount)
        var scores = [Float](repeating: 0, count: documents.count)
        let parts = try await spread(documents, threads: threads) { run in
            var scores = [Float](repeating: 0, count: run.count)
            var span = scores.mutableSpan
            documents.score(query, documents: run, mask: mask, into: &span)
            return scores
        }
        for (run, part) in parts { scores.replaceSubrange(run, with: part) }
        return scores
    }

    /// The best documents of a batch, found on several threads.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The documents.
    ///   - limit: The most documents to return.
    ///   - mask: For each row of the batch whether it counts; `nil` where all count.
    ///   - threads: The most tasks that score at once, at least 1.
    /// - Returns: What ``topK(_:_:limit:mask:)`` returns.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`; `CancellationError` once the task is
    ///   cancelled.
    @concurrent
    public static func topK(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, limit: Int, mask: [Bool]? = nil, threads: Int
    ) async throws -> [ScoredHit<Int>] {
        try query.check(documents)
        guard limit >= 0 else {
            throw MaxSimError(.invalidParameter, "a search for \(limit) documents; give 0 or more")
        }
        let mask = try RowMask(mask, rowCount: documents.rowCount)
        var top = TopK(capacity: min(limit, documents.count))
        let capacity = top.capacity
        let shared = SharedThreshold()
        let parts = try await spread(documents, threads: threads) { run in
            var top = TopK(capacity: capacity)
            collect(query, documents, in: run, mask: mask, sharing: shared, into: &top)
            return top
        }
        for (_, part) in parts { top.merge(part) }
        return top.sorted()
    }

    /// Works on runs of documents, of about equally many rows, in a bounded number of tasks.
    static func spread<Result: Sendable>(
        _ documents: MultiVectorBatch, threads: Int, _ work: @escaping @Sendable (Range<Int>) -> Result
    ) async throws -> [(Range<Int>, Result)] {
        guard threads >= 1 else {
            throw MaxSimError(.invalidParameter, "scoring on \(threads) threads; give at least 1")
        }
        // Many runs a thread even out what the operating system takes from one of them, and let all end within a run's time
        // of each other; a run is long enough that taking it costs nothing.
        let runs = documents.runs(rowBudget: max(256, documents.rowCount / 32 / threads))
        let queue = RunQueue(runs)
        return try await withThrowingTaskGroup(of: [(Range<Int>, Result)].self) { group in
            for _ in 0..<min(threads, runs.count) {
                group.addTask {
                    var results: [(Range<Int>, Result)] = []
                    while let run = queue.next() {
                        try Task.checkCancellation()
                        results.append((run, work(run)))
                    }
                    return results
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}

/// Runs of documents that tasks take one by one.
private final class RunQueue: Sendable {
    private let runs: [Range<Int>]
    private let taken = Atomic(0)

    init(_ runs: [Range<Int>]) { self.runs = runs }

    func next() -> Range<Int>? {
        let place = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return place < runs.count ? runs[place] : nil
    }
}
