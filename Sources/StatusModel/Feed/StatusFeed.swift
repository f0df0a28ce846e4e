// SPDX-License-Identifier: Apache-2.0

/// The client's half of a status subscription, without the connection.
///
/// Messages go in, the newest statuses and requests come out; a WebSocket, a stream of server-sent events or a test
/// carries them. The feed makes every transport safe, whatever it loses, repeats or reorders:
/// - an entry is applied only when it is the next one of its document; older ones are ignored;
/// - an entry that leaves a hole is kept aside while the missing history is asked for, once;
/// - the cursor moves only past what was received, so that resuming from it misses nothing.
///
/// ```swift
/// for effect in feed.receive(message) {
///     switch effect {
///     case .changed(let document, let status): show(status, of: document)
///     case .requestHistory(let document, let sequence): send(.history(document, after: sequence))
///     case .requestSnapshot: send(.snapshot)
///     }
/// }
/// ```
public struct StatusFeed<Document: Hashable & Sendable & Codable, Cursor: Hashable & Sendable>: Sendable {
    /// The newest status of each document seen.
    public private(set) var statuses: [Document: DocumentStatus]

    /// Where to resume after a lost connection; `nil` to start with a snapshot.
    public private(set) var cursor: Cursor?

    /// Entries that came before their predecessors, by sequence.
    private var early: [Document: [Int: StatusEntry<Document>]]

    /// Documents whose history was asked for and has not come.
    private var pendingHistory: Set<Document>

    /// The most early entries that are kept for a document; beyond them the history brings everything anyway.
    private static var earlyLimit: Int { 256 }

    /// Creates a feed.
    ///
    /// - Parameter cursor: Where an earlier feed stopped; `nil` to start with a snapshot.
    public init(resumingFrom cursor: Cursor? = nil) {
        self.statuses = [:]
        self.cursor = cursor
        self.early = [:]
        self.pendingHistory = []
    }

    /// What a server says.
    public enum Message: Sendable {
        /// Statuses as of a cursor, at the start or after a gap.
        case snapshot([Document: DocumentStatus], cursor: Cursor)
        /// New entries, and the cursor after them.
        case entries([StatusEntry<Document>], cursor: Cursor)
        /// The asked-for history of a document.
        case history(Document, [StatusEntry<Document>])
        /// The cursor is too old to resume from, or entries were left out because the client was too slow.
        case lagged
        /// The connection is new; requests that were pending are lost.
        case connected
    }

    /// What to do next.
    public enum Effect: Hashable, Sendable {
        /// Show a document's new status.
        case changed(Document, DocumentStatus)
        /// Ask for the entries of a document after a sequence.
        case requestHistory(Document, after: Int)
        /// Ask for a snapshot.
        case requestSnapshot
    }

    /// Takes in a message.
    ///
    /// - Parameter message: What the server says.
    /// - Returns: What to do next, in order.
    /// - Complexity: O(n) for n entries in the message, plus entries that were early and now fit.
    public mutating func receive(_ message: Message) -> [Effect] {
        switch message {
        case .connected:
            let asked = pendingHistory
            pendingHistory = []
            return asked.compactMap { requestHistory(of: $0) } + (cursor == nil ? [.requestSnapshot] : [])
        case .lagged:
            cursor = nil
            return [.requestSnapshot]
        case .snapshot(let snapshot, let cursor):
            self.cursor = cursor
            return snapshot.flatMap { replace($0.key, by: $0.value) }
        case .entries(let entries, let cursor):
            self.cursor = cursor
            return entries.flatMap { apply($0) }
        case .history(let document, let entries):
            pendingHistory.remove(document)
            let changes = entries.flatMap { apply($0, mayAsk: false) }
            // A history that ends before the early entries begin was cut; ask for the rest, unless it brought nothing.
            let isStuck = early[document] != nil
            return changes + (isStuck && !changes.isEmpty ? requestHistory(of: document).map { [$0] } ?? [] : [])
        }
    }

    private mutating func replace(_ document: Document, by status: DocumentStatus) -> [Effect] {
        if let known = statuses[document], !status.isNewer(than: known) { return [] }
        statuses[document] = status
        return [.changed(document, applyEarly(to: document, from: status))]
    }

    private mutating func apply(_ entry: StatusEntry<Document>, mayAsk: Bool = true) -> [Effect] {
        let document = entry.document
        let known = statuses[document]
        guard entry.sequence > known?.sequence ?? 0 else { return [] }
        if let next = DocumentStatus.status(known, after: entry) {
            statuses[document] = next
            return [.changed(document, applyEarly(to: document, from: next))]
        }
        if early[document, default: [:]].count < Self.earlyLimit {
            early[document, default: [:]][entry.sequence] = entry
        }
        return mayAsk ? requestHistory(of: document).map { [$0] } ?? [] : []
    }

    /// Applies kept entries that now follow, drops those that are too old, and returns the newest status.
    private mutating func applyEarly(to document: Document, from status: DocumentStatus) -> DocumentStatus {
        guard var waiting = early[document] else { return status }
        var newest = status
        while let entry = waiting.removeValue(forKey: newest.sequence + 1),
            let next = DocumentStatus.status(newest, after: entry)
        {
            newest = next
        }
        waiting = waiting.filter { $0.key > newest.sequence }
        early[document] = waiting.isEmpty ? nil : waiting
        statuses[document] = newest
        return newest
    }

    private mutating func requestHistory(of document: Document) -> Effect? {
        guard pendingHistory.insert(document).inserted else { return nil }
        return .requestHistory(document, after: statuses[document]?.sequence ?? 0)
    }
}
