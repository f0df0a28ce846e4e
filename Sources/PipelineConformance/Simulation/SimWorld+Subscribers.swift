// SPDX-License-Identifier: Apache-2.0
internal import PipelineInMemory
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// A subscriber of the simulation.
struct SimSubscriber {
    var feed = StatusFeed<DocumentID, FeedCursor>(resumingFrom: FeedCursor(rawValue: "0"))
}

extension SimWorld {
    /// Rings for every subscriber; a ring may be lost, and carries an entry only for those that trust it.
    mutating func announce(_ commit: StageCommit) {
        for subscriber in subscribers.indices where !happens(faults.lostRing) {
            guard policy.trustsRings else {
                schedule(.ring(subscriber: subscriber, nil), in: latency())
                continue
            }
            for append in commit.appends {
                guard let sequence = backend.log.documents[append.document]?.sequences[append.id],
                    let entry = backend.log.history(of: append.document, after: sequence - 1, limit: 1).first
                else { continue }
                schedule(.ring(subscriber: subscriber, entry), in: latency())
            }
        }
    }

    mutating func ring(_ number: Int, _ entry: StatusEntry<DocumentID>?) {
        guard let entry else {
            poll(number, again: false)
            return
        }
        let cursor = subscribers[number].feed.cursor ?? FeedCursor(rawValue: "0")
        _ = subscribers[number].feed.receive(.entries([entry], cursor: cursor))
    }

    mutating func poll(_ number: Int, again: Bool) {
        if again { schedule(.poll(subscriber: number), in: .seconds(5)) }
        guard !policy.trustsRings else { return }
        guard !happens(faults.loss) else {
            take(.connected, by: number)
            return
        }
        switch backend.log.changes(in: "", after: subscribers[number].feed.cursor, limit: 5) {
        case .entries(var entries, let next):
            // A push may shuffle and repeat what it carries.
            if happens(faults.duplication) { entries += entries }
            if happens(faults.delay) { entries.shuffle(using: &generator) }
            take(.entries(entries, cursor: next), by: number)
        case .expired, nil: take(.lagged, by: number)
        }
    }

    private mutating func take(_ message: StatusFeed<DocumentID, FeedCursor>.Message, by number: Int) {
        for effect in subscribers[number].feed.receive(message) {
            switch effect {
            case .changed: break
            case .requestHistory(let document, let sequence):
                guard !happens(faults.loss) else { continue }
                take(.history(document, backend.log.history(of: document, after: sequence, limit: 3)), by: number)
            case .requestSnapshot:
                let records = backend.log.documents.mapValues(\.record.status)
                let end = FeedCursor(rawValue: "\(backend.log.feeds[""]?.end ?? 0)")
                take(.snapshot(records, cursor: end), by: number)
            }
        }
    }

    /// What is wrong when all is quiet.
    func violations() -> [Violation] {
        var found: [Violation] = []
        for number in 0..<Self.documentCount {
            let document = DocumentID("document \(number)")
            let status = backend.log.documents[document]?.record.status
            if Self.poison.contains(document) {
                let job = backend.queue.jobs[JobID("job of \(document)")]
                guard case .dead(let failure)? = job?.state, failure.category == .poison, job?.crashes == 3 else {
                    found.append(Violation(.q6, "the poison job of \(document) is \(job.map { "\($0)" } ?? "gone")"))
                    continue
                }
            } else if status?.phase != .completed || !indexed.contains(document) {
                found.append(Violation(.q1, "\(document) ended as \(status.map { "\($0.phase)" } ?? "nothing")"))
            }
            let entries = backend.log.documents[document]?.entries ?? []
            let publications = entries.filter { $0.change == .published }.count
            if publications > 1 { found.append(Violation(.b1, "\(document) was published \(publications) times")) }
            if DocumentStatus.replaying(entries) != status {
                found.append(Violation(.s2, "the history of \(document) does not explain its status"))
            }
            for (number, subscriber) in subscribers.enumerated() where subscriber.feed.statuses[document] != status {
                let known = subscriber.feed.statuses[document]?.sequence ?? 0
                found.append(
                    Violation(
                        .n2, "subscriber \(number) knows \(known) of \(status?.sequence ?? 0) changes of \(document)"))
            }
        }
        return found
    }
}
