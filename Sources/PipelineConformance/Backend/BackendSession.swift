// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// One scenario against one fresh backend.
struct BackendSession<Backend: PipelineBackend & QueueAdministration> {
    let backend: Backend
    let clock: ManualClock

    /// All that readers can see of what the scenarios touch.
    struct View: Equatable {
        var queue: QueueStatistics
        var next: QueueStatistics
        var records: [DocumentID: StatusRecord]
        var feed: ChangePage
        var document: DocumentRecord?
    }

    func view() async throws -> View {
        var queue = try await backend.statistics(of: "stage")
        var next = try await backend.statistics(of: "next")
        queue.oldestReadyAge = .zero
        next.oldestReadyAge = .zero
        return View(
            queue: queue, next: next, records: try await backend.statuses(of: ["doc", "twin"]),
            feed: try await backend.changes(in: "", after: nil, limit: 1_000),
            document: try await backend.document("doc"))
    }

    /// Two received documents with records, and a lease on a job.
    func prepare() async throws -> LeaseToken {
        for document in ["doc", "twin"] as [DocumentID] {
            _ = try await backend.append(
                StatusAppend(document: document, expecting: 0, change: nil, date: clock.wallTime))
        }
        _ = try await backend.write(
            .upsert(DocumentRecord(id: "doc", tenant: "", contentDigest: "digest"), expecting: 0))
        _ = try await backend.enqueue([JobRequest(id: "job", queue: "stage", deduplicationKey: "key")])
        guard let lease = try await backend.lease(from: "stage", upTo: 1, for: .seconds(30)).first else {
            throw Violation(.q1, "an enqueued job was not delivered")
        }
        return lease.token
    }

    /// A commit that touches everything: it settles, appends to two histories, enqueues and publishes.
    func commit(_ token: LeaseToken, id: CommitID = "commit") -> StageCommit {
        StageCommit(
            id: id, settlements: [Settlement(token, .complete)],
            appends: [append("doc", .validationStarted), append("twin", .validationStarted)],
            jobs: [JobRequest(id: "next", queue: "next")], documents: [.publish("doc", generation: 1, expecting: 1)])
    }

    func append(_ document: DocumentID, _ change: StatusChange, expecting: Int = 1) -> StatusAppend {
        StatusAppend(
            id: EventID("\(document) \(change.kind) \(expecting)"), document: document, expecting: expecting,
            change: change, date: clock.wallTime)
    }

    func run(_ scenario: BackendScenario) async throws {
        let token = try await prepare()
        var commit = commit(token)
        switch scenario {
        case .appliesAll: try await checkApplied(commit)
        case .repeatsNothing: try await checkRepetition(commit)
        case .refusesLapsedLease:
            clock.advance(by: .seconds(30) + backend.capabilities.grace)
            try await checkRefused(commit, by: .b3)
        case .refusesStolenLease:
            clock.advance(by: .seconds(30) + backend.capabilities.grace)
            guard try await backend.lease(from: "stage", upTo: 1, for: .seconds(30)).count == 1 else {
                throw Violation(.q4, "a lapsed job was not delivered again")
            }
            try await checkRefused(commit, by: .b3)
        case .refusesUnheldLease:
            commit.settlements = []
            commit.holding = [LeaseToken(job: "job", fence: token.fence + 1)]
            try await checkRefused(commit, by: .b3)
        case .refusesIllegalChange:
            commit.appends.append(append("twin", .published, expecting: 2))
            try await checkRefused(commit, by: .b1)
        case .refusesConflict:
            commit.appends.append(append("twin", .accepted, expecting: 7))
            try await checkRefused(commit, by: .b1)
        case .refusesDocumentConflict:
            commit.documents.append(.publish("doc", generation: 2, expecting: 9))
            try await checkRefused(commit, by: .b1)
        case .refusesLargePayload: try await checkLargePayload(commit)
        case .retriesRejected:
            var wrong = commit
            wrong.appends.append(append("twin", .published, expecting: 2))
            try await checkRefused(wrong, by: .b1)
            try await checkApplied(commit)
        case .chainsKey:
            commit.jobs = [JobRequest(id: "heir", queue: "stage", deduplicationKey: "key")]
            guard case .applied(let receipt) = try await backend.commit(commit), receipt.jobs == [.accepted("heir")]
            else {
                throw Violation(.q5, "a job could not hand its key to the job that follows it")
            }
        case .racingCommits: try await raceCommits(token)
        case .racingReaders: try await raceReaders(token)
        }
    }

    func checkApplied(_ commit: StageCommit) async throws {
        let outcome = try await backend.commit(commit)
        guard case .applied(let receipt) = outcome else {
            throw Violation(.b1, "a commit that nothing stands against answered \(outcome)")
        }
        let view = try await view()
        guard receipt.settlements == [.settled], receipt.jobs == [.accepted("next")],
            receipt.records.map(\.status.sequence) == [2, 2], receipt.documents.map(\.generation) == [1]
        else { throw Violation(.b1, "the receipt of a commit leaves something out: \(receipt)") }
        guard view.queue == QueueStatistics(), view.next == QueueStatistics(ready: 1),
            view.records.values.map(\.status.sequence) == [2, 2], view.document?.generation == 1
        else { throw Violation(.b1, "a part of an applied commit is not there: \(view)") }
    }

    private func checkRepetition(_ commit: StageCommit) async throws {
        let first = try await backend.commit(commit)
        let before = try await view()
        clock.advance(by: .seconds(60))
        let second = try await backend.commit(commit)
        guard first == second else { throw Violation(.b2, "the repeated commit answered \(second), not \(first)") }
        guard try await view() == before else { throw Violation(.b2, "the repeated commit changed something") }
    }

    private func checkRefused(_ commit: StageCommit, by law: Law) async throws {
        let before = try await view()
        let outcome = try await backend.commit(commit)
        guard case .rejected = outcome else { throw Violation(law, "a commit that must be refused was applied") }
        let after = try await view()
        guard after == before else { throw Violation(law, "a refused commit changed \(before) to \(after)") }
    }

    private func checkLargePayload(_ commit: StageCommit) async throws {
        var commit = commit
        let size = backend.capabilities.maximumPayloadBytes + 1
        commit.jobs.append(JobRequest(queue: "next", payload: [UInt8](repeating: 0, count: size)))
        let before = try await view()
        do throws(PipelineError) {
            _ = try await backend.commit(commit)
        } catch {
            guard error.code == .payloadTooLarge else {
                throw Violation(.q12, "a payload above the limit failed as \(error)")
            }
            guard try await view() == before else {
                throw Violation(.b1, "a commit with a large payload changed something")
            }
            return
        }
        throw Violation(.q12, "a payload above the limit was committed")
    }

    /// Eight commits of different names settle one lease: one applies.
    private func raceCommits(_ token: LeaseToken) async throws {
        let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
            for client in 0..<8 {
                var commit = StageCommit(id: CommitID("client \(client)"), settlements: [Settlement(token, .complete)])
                commit.jobs = [JobRequest(id: JobID("job of \(client)"), queue: "next")]
                let backend = backend
                group.addTask { [commit] in try await backend.commit(commit) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let applied = outcomes.filter { if case .applied = $0 { true } else { false } }.count
        let ready = try await backend.statistics(of: "next").ready
        guard (applied, ready) == (1, 1) else {
            throw Violation(.b3, "of 8 commits that settle one lease \(applied) applied, with \(ready) jobs")
        }
    }

    /// Readers that read two documents at once see both changes of a commit or none.
    private func raceReaders(_ token: LeaseToken) async throws {
        let backend = backend
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<30 {
                    let change: StatusChange = number.isMultiple(of: 2) ? .paused : .resumed
                    let appends = (["doc", "twin"] as [DocumentID]).map { append($0, change, expecting: number + 1) }
                    _ = try await backend.commit(StageCommit(holding: [token], appends: appends))
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    var newest = 0
                    var reads = 0
                    while newest < 31, reads < 20_000 {
                        let records = try await backend.statuses(of: ["doc", "twin"])
                        let sequences = Set(records.values.map(\.status.sequence))
                        guard sequences.count == 1, let sequence = sequences.first else {
                            throw Violation(.b1, "a reader saw one half of a commit: \(sequences.sorted())")
                        }
                        newest = sequence
                        reads += 1
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
