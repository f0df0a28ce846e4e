// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols
package import RAGCore
package import StatusModel

/// Every document's history and every tenant's feed: a pure state machine.
package struct StatusLog: Sendable {
    /// The documents.
    package var documents: [DocumentID: History] = [:]
    /// The tenants' feeds.
    package var feeds: [TenantID: Feed] = [:]

    package init() {}

    /// What is known of one document.
    package struct History: Sendable {
        /// The current record.
        package var record: StatusRecord
        /// The entries; the one of sequence n is at n - 1.
        package var entries: [StatusEntry<DocumentID>] = []
        /// The sequence that each append got.
        package var sequences: [EventID: Int] = [:]
        /// The newest fence of each job that wrote here.
        package var fences: [JobID: UInt64] = [:]
    }

    /// A tenant's entries in commit order.
    package struct Feed: Sendable {
        /// The position of the first entry that is kept.
        package var start = 0
        /// The kept entries.
        package var entries: [StatusEntry<DocumentID>] = []
        /// The position after the last entry.
        package var end: Int { start + entries.count }
    }
}

extension StatusLog {
    /// What would become of an append, after others that are not applied yet.
    ///
    /// - Parameters:
    ///   - append: The append.
    ///   - pending: Records as of appends before it in the same commit.
    /// - Returns: The outcome; nothing is changed.
    package func outcome(of append: StatusAppend, after pending: [DocumentID: StatusRecord] = [:]) -> AppendOutcome {
        let history = documents[append.document]
        if let history, let sequence = history.sequences[append.id] {
            let status = DocumentStatus.replaying(history.entries.prefix(sequence)) ?? history.record.status
            return .appended(StatusRecord(document: append.document, tenant: history.record.tenant, status: status))
        }
        if let token = append.token, let newest = history?.fences[token.job], token.fence < newest { return .fenced }
        return StatusRecord.applying(append, to: pending[append.document] ?? history?.record)
    }

    /// Adds an entry if it may be added.
    package mutating func append(_ append: StatusAppend) -> AppendOutcome {
        let outcome = outcome(of: append)
        guard case .appended(let record) = outcome, documents[append.document]?.sequences[append.id] == nil else {
            return outcome
        }
        let entry = StatusEntry(
            document: append.document, sequence: record.status.sequence, change: append.change, date: append.date)
        var history = documents.removeValue(forKey: append.document) ?? History(record: record)
        history.record = record
        history.entries.append(entry)
        history.sequences[append.id] = entry.sequence
        if let token = append.token { history.fences[token.job] = token.fence }
        documents[append.document] = history
        feeds[record.tenant, default: Feed()].entries.append(entry)
        return outcome
    }

    /// Reads a document's history.
    package func history(of document: DocumentID, after sequence: Int, limit: Int) -> [StatusEntry<DocumentID>] {
        Array((documents[document]?.entries ?? []).dropFirst(max(sequence, 0)).prefix(max(limit, 0)))
    }

    /// Reads a tenant's feed.
    package func changes(in tenant: TenantID, after cursor: FeedCursor?, limit: Int) -> ChangePage? {
        let feed = feeds[tenant] ?? Feed()
        guard let position = cursor.map({ Int($0.rawValue) }) ?? 0 else { return nil }
        guard position <= feed.end else { return nil }
        guard position >= feed.start else { return .expired(resumeAt: FeedCursor(rawValue: "\(feed.start)")) }
        let entries = feed.entries.dropFirst(position - feed.start).prefix(max(limit, 0))
        return .entries(Array(entries), next: FeedCursor(rawValue: "\(position + entries.count)"))
    }

    /// Lists records by document.
    ///
    /// - Complexity: O(n log n) for n documents.
    package func records(matching filter: StatusFilter, after document: DocumentID?, limit: Int) -> [StatusRecord] {
        let found = documents.values.lazy.map(\.record).filter { record in
            filter.matches(record) && (document.map { $0 < record.document } ?? true)
        }
        return Array(found.sorted { $0.document < $1.document }.prefix(max(limit, 0)))
    }

    /// Removes terminal documents that are older than a date; feeds begin after the last entry that is removed.
    ///
    /// - Complexity: O(n) for n documents and entries.
    package mutating func expire(before date: WallTime, limit: Int) -> Int {
        let ended = documents.values.filter { $0.record.status.phase.isTerminal && $0.record.status.updatedAt < date }
            .sorted {
                ($0.record.status.updatedAt, $0.record.document) < ($1.record.status.updatedAt, $1.record.document)
            }
            .prefix(max(limit, 0))
        let names = Set(ended.map(\.record.document))
        for tenant in Set(ended.map(\.record.tenant)) {
            guard var feed = feeds[tenant], let last = feed.entries.lastIndex(where: { names.contains($0.document) })
            else { continue }
            feed.entries.removeFirst(last + 1)
            feed.start += last + 1
            feeds[tenant] = feed
        }
        for name in names { documents[name] = nil }
        return names.count
    }
}
