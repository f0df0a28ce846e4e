// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import RAGCore
import StatusModel

/// A backend that does what another does; a mutant replaces one method and so has one fault.
protocol ForwardingBackend: PipelineBackend, QueueAdministration {
    var base: InMemoryBackend { get }
}

extension ForwardingBackend {
    var capabilities: QueueCapabilities { base.capabilities }

    func enqueue(_ jobs: [JobRequest]) async throws(PipelineError) -> [EnqueueOutcome] { try await base.enqueue(jobs) }

    func lease(
        from queue: QueueName, upTo count: Int, for duration: Duration
    ) async throws(PipelineError) -> [Lease] {
        try await base.lease(from: queue, upTo: count, for: duration)
    }

    func extend(_ tokens: [LeaseToken], for duration: Duration) async throws(PipelineError) -> [LeaseOutcome] {
        try await base.extend(tokens, for: duration)
    }

    func settle(_ settlements: [Settlement]) async throws(PipelineError) -> [LeaseOutcome] {
        try await base.settle(settlements)
    }

    func cancel(_ id: JobID) async throws(PipelineError) -> CancelOutcome { try await base.cancel(id) }

    func setPaused(_ isPaused: Bool, for queue: QueueName) async throws(PipelineError) {
        try await base.setPaused(isPaused, for: queue)
    }

    func statistics(of queue: QueueName) async throws(PipelineError) -> QueueStatistics {
        try await base.statistics(of: queue)
    }

    func deadJobs(in queue: QueueName, after id: JobID?, limit: Int) async throws(PipelineError) -> [DeadJob] {
        try await base.deadJobs(in: queue, after: id, limit: limit)
    }

    func redrive(_ ids: [JobID], in queue: QueueName) async throws(PipelineError) -> [JobID] {
        try await base.redrive(ids, in: queue)
    }

    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome { try await base.append(append) }

    func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord] {
        try await base.statuses(of: documents)
    }

    func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) async throws(PipelineError) -> [StatusEntry<DocumentID>] {
        try await base.history(of: document, after: sequence, limit: limit)
    }

    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        try await base.changes(in: tenant, after: cursor, limit: limit)
    }

    func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) async throws(PipelineError) -> [StatusRecord] {
        try await base.records(matching: filter, after: document, limit: limit)
    }

    func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int {
        try await base.expire(before: date, limit: limit)
    }

    func document(_ id: DocumentID) async throws(PipelineError) -> DocumentRecord? { try await base.document(id) }

    func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        try await base.write(write)
    }

    func document(
        withContent digest: String, of tenant: TenantID
    ) async throws(PipelineError) -> DocumentID? {
        try await base.document(withContent: digest, of: tenant)
    }

    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome { try await base.commit(commit) }
}
