// SPDX-License-Identifier: Apache-2.0

extension MaxSim {
    /// Scores every document of a batch against several queries.
    ///
    /// A run of documents is scored against all queries while it is in the cache, so that its rows are read from memory
    /// once.
    ///
    /// - Parameters:
    ///   - queries: Queries prepared for the documents' precision.
    ///   - documents: The documents.
    /// - Returns: For each query one score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(rows of all queries · all rows · dimension).
    public static func scores(
        _ queries: [PreparedQuery], _ documents: MultiVectorBatch
    ) throws(MaxSimError) -> [[Float]] {
        for query in queries { try query.check(documents) }
        var scores = queries.map { _ in [Float](repeating: 0, count: documents.count) }
        for run in documents.cacheRuns { score(queries, documents, run: run, into: &scores, at: run.lowerBound) }
        return scores
    }

    /// Scores every document of a batch against several queries, on several threads.
    ///
    /// - Parameters:
    ///   - queries: Queries prepared for the documents' precision.
    ///   - documents: The documents.
    ///   - threads: The most tasks that score at once, at least 1.
    /// - Returns: For each query one score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` or `invalidParameter`; `CancellationError` once the task is
    ///   cancelled.
    @concurrent
    public static func scores(
        _ queries: [PreparedQuery], _ documents: MultiVectorBatch, threads: Int
    ) async throws -> [[Float]] {
        for query in queries { try query.check(documents) }
        let runs = documents.cacheRuns
        let parts = try await spread(documents, threads: threads) { range in
            var scores = queries.map { _ in [Float](repeating: 0, count: range.count) }
            for run in runs where run.overlaps(range) {
                let run = run.clamped(to: range)
                score(queries, documents, run: run, into: &scores, at: run.lowerBound - range.lowerBound)
            }
            return scores
        }
        var scores = queries.map { _ in [Float](repeating: 0, count: documents.count) }
        for (range, part) in parts {
            for (number, row) in part.enumerated() { scores[number].replaceSubrange(range, with: row) }
        }
        return scores
    }

    private static func score(
        _ queries: [PreparedQuery], _ documents: MultiVectorBatch, run: Range<Int>, into scores: inout [[Float]],
        at place: Int
    ) {
        for (number, query) in queries.enumerated() {
            var span = scores[number].mutableSpan
            documents.score(query, documents: run, mask: .all, into: &span, at: place)
        }
    }
}
