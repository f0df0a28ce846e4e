// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// What the laws allow a status store to answer, given all appends so far.
struct StatusOracle {
    var records: [DocumentID: StatusRecord] = [:]
    var histories: [DocumentID: [StatusEntry<DocumentID>]] = [:]
    /// Every tenant's entries in commit order, removed ones included.
    var feeds: [TenantID: [StatusEntry<DocumentID>]] = [:]
    /// The number of entries at the front of a feed of which some were removed.
    var horizons: [TenantID: Int] = [:]
    var fences: [DocumentID: UInt64] = [:]
    /// Every append that was applied, with its answer.
    var applied: [(append: StatusAppend, record: StatusRecord)] = []

    /// The outcome that the laws demand of an append that is made for the first time.
    func expectedOutcome(of append: StatusAppend) -> AppendOutcome {
        if let token = append.token, token.fence < fences[append.document, default: 0] { return .fenced }
        return StatusRecord.applying(append, to: records[append.document])
    }

    mutating func checkAppend(_ append: StatusAppend, _ outcome: AppendOutcome) throws(Violation) {
        let expected = expectedOutcome(of: append)
        guard outcome.agrees(with: expected) else {
            throw Violation(law(of: expected, append), "the append answered \(outcome.line), not \(expected.line)")
        }
        guard case .appended(let record) = expected else { return }
        let entry = StatusEntry(
            document: append.document, sequence: record.status.sequence, change: append.change, date: append.date)
        records[append.document] = record
        histories[append.document, default: []].append(entry)
        feeds[record.tenant, default: []].append(entry)
        if let token = append.token { fences[append.document] = token.fence }
        applied.append((append, record))
    }

    /// The law that a wrong answer breaks.
    private func law(of expected: AppendOutcome, _ append: StatusAppend) -> Law {
        switch expected {
        case .appended, .conflict: .s1
        case .fenced: .s2
        case .illegal: records[append.document]?.status.phase.isTerminal == true ? .s6 : .s2
        }
    }

    /// Checks that retention removed exactly what it may, given what is still there.
    mutating func checkExpire(
        before date: WallTime, limit: Int, removed count: Int, present: Set<DocumentID>
    ) throws(Violation) {
        for (document, record) in records where !present.contains(document) {
            guard record.status.phase.isTerminal else {
                throw Violation(.s7, "retention removed \(document), which is \(record.status.phase.rawValue)")
            }
            guard record.status.updatedAt < date else {
                throw Violation(.s7, "retention removed \(document), which ended too recently")
            }
        }
        let old = records.values.filter { $0.status.phase.isTerminal && $0.status.updatedAt < date }.count
        let gone = records.keys.filter { !present.contains($0) }
        guard gone.count == min(old, limit), count == gone.count else {
            throw Violation(
                .s7, "of \(old) documents that may go, at most \(limit), \(gone.count) went and \(count) were reported")
        }
        for document in gone {
            guard let tenant = records[document]?.tenant, let feed = feeds[tenant] else { continue }
            if let last = feed.lastIndex(where: { $0.document == document }) {
                horizons[tenant] = max(horizons[tenant, default: 0], last + 1)
            }
            records[document] = nil
            histories[document] = nil
            fences[document] = nil
            applied.removeAll { $0.append.document == document }
        }
    }
}

extension AppendOutcome {
    /// Whether two outcomes are the same as far as the laws say; the wording of a refusal is free.
    fileprivate func agrees(with other: AppendOutcome) -> Bool {
        switch (self, other) {
        case (.illegal, .illegal): true
        default: self == other
        }
    }

    /// The outcome as a history shows it.
    var line: String {
        switch self {
        case .appended(let record): "appended \(record.status.sequence) \(record.status.phase.rawValue)"
        case .conflict(let current): "conflict with \(current.map { "\($0.status.sequence)" } ?? "nothing")"
        case .fenced: "fenced"
        case .illegal(let reason): "illegal (\(reason))"
        }
    }
}
