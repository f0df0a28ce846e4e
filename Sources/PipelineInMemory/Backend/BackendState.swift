// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols
internal import RAGCore

/// Everything that commits together: a pure state machine.
package struct BackendState: Sendable {
    /// The jobs.
    package var queue: QueueTable
    /// The histories.
    package var log = StatusLog()
    /// The records.
    package var documents = DocumentTable()
    /// What repeated commits answer.
    private var receipts: [CommitID: CommitReceipt] = [:]
    private var retention: RetentionLine<CommitID>

    package init(identityRetention: Duration) {
        self.queue = QueueTable(identityRetention: identityRetention)
        self.retention = RetentionLine(retention: identityRetention)
    }

    /// Applies a commit, or nothing of it.
    ///
    /// All that can refuse it is checked first, on the side; then it is applied without a way back.
    package mutating func commit(_ commit: StageCommit, at now: Duration) -> CommitOutcome {
        for id in retention.removeOld(at: now) { receipts[id] = nil }
        if let receipt = receipts[commit.id] { return .applied(receipt) }
        if let rejection = rejection(of: commit, at: now) { return .rejected(rejection) }

        var receipt = CommitReceipt()
        receipt.settlements = commit.settlements.map { queue.settle($0, at: now) }
        for append in commit.appends {
            if case .appended(let record) = log.append(append) { receipt.records.append(record) }
        }
        receipt.jobs = commit.jobs.map { queue.enqueue($0, at: now) }
        for write in commit.documents {
            if case .written(let record) = documents.write(write) { receipt.documents.append(record) }
        }
        receipts[commit.id] = receipt
        retention.append(commit.id, at: now)
        return .applied(receipt)
    }

    private func rejection(of commit: StageCommit, at now: Duration) -> CommitRejection? {
        var settled: Set<LeaseToken> = []
        for token in commit.holding where !queue.isHeld(token, at: now) { return .leaseLost(token) }
        for token in commit.settlements.map(\.token) {
            guard queue.isHeld(token, at: now), settled.insert(token).inserted else { return .leaseLost(token) }
        }
        var records: [DocumentID: StatusRecord] = [:]
        for append in commit.appends {
            let outcome = log.outcome(of: append, after: records)
            guard case .appended(let record) = outcome else { return .append(append.document, outcome) }
            records[append.document] = record
        }
        var written: [DocumentID: DocumentRecord] = [:]
        for write in commit.documents {
            let outcome = write.applied(to: written[write.document] ?? documents.records[write.document])
            guard case .written(let record) = outcome else { return .document(write.document, outcome) }
            written[write.document] = record
        }
        return nil
    }
}
