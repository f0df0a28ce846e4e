// SPDX-License-Identifier: Apache-2.0
internal import PipelineInMemory
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// A worker of the simulation.
struct SimWorker {
    /// Counts lives, so that what a dead one began is not finished by the next.
    var life = 0
}

/// Who waits for the answer to a commit.
enum SimSender {
    case intake
    case start(worker: Int, life: Int, Lease)
    case end(worker: Int, life: Int)
}

extension SimWorld {
    private var wallTime: WallTime { WallTime(millisecondsSince1970: 0).advanced(by: now) }

    private func status(of document: DocumentID) -> DocumentStatus? { backend.log.documents[document]?.record.status }

    /// Appends for consecutive changes, with names that depend on the document and the place alone.
    private func appends(
        _ document: DocumentID, after sequence: Int, _ changes: [StatusChange?], token: LeaseToken? = nil
    ) -> [StatusAppend] {
        changes.enumerated().map { place, change in
            StatusAppend(
                document: document, expecting: sequence + place, change: change, token: token, date: wallTime)
        }
    }

    mutating func receive(_ document: DocumentID) {
        let isPoison = Self.poison.contains(document)
        let job = JobRequest(
            id: JobID("job of \(document)"), queue: "text", payload: Array(document.rawValue.utf8),
            maximumAttempts: 1_000, maximumCrashes: isPoison ? 3 : 1_000)
        send(
            StageCommit(
                id: CommitID("intake \(document)"),
                appends: appends(document, after: 0, [nil, .validationStarted, .accepted]), jobs: [job]), from: .intake)
    }

    mutating func wake(_ worker: Int) {
        schedule(.wake(worker: worker), in: .seconds(1 + generator.index(3)))
        guard let lease = backend.queue.lease(from: "text", upTo: 1, for: .seconds(30), at: now).first else { return }
        // A lost answer leaves a lease that nobody knows of; it lapses.
        guard !happens(faults.loss) else { return }
        let document = DocumentID(String(decoding: lease.job.payload, as: UTF8.self))
        guard !Self.poison.contains(document) else {
            workers[worker].life += 1
            return
        }
        guard let status = status(of: document), !status.phase.isTerminal else { return }
        let changes: [StatusChange] =
            status.phase == .queued
            ? [.classificationStarted, .classified(lanes: [.text], allowsPartialResult: false), .attemptStarted(.text)]
            : [.attemptStarted(.text)]
        let commit = StageCommit(
            id: CommitID("start \(lease.token.job) \(lease.token.fence)"), holding: [lease.token],
            appends: appends(document, after: status.sequence, changes, token: lease.token))
        send(commit, from: .start(worker: worker, life: workers[worker].life, lease))
    }

    mutating func finish(_ worker: Int, _ lease: Lease) {
        let document = DocumentID(String(decoding: lease.job.payload, as: UTF8.self))
        indexed.insert(document)
        guard let status = status(of: document) else { return }
        if policy.settlesFirst {
            _ = backend.queue.settle(Settlement(lease.token, .complete), at: now)
        }
        if happens(faults.crash) {
            workers[worker].life += 1
            return
        }
        let commit = StageCommit(
            id: CommitID("end \(lease.token.job) \(lease.token.fence)"),
            settlements: policy.settlesFirst ? [] : [Settlement(lease.token, .complete)],
            appends: appends(document, after: status.sequence, [.laneFinished(.text), .published], token: lease.token))
        send(commit, from: .end(worker: worker, life: workers[worker].life))
    }

    mutating func send(_ commit: StageCommit, from sender: SimSender) {
        pending[commit.id] = sender
        transmit(commit)
    }

    private mutating func transmit(_ commit: StageCommit) {
        if !happens(faults.loss) { schedule(.request(commit), in: latency()) }
        if happens(faults.duplication) { schedule(.request(commit), in: latency()) }
        schedule(.timeout(commit), in: .seconds(5))
    }

    mutating func resend(_ commit: StageCommit) {
        guard pending[commit.id] != nil else { return }
        transmit(commit)
    }

    mutating func deliver(_ commit: StageCommit) {
        guard !happens(faults.fullDisk) else {
            schedule(.reply(commit.id, nil), in: latency())
            return
        }
        let outcome = backend.commit(commit, at: now)
        if case .applied = outcome { announce(commit) }
        if !happens(faults.loss) { schedule(.reply(commit.id, outcome), in: latency()) }
    }

    mutating func reply(_ id: CommitID, _ outcome: CommitOutcome?) {
        // Without an outcome the disk was full, and the timeout sends the commit again.
        guard let outcome, let sender = pending.removeValue(forKey: id) else { return }
        guard case .start(let worker, let life, let lease) = sender, case .applied = outcome else { return }
        guard workers[worker].life == life else { return }
        guard !happens(faults.crash) else {
            workers[worker].life += 1
            return
        }
        // A worker whose clock is slow goes on long after its lease has ended.
        let work: Duration = happens(faults.skew) ? .seconds(300) : .seconds(1 + generator.index(20))
        schedule(.workDone(worker: worker, lease), in: work)
    }
}
