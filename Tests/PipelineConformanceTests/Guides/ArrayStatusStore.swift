// SPDX-License-Identifier: Apache-2.0
import PipelineProtocols
import RAGCore
import StatusModel

/// A status store in one array: an append is one step, so the order of the array is the order of commits.
actor ArrayStatusStore: StatusStore {
    private var records: [DocumentID: StatusRecord] = [:]
    private var fences: [LeaseToken.Holder: UInt64] = [:]
    private var feed: [Line] = []
    /// Places below this one in the feed of a tenant are not complete any more.
    private var horizons: [TenantID: Int] = [:]
    private var nextPlace = 0

    private struct Line {
        var place: Int
        var tenant: TenantID
        var event: EventID
        var entry: StatusEntry<DocumentID>
    }

    func append(_ append: StatusAppend) throws(PipelineError) -> AppendOutcome {
        let current = records[append.document]
        // S8: an append that is known answers as it did.
        if let known = feed.first(where: { $0.entry.document == append.document && $0.event == append.id }),
            var record = current, let status = DocumentStatus.replaying(entries(of: append.document, upTo: known))
        {
            record.status = status
            return .appended(record)
        }
        // S2: a worker whose lease was taken over is refused.
        let holder = append.token.map { LeaseToken.Holder(job: $0.job, document: append.document) }
        if let holder, let token = append.token, token.fence < fences[holder, default: 0] { return .fenced }
        // S1, S2 and S6: the sequence is compared, the state machine asked.
        let outcome = StatusRecord.applying(append, to: current)
        guard case .appended(let record) = outcome else { return outcome }
        records[append.document] = record
        if let holder, let token = append.token { fences[holder] = token.fence }
        // S4: the place is taken in the same step that makes the entry visible.
        nextPlace += 1
        let entry = StatusEntry(
            document: append.document, sequence: record.status.sequence, change: append.change, date: append.date)
        feed.append(Line(place: nextPlace, tenant: record.tenant, event: append.id, entry: entry))
        return outcome
    }

    func statuses(of documents: [DocumentID]) throws(PipelineError) -> [DocumentID: StatusRecord] {
        records.filter { documents.contains($0.key) }
    }

    func history(
        of document: DocumentID, after sequence: Int, limit: Int
    ) throws(PipelineError) -> [StatusEntry<DocumentID>] {
        let entries = feed.map(\.entry).filter { $0.document == document && $0.sequence > sequence }
        return Array(entries.prefix(limit))
    }

    func changes(in tenant: TenantID, after cursor: FeedCursor?, limit: Int) throws(PipelineError) -> ChangePage {
        guard let place = cursor.map({ Int($0.rawValue) }) ?? 0 else {
            throw PipelineError(.invalidArgument, "the cursor is none of this store")
        }
        // S5: what was removed is said, never skipped.
        let horizon = horizons[tenant, default: 0]
        guard place >= horizon else { return .expired(resumeAt: FeedCursor(rawValue: "\(horizon)")) }
        let page = feed.lazy.filter { $0.tenant == tenant && $0.place > place }.prefix(limit)
        return .entries(page.map(\.entry), next: FeedCursor(rawValue: "\(page.map(\.place).last ?? place)"))
    }

    func records(
        matching filter: StatusFilter, after document: DocumentID?, limit: Int
    ) throws(PipelineError) -> [StatusRecord] {
        let found = records.values.filter { record in
            filter.matches(record) && (document.map { $0 < record.document } ?? true)
        }
        return Array(found.sorted { $0.document < $1.document }.prefix(limit))
    }

    func expire(before date: WallTime, limit: Int) throws(PipelineError) -> Int {
        // S7: only what has ended.
        let old = records.values.filter { $0.status.phase.isTerminal && $0.status.updatedAt < date }
            .sorted { $0.status.updatedAt < $1.status.updatedAt }.prefix(limit)
        for record in old {
            let last = feed.last { $0.entry.document == record.document }
            horizons[record.tenant] = max(horizons[record.tenant, default: 0], last?.place ?? 0)
            feed.removeAll { $0.entry.document == record.document }
            fences = fences.filter { $0.key.document != record.document }
            records[record.document] = nil
        }
        return old.count
    }

    private func entries(of document: DocumentID, upTo line: Line) -> [StatusEntry<DocumentID>] {
        feed.filter { $0.entry.document == document && $0.place <= line.place }.map(\.entry)
    }
}

extension LeaseToken {
    /// A job at a document, which remembers the newest fence that wrote there.
    fileprivate struct Holder: Hashable {
        var job: JobID
        var document: DocumentID
    }
}
