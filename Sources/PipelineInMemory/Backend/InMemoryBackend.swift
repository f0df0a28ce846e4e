// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import RAGCore
internal import Synchronization

/// The reference backend: queue, status store and document store in the memory of one process.
///
/// It is correct, fast and forgetful: for tests, for development, and as the model that other adapters are compared
/// with. Everything is one pure state machine behind one lock.
///
/// ```swift
/// let backend = InMemoryBackend(clock: ManualClock())
/// try await backend.enqueue([JobRequest(queue: "text", payload: [1])])
/// let leases = try await backend.lease(from: "text", upTo: 10, for: .seconds(30))
/// ```
public final class InMemoryBackend: PipelineBackend, QueueAdministration {
    /// What its queue can do.
    public let capabilities: QueueCapabilities

    let clock: any PipelineClock
    private let notifier: (any Notifier)?
    private let state: Mutex<BackendState>

    /// Creates an empty backend.
    ///
    /// - Parameters:
    ///   - clock: What time it is.
    ///   - notifier: What to ring when there are new jobs or entries.
    ///   - maximumPayloadBytes: The most bytes of a job's payload.
    public init(
        clock: any PipelineClock = SystemPipelineClock(), notifier: (any Notifier)? = nil,
        maximumPayloadBytes: Int = 256 * 1024
    ) {
        let capabilities = QueueCapabilities(maximumPayloadBytes: maximumPayloadBytes)
        self.capabilities = capabilities
        self.clock = clock
        self.notifier = notifier
        self.state = Mutex(BackendState(identityRetention: capabilities.identityRetention))
    }

    /// Applies a commit; see ``PipelineBackend/commit(_:)``.
    ///
    /// - Parameter commit: All that a stage of work changes.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError`` with the code `payloadTooLarge` for a job that is too large.
    public func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        try checkPayloads(of: commit.jobs)
        let now = clock.elapsed
        let outcome = withState { $0.commit(commit, at: now) }
        if case .applied(let receipt) = outcome {
            await ring(
                Set(commit.jobs.map { .queue($0.queue) }).union(receipt.records.map { .feed($0.tenant) }))
        }
        return outcome
    }

    /// Looks at or changes everything at one moment.
    package func withState<Result: ~Copyable>(_ body: (inout sending BackendState) -> sending Result) -> sending Result
    {
        state.withLock(body)
    }

    /// Rings, outside the lock.
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
