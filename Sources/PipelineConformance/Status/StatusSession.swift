// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// One run of commands against one fresh status store.
struct StatusSession<Store: StatusStore> {
    private let kit: StatusStoreKit<Store>
    private let context: AdapterContext
    private var store: Store
    private var oracle = StatusOracle()
    private var readers = [FeedReader](repeating: FeedReader(), count: StatusCommand.readers)
    private var history: [String] = []

    init(kit: StatusStoreKit<Store>, seed: UInt64) async throws(Violation) {
        let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("status", seed: seed))
        let store = try await open { try await kit.make(context) }
        self.kit = kit
        self.context = context
        self.store = store
    }

    mutating func run(_ commands: [StatusCommand]) async throws(Violation) {
        do {
            for command in commands { try await perform(command) }
            for document in StatusCommand.documents {
                try await perform(.read(document))
                try await perform(.history(document, after: 0, limit: 10_000))
            }
            for reader in readers.indices { try await perform(.follow(reader: reader, limit: 10_000)) }
        } catch let violation as Violation {
            throw Violation(violation.law, violation.message, history: history)
        } catch {
            throw Violation(.g1, "a call failed: \(error)", history: history)
        }
    }

    private mutating func perform(_ command: StatusCommand) async throws {
        switch command {
        case .append(let document, let change, let offset, let fence, let id):
            let expecting = max((oracle.records[document]?.status.sequence ?? 0) + offset, 0)
            let append = StatusAppend(
                id: id, document: document, tenant: StatusCommand.tenant(of: document), expecting: expecting,
                change: change, token: fence == 0 ? nil : LeaseToken(job: "job", fence: fence),
                date: context.clock.wallTime)
            let outcome = try await store.append(append)
            history.append("append \(append.line) -> \(outcome.line)")
            try oracle.checkAppend(append, outcome)
            try await checkRead(document)
        case .appendAgain(let pick): try await appendAgain(pick)
        case .read(let document): try await checkRead(document)
        case .history(let document, let sequence, let limit):
            let entries = try await store.history(of: document, after: sequence, limit: limit)
            history.append("history of \(document) after \(sequence) -> \(entries.map(\.sequence))")
            let expected = Array(oracle.histories[document, default: []].dropFirst(sequence).prefix(limit))
            guard entries == expected else {
                throw Violation(.s1, "the history is \(entries.map(\.sequence)), not \(expected.map(\.sequence))")
            }
        case .follow(let reader, let limit): try await follow(reader, limit: limit)
        case .rewind(let reader):
            history.append("reader \(reader) begins again")
            readers[reader] = FeedReader()
        case .list(let filter, let limit): try await checkList(filter, limit: limit)
        case .expire(let age, let limit): try await expire(minimumAge: age, limit: limit)
        case .advance(let seconds):
            history.append("advance by \(seconds) s")
            context.clock.advance(by: .seconds(seconds))
        case .restart:
            history.append("restart")
            store = try await kit.make(context)
        }
    }

    private mutating func appendAgain(_ pick: Int) async throws {
        guard !oracle.applied.isEmpty else { return }
        let (append, record) = oracle.applied[pick % oracle.applied.count]
        let outcome = try await store.append(append)
        history.append("append again \(append.line) -> \(outcome.line)")
        guard outcome == .appended(record) else {
            throw Violation(
                .s8, "the repeated append answered \(outcome.line), not \(AppendOutcome.appended(record).line)")
        }
        let entries = try await store.history(of: append.document, after: 0, limit: 10_000)
        guard entries.count == oracle.histories[append.document]?.count else {
            throw Violation(.s8, "repeating an append made \(entries.count) entries")
        }
    }

    private func checkRead(_ document: DocumentID) async throws {
        let record = try await store.statuses(of: [document])[document]
        guard record == oracle.records[document] else {
            throw Violation(
                .s3,
                "\(document) reads as \(record?.status.line ?? "nothing"), not as "
                    + "\(oracle.records[document]?.status.line ?? "nothing")")
        }
    }

    private mutating func checkList(_ filter: StatusFilter, limit: Int) async throws {
        var found: [StatusRecord] = []
        while true {
            let page = try await store.records(matching: filter, after: found.last?.document, limit: limit)
            found += page
            guard page.count == limit, found.count <= oracle.records.count else { break }
        }
        history.append("list by \(limit) -> \(found.map(\.document))")
        let expected = oracle.records.values.filter(filter.matches).sorted { $0.document < $1.document }
        guard found == expected else {
            throw Violation(.s3, "the list is \(found.map(\.document)), not \(expected.map(\.document))")
        }
    }

    private mutating func expire(minimumAge: Int, limit: Int) async throws {
        let date = context.clock.wallTime.advanced(by: .seconds(-minimumAge))
        let count = try await store.expire(before: date, limit: limit)
        let present = try await store.statuses(of: StatusCommand.documents)
        history.append("expire what is older than \(minimumAge) s, at most \(limit) -> \(count)")
        try oracle.checkExpire(before: date, limit: limit, removed: count, present: Set(present.keys))
    }

    private mutating func follow(_ number: Int, limit: Int) async throws {
        let page = try await store.changes(in: "main", after: readers[number].cursor, limit: limit)
        let feed = oracle.feeds["main", default: []]
        history.append("reader \(number) follows up to \(limit) -> \(page.line)")
        try readers[number].take(page, limit: limit, feed: feed, horizon: oracle.horizons["main", default: 0])
    }
}

extension StatusAppend {
    /// The append as a history shows it.
    fileprivate var line: String {
        "\(id) to \(document) expecting \(expecting): \(change.map { $0.kind.rawValue } ?? "receipt")"
            + (token.map { " fence \($0.fence)" } ?? "")
    }
}

extension DocumentStatus {
    fileprivate var line: String { "\(sequence) \(phase.rawValue)" }
}

extension ChangePage {
    fileprivate var line: String {
        switch self {
        case .entries(let entries, _): "\(entries.map { "\($0.document)/\($0.sequence)" })"
        case .expired: "expired"
        }
    }
}
