// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import FoundationEssentials
internal import GRDB
public import PipelineProtocols
internal import StatusModel

/// The embedded backend: queue, status store and document store in one SQLite file.
///
/// What it acknowledges is on the disk: the journal is a write-ahead log and every commit waits for `fsync`
/// (`synchronous = FULL`). Several processes on one machine may use one file; SQLite lets one write at a time, and so the
/// order of the feed is the order of commits.
///
/// ```swift
/// let backend = try await SQLiteBackend(path: "/var/lib/rag/pipeline.sqlite")
/// try await backend.enqueue([JobRequest(queue: "text", payload: [1])])
/// ```
public final class SQLiteBackend: PipelineBackend, QueueAdministration {
    /// What its queue can do.
    public let capabilities: QueueCapabilities

    let clock: any PipelineClock
    private let notifier: (any Notifier)?
    private let pool: DatabasePool

    /// Opens a file, and makes or migrates its tables.
    ///
    /// - Parameters:
    ///   - path: The file; it is made where it is not there.
    ///   - clock: What time it is; the same kind of clock in every process that uses the file.
    ///   - notifier: What to ring when there are new jobs or entries.
    ///   - maximumPageCount: The most pages that the file may grow to; `nil` for SQLite's own limit.
    /// - Throws: ``PipelineError`` with the code `unavailable` where the file cannot be opened.
    public init(
        path: String, clock: any PipelineClock = SystemPipelineClock(), notifier: (any Notifier)? = nil,
        maximumPageCount: Int? = nil
    ) async throws(PipelineError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if let maximumPageCount { try database.execute(sql: "PRAGMA max_page_count = \(maximumPageCount)") }
        }
        self.capabilities = QueueCapabilities(isDurable: true)
        self.clock = clock
        self.notifier = notifier
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try Schema.migrator.migrate(pool)
        } catch {
            throw PipelineError(sqlite: error)
        }
        let (now, wallTime) = (clock.elapsed, clock.wallTime)
        try await write { database in try JobTable(database).rebase(to: now, wallTime: wallTime) }
    }

    /// Applies a commit; see ``PipelineBackend/commit(_:)``.
    ///
    /// - Parameter commit: All that a stage of work changes.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``.
    public func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        try checkPayloads(of: commit.jobs)
        let (now, wallTime) = (clock.elapsed, clock.wallTime)
        let outcome = try await writeUnlessRejected { database in
            try CommitTable(database).apply(commit, at: now, wallTime: wallTime)
        }
        if case .applied(let receipt) = outcome {
            await ring(Set(commit.jobs.map { .queue($0.queue) }).union(receipt.records.map { .feed($0.tenant) }))
        }
        return outcome
    }

    /// Compares every page and index of the file with each other.
    ///
    /// - Returns: What is wrong; empty for a sound file.
    /// - Throws: ``PipelineError``.
    /// - Complexity: O(n) for a file of n pages.
    public func checkIntegrity() async throws(PipelineError) -> [String] {
        let lines = try await read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        return lines == ["ok"] ? [] : lines
    }

    /// Forgets finished jobs and commits that are older than their retention, and gives free pages back.
    ///
    /// Run it now and then, such as once an hour.
    ///
    /// - Parameter limit: The most rows to forget of each kind.
    /// - Returns: How many rows were forgotten.
    /// - Throws: ``PipelineError``.
    @discardableResult
    public func vacuum(limit: Int = 10_000) async throws(PipelineError) -> Int {
        let horizon = clock.wallTime.advanced(by: .zero - capabilities.identityRetention)
        let count = try await write { database in
            try database.execute(
                sql: """
                    DELETE FROM job WHERE place IN
                        (SELECT place FROM job WHERE state = 3 AND finishedAt < ? ORDER BY finishedAt LIMIT ?)
                    """, arguments: [horizon.millisecondsSince1970, limit])
            var count = database.changesCount
            try database.execute(
                sql: """
                    DELETE FROM stageCommit WHERE id IN
                        (SELECT id FROM stageCommit WHERE appliedAt < ? ORDER BY appliedAt LIMIT ?)
                    """, arguments: [horizon.millisecondsSince1970, limit])
            count += database.changesCount
            return count
        }
        do {
            try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA incremental_vacuum")
                _ = try database.checkpoint(.passive)
            }
        } catch {
            throw PipelineError(sqlite: error)
        }
        return count
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(PipelineError) -> Result {
        do {
            return try await pool.write(body)
        } catch {
            throw PipelineError(sqlite: error)
        }
    }

    /// Commits what a body writes, or rolls it back where the body says that it is rejected.
    private func writeUnlessRejected(
        _ body: @escaping @Sendable (Database) throws -> CommitOutcome
    ) async throws(PipelineError) -> CommitOutcome {
        do {
            return try await pool.writeWithoutTransaction { database in
                var outcome: CommitOutcome?
                try database.inTransaction(.immediate) {
                    let result = try body(database)
                    outcome = result
                    if case .rejected = result { return .rollback }
                    return .commit
                }
                guard let outcome else { throw PipelineError(.corrupted, "a commit ended without an outcome") }
                return outcome
            }
        } catch {
            throw PipelineError(sqlite: error)
        }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(PipelineError) -> Result {
        do {
            return try await pool.read(body)
        } catch {
            throw PipelineError(sqlite: error)
        }
    }

    func ring(_ topics: @autoclosure () -> Set<Topic>) async {
        guard let notifier else { return }
        let topics = topics()
        if !topics.isEmpty { await notifier.ring(topics) }
    }

    func checkPayloads(of jobs: [JobRequest]) throws(PipelineError) {
        for job in jobs where job.payload.count > capabilities.maximumPayloadBytes {
            throw PipelineError(
                .payloadTooLarge,
                "the payload of job \(job.id) has \(job.payload.count) bytes, more than "
                    + "\(capabilities.maximumPayloadBytes); store it as a blob and send its key")
        }
    }
}
#endif
