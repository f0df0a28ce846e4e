// SPDX-License-Identifier: Apache-2.0

/// One line of a status log: a change, the document that it happened to, and its place in that document's history.
///
/// The type of the document's name is left to the caller, so that this module depends on nothing.
public struct StatusEntry<Document: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    /// The document.
    public var document: Document

    /// The place in the document's history, counted from 1 without holes; it goes on over generations.
    public var sequence: Int

    /// The change; `nil` for the receipt of the document, which is always the first entry.
    public var change: StatusChange?

    /// When it happened, as its author's clock said.
    public var date: WallTime

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - sequence: The place in the document's history, counted from 1.
    ///   - change: The change; `nil` for the receipt of the document.
    ///   - date: When it happened.
    public init(document: Document, sequence: Int, change: StatusChange?, date: WallTime) {
        self.document = document
        self.sequence = sequence
        self.change = change
        self.date = date
    }
}

extension DocumentStatus {
    /// Rebuilds a status from a document's history.
    ///
    /// - Parameter entries: The history from its first entry on, in order.
    /// - Returns: The status after the last entry, or `nil` where the history is empty, has a hole or breaks a rule.
    /// - Complexity: O(n) for n entries.
    public static func replaying<Document>(_ entries: some Sequence<StatusEntry<Document>>) -> DocumentStatus? {
        var status: DocumentStatus?
        for entry in entries {
            guard let next = Self.status(status, after: entry) else { return nil }
            status = next
        }
        return status
    }

    /// The status after the next entry; `nil` where the entry is not the next one or breaks a rule.
    static func status<Document>(_ status: DocumentStatus?, after entry: StatusEntry<Document>) -> DocumentStatus? {
        guard entry.sequence == (status?.sequence ?? 0) + 1 else { return nil }
        guard let change = entry.change else {
            return status == nil ? DocumentStatus(receivedAt: entry.date) : nil
        }
        return try? status?.reducing(change, at: entry.date).status
    }
}
