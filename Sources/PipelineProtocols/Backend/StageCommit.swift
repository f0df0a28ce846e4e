// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// All that a stage of work changes, as one value that is applied whole or not at all.
///
/// A worker that finished a stage gives back its lease, appends to the history, enqueues what follows and writes
/// records. As separate calls a crash between any two of them loses a document or repeats an effect; as one commit it
/// cannot. It is a value and not a closure over a transaction, so that engines without interactive transactions can
/// apply it, and so that it can be repeated by its name when the answer was lost.
///
/// ```swift
/// let commit = StageCommit(
///     settlements: [Settlement(lease.token, .complete)],
///     appends: [StatusAppend(document: id, expecting: 4, change: .laneFinished(.text), date: clock.wallTime)])
/// switch try await backend.commit(commit) { … }
/// ```
public struct StageCommit: Hashable, Sendable, Codable {
    /// The commit's name; repeating it repeats nothing.
    public var id: CommitID

    /// Leases that must be held, and stay held.
    public var holding: [LeaseToken]

    /// Leases that are given back; they must be held.
    public var settlements: [Settlement]

    /// Changes to histories, applied in order.
    public var appends: [StatusAppend]

    /// Jobs that follow; duplicates among them are no reason to refuse the commit.
    public var jobs: [JobRequest]

    /// Changes to records, applied in order.
    public var documents: [DocumentWrite]

    /// Describes a commit.
    ///
    /// - Parameters:
    ///   - id: The commit's name.
    ///   - holding: Leases that must be held, and stay held.
    ///   - settlements: Leases that are given back.
    ///   - appends: Changes to histories.
    ///   - jobs: Jobs that follow.
    ///   - documents: Changes to records.
    public init(
        id: CommitID = .random(), holding: [LeaseToken] = [], settlements: [Settlement] = [],
        appends: [StatusAppend] = [], jobs: [JobRequest] = [], documents: [DocumentWrite] = []
    ) {
        self.id = id
        self.holding = holding
        self.settlements = settlements
        self.appends = appends
        self.jobs = jobs
        self.documents = documents
    }
}

/// What became of a commit.
public enum CommitOutcome: Hashable, Sendable {
    /// All of it is applied, now or when it was tried before.
    case applied(CommitReceipt)
    /// None of it is applied.
    case rejected(CommitRejection)
}

/// What an applied commit brought about.
public struct CommitReceipt: Hashable, Sendable, Codable {
    /// An outcome for each settlement, in order.
    public var settlements: [LeaseOutcome]

    /// The record after each append, in order.
    public var records: [StatusRecord]

    /// An outcome for each job, in order.
    public var jobs: [EnqueueOutcome]

    /// The record after each write, in order.
    public var documents: [DocumentRecord]

    /// Describes what a commit brought about.
    ///
    /// - Parameters:
    ///   - settlements: An outcome for each settlement.
    ///   - records: The record after each append.
    ///   - jobs: An outcome for each job.
    ///   - documents: The record after each write.
    public init(
        settlements: [LeaseOutcome] = [], records: [StatusRecord] = [], jobs: [EnqueueOutcome] = [],
        documents: [DocumentRecord] = []
    ) {
        self.settlements = settlements
        self.records = records
        self.jobs = jobs
        self.documents = documents
    }
}

/// Why none of a commit was applied.
public enum CommitRejection: Hashable, Sendable {
    /// A lease is lost; whoever has it now does the work.
    case leaseLost(LeaseToken)
    /// An append was refused.
    case append(DocumentID, AppendOutcome)
    /// A write was refused.
    case document(DocumentID, DocumentWriteOutcome)
}
