// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols
internal import StatusModel

/// The applied commits in the file, within one transaction.
struct CommitTable {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// Applies a commit; the transaction of one that is rejected must be rolled back.
    func apply(_ commit: StageCommit, at now: Duration, wallTime: WallTime) throws -> CommitOutcome {
        let stored = try String.fetchOne(
            database.cachedStatement(sql: "SELECT receipt FROM stageCommit WHERE id = ?"),
            arguments: [commit.id.rawValue])
        if let stored { return .applied(try Stored.value(CommitReceipt.self, from: stored)) }
        do {
            let receipt = try applyParts(of: commit, at: now, wallTime: wallTime)
            try database.cachedStatement(sql: "INSERT INTO stageCommit VALUES (?, ?, ?)").execute(arguments: [
                commit.id.rawValue, try Stored.text(receipt), wallTime.millisecondsSince1970,
            ])
            return .applied(receipt)
        } catch let refusal as Refusal {
            return .rejected(refusal.rejection)
        }
    }

    private struct Refusal: Error {
        var rejection: CommitRejection
    }

    private func applyParts(of commit: StageCommit, at now: Duration, wallTime: WallTime) throws -> CommitReceipt {
        let jobs = JobTable(database)
        var receipt = CommitReceipt()
        for token in commit.holding where try !jobs.isHeld(token, at: now) {
            throw Refusal(rejection: .leaseLost(token))
        }
        receipt.settlements = try jobs.settle(commit.settlements, at: now, wallTime: wallTime)
        if let lost = receipt.settlements.firstIndex(of: .lost) {
            throw Refusal(rejection: .leaseLost(commit.settlements[lost].token))
        }
        for append in commit.appends {
            let outcome = try StatusTable(database).append(append)
            guard case .appended(let record) = outcome else {
                throw Refusal(rejection: .append(append.document, outcome))
            }
            receipt.records.append(record)
        }
        for queue in Set(commit.jobs.map(\.queue)) { try jobs.settleLapsed(in: queue, at: now) }
        receipt.jobs = try jobs.enqueue(commit.jobs, at: now)
        for write in commit.documents {
            let outcome = try DocumentTable(database).write(write)
            guard case .written(let record) = outcome else {
                throw Refusal(rejection: .document(write.document, outcome))
            }
            receipt.documents.append(record)
        }
        return receipt
    }
}
#endif
