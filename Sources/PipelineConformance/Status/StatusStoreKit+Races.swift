// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel
internal import Synchronization

extension StatusStoreKit {
    /// Lets writers race while readers follow, and returns the first broken law.
    func raceViolation(seed: UInt64) async -> Violation? {
        let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("status-race", seed: seed))
        do {
            let store = try await make(context)
            for round in 0..<3 { try await race(store, tenant: TenantID("race \(round)"), context.clock.wallTime) }
            return nil
        } catch let violation as Violation {
            return Violation(violation.law, violation.message, history: ["races of 6 writers and 2 readers"])
        } catch {
            return Violation(.g1, "a call failed in a race: \(error)")
        }
    }

    private func race(_ store: Store, tenant: TenantID, _ date: WallTime) async throws {
        let documents = (0..<3).map { DocumentID("\(tenant) \($0)") }
        let goal = 20
        for document in documents {
            _ = try await store.append(
                StatusAppend(document: document, tenant: tenant, expecting: 0, change: nil, date: date))
        }
        let recorder = HistoryRecorder<CompareAndSet>()
        let pages = try await withThrowingTaskGroup(of: [StatusEntry<DocumentID>].self) { group in
            for writer in 0..<6 {
                group.addTask {
                    try await write(store, documents[writer % 3], until: goal, date, recorder)
                    return []
                }
            }
            for _ in 0..<2 {
                group.addTask { try await follow(store, tenant, until: documents.count * goal) }
            }
            return try await group.reduce(into: [[StatusEntry<DocumentID>]]()) { if !$1.isEmpty { $0.append($1) } }
        }
        for document in documents {
            let entries = try await store.history(of: document, after: 0, limit: 1_000)
            guard entries.map(\.sequence) == Array(1...goal) else {
                throw Violation(.s1, "after racing appends the history is \(entries.map(\.sequence))")
            }
            guard recorder.isLinearizable(for: document) else {
                throw Violation(.s1, "the racing appends to \(document) have no order that explains their answers")
            }
        }
        let final = try await follow(store, tenant, until: documents.count * goal)
        for page in pages where page != final {
            throw Violation(.s4, "a reader that followed the writers read other entries than one that came later")
        }
    }

    /// Appends until the document has a history of the wanted length.
    private func write(
        _ store: Store, _ document: DocumentID, until goal: Int, _ date: WallTime,
        _ recorder: HistoryRecorder<CompareAndSet>
    ) async throws {
        var known = 1
        while known < goal {
            // The third entry pauses, the fourth resumes, and so on: every writer makes the same legal change.
            let append = StatusAppend(
                document: document, expecting: known, change: known.isMultiple(of: 2) ? .resumed : .paused, date: date)
            let start = recorder.begin()
            let outcome = try await store.append(append)
            switch outcome {
            case .appended(let record):
                recorder.end(start, CompareAndSet(document: document, expecting: known, found: known, isApplied: true))
                known = record.status.sequence
            case .conflict(let current):
                let found = current?.status.sequence ?? 0
                recorder.end(start, CompareAndSet(document: document, expecting: known, found: found, isApplied: false))
                known = found
            case .fenced, .illegal: throw Violation(.s1, "a racing append answered \(outcome.line)")
            }
        }
    }

    /// Reads the feed to a length, over and over.
    private func follow(_ store: Store, _ tenant: TenantID, until count: Int) async throws -> [StatusEntry<DocumentID>]
    {
        var entries: [StatusEntry<DocumentID>] = []
        var cursor: FeedCursor?
        var idlePages = 0
        while entries.count < count {
            guard case .entries(let page, let next) = try await store.changes(in: tenant, after: cursor, limit: 7)
            else {
                throw Violation(.s5, "a cursor expired though nothing was removed")
            }
            entries += page
            cursor = next
            idlePages = page.isEmpty ? idlePages + 1 : 0
            // A reader that has missed an entry waits for ever; the histories say whether the writers are done.
            guard idlePages < 20_000 else {
                throw Violation(.s4, "the feed ends after \(entries.count) of \(count) entries")
            }
            await Task.yield()
        }
        return entries
    }
}
