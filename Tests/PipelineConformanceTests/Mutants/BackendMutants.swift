// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import Synchronization

/// Applies a commit piece by piece and stops at the first that is refused.
struct CommitsInPieces: ForwardingBackend {
    let base: InMemoryBackend
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        var receipt = CommitReceipt()
        for settlement in commit.settlements {
            let piece = StageCommit(holding: commit.holding, settlements: [settlement])
            guard case .applied(let part) = try await base.commit(piece) else {
                return .rejected(.leaseLost(settlement.token))
            }
            receipt.settlements += part.settlements
        }
        for append in commit.appends {
            let outcome = try await base.append(append)
            guard case .appended(let record) = outcome else { return .rejected(.append(append.document, outcome)) }
            receipt.records.append(record)
            await Task.yield()
        }
        receipt.jobs = try await base.enqueue(commit.jobs)
        for write in commit.documents {
            let outcome = try await base.write(write)
            guard case .written(let record) = outcome else { return .rejected(.document(write.document, outcome)) }
            receipt.documents.append(record)
        }
        return .applied(receipt)
    }
}

/// Takes every commit for a new one.
struct RepeatsCommits: ForwardingBackend {
    let base: InMemoryBackend
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        var commit = commit
        commit.id = .random()
        return try await base.commit(commit)
    }
}

/// Commits the work of a worker that lost its lease.
struct CommitsWithoutALease: ForwardingBackend {
    let base: InMemoryBackend
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        var rest = commit
        rest.holding = []
        rest.settlements = []
        let outcome = try await base.commit(rest)
        guard case .applied(var receipt) = outcome else { return outcome }
        receipt.settlements = try await base.settle(commit.settlements).map { _ in .settled }
        return .applied(receipt)
    }
}

/// Answers a commit that was refused once with the same refusal for ever.
final class RemembersRefusals: ForwardingBackend {
    let base: InMemoryBackend
    private let refusals = Mutex<[CommitID: CommitOutcome]>([:])
    init(base: InMemoryBackend) { self.base = base }
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        if let refusal = refusals.withLock({ $0[commit.id] }) { return refusal }
        let outcome = try await base.commit(commit)
        if case .rejected = outcome { refusals.withLock { $0[commit.id] = outcome } }
        return outcome
    }
}

/// Says that a commit was applied and forgets its jobs.
struct ForgetsTheJobs: ForwardingBackend {
    let base: InMemoryBackend
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome {
        var rest = commit
        rest.jobs = []
        let outcome = try await base.commit(rest)
        guard case .applied(var receipt) = outcome else { return outcome }
        receipt.jobs = commit.jobs.map { .accepted($0.id) }
        return .applied(receipt)
    }
}
