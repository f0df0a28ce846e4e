// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import RAGCore
import StatusModel
import Synchronization

/// Appends whatever the author believed the history to be.
struct LastWriterWins: ForwardingBackend {
    let base: InMemoryBackend
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        var append = append
        append.expecting = base.withState { $0.log.documents[append.document]?.record.status.sequence ?? 0 }
        return try await base.append(append)
    }
}

/// Believes its callers that a change is legal.
struct TrustsItsCallers: ForwardingBackend {
    let base: InMemoryBackend
    /// Whether it does so only where the document has ended.
    var onlyTerminal = false
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        let outcome = try await base.append(append)
        guard case .illegal = outcome, let record = try await base.statuses(of: [append.document])[append.document],
            record.status.phase.isTerminal == onlyTerminal
        else { return outcome }
        return .appended(record)
    }
}

/// Does not look at who writes.
struct IgnoresStaleWriters: ForwardingBackend {
    let base: InMemoryBackend
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        var append = append
        append.token = nil
        return try await base.append(append)
    }
}

/// Reads from a replica that is one change behind.
struct ReadsAReplica: ForwardingBackend {
    let base: InMemoryBackend
    func statuses(of documents: [DocumentID]) async throws(PipelineError) -> [DocumentID: StatusRecord] {
        let current = try await base.statuses(of: documents)
        return base.withState { state in
            current.mapValues { record in
                var record = record
                let entries = state.log.documents[record.document]?.entries.dropLast() ?? []
                record.status = DocumentStatus.replaying(entries) ?? record.status
                return record
            }
        }
    }
}

/// Takes every append for a new one.
struct RepeatsAppends: ForwardingBackend {
    let base: InMemoryBackend
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        var append = append
        append.id = .random()
        return try await base.append(append)
    }
}

/// Removes documents by age alone.
struct ExpiresTheLiving: ForwardingBackend {
    let base: InMemoryBackend
    func expire(before date: WallTime, limit: Int) async throws(PipelineError) -> Int {
        base.withState { state in
            let old = state.log.documents.filter { $0.value.record.status.updatedAt < date }.keys.sorted().prefix(limit)
            for document in old { state.log.documents[document] = nil }
            return old.count
        }
    }
}

/// Goes on after an old cursor as if nothing had been removed.
struct SkipsSilently: ForwardingBackend {
    let base: InMemoryBackend
    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        let page = try await base.changes(in: tenant, after: cursor, limit: limit)
        guard case .expired(let resumeAt) = page else { return page }
        return try await base.changes(in: tenant, after: resumeAt, limit: limit)
    }
}

/// Says that cursors are too old when they are not.
struct ForgetsCursors: ForwardingBackend {
    let base: InMemoryBackend
    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        let page = try await base.changes(in: tenant, after: cursor, limit: limit)
        guard case .entries(_, let next) = page, cursor != nil else { return page }
        return .expired(resumeAt: next)
    }
}

/// Repeats the last entry of a page at the start of the next.
struct RepeatsEntries: ForwardingBackend {
    let base: InMemoryBackend
    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        let page = try await base.changes(in: tenant, after: cursor, limit: limit)
        guard case .entries(let entries, let next) = page, entries.count > 1, let place = Int(next.rawValue) else {
            return page
        }
        return .entries(entries, next: FeedCursor(rawValue: "\(place - 1)"))
    }
}

/// Orders the feed by document and not by commit.
struct OrdersByDocument: ForwardingBackend {
    let base: InMemoryBackend
    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        let page = try await base.changes(in: tenant, after: cursor, limit: limit)
        guard case .entries(let entries, let next) = page else { return page }
        return .entries(entries.sorted { ($0.document, $0.sequence) < ($1.document, $1.sequence) }, next: next)
    }
}

/// Hands out feed positions before commit, so that a reader passes a position that is filled later.
final class NumbersBeforeCommit: ForwardingBackend {
    let base: InMemoryBackend
    private let feed = Mutex<(next: Int, visible: [Int: StatusEntry<DocumentID>])>((0, [:]))
    init(base: InMemoryBackend) { self.base = base }

    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        let outcome = try await base.append(append)
        guard case .appended(let record) = outcome else { return outcome }
        let number = feed.withLock { feed in
            feed.next += 1
            return feed.next
        }
        for _ in 0..<(number % 5) { await Task.yield() }
        let entry = StatusEntry(
            document: append.document, sequence: record.status.sequence, change: append.change, date: append.date)
        feed.withLock { feed in feed.visible[number] = entry }
        return outcome
    }

    func changes(
        in tenant: TenantID, after cursor: FeedCursor?, limit: Int
    ) async throws(PipelineError) -> ChangePage {
        let place = cursor.flatMap { Int($0.rawValue) } ?? 0
        let page = feed.withLock { feed in
            feed.visible.filter { $0.key > place && $0.value.document.rawValue.hasPrefix(tenant.rawValue) }
                .sorted { $0.key < $1.key }.prefix(limit)
        }
        return .entries(page.map(\.value), next: FeedCursor(rawValue: "\(page.last?.key ?? place)"))
    }
}

/// Compares and sets in two steps.
struct ComparesThenSets: ForwardingBackend {
    let base: InMemoryBackend
    func append(_ append: StatusAppend) async throws(PipelineError) -> AppendOutcome {
        let outcome = base.withState { $0.log.outcome(of: append) }
        await Task.yield()
        guard case .appended = outcome else { return outcome }
        _ = try await base.append(append)
        return outcome
    }
}
