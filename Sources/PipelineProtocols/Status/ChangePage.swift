// SPDX-License-Identifier: Apache-2.0
public import RAGCore
public import StatusModel

/// A place in a tenant's feed; only the store that made it understands it.
public struct FeedCursor: RawRepresentable, Hashable, Sendable, Codable {
    /// The place as the store writes it.
    public let rawValue: String

    /// Creates a cursor.
    ///
    /// - Parameter rawValue: The place as the store writes it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A page of a tenant's feed.
public enum ChangePage: Hashable, Sendable {
    /// Entries in commit order, and the cursor after the last of them; with no entries, the cursor to ask again with.
    case entries([StatusEntry<DocumentID>], next: FeedCursor)
    /// Entries after the cursor were removed; read the records and go on from the given cursor.
    case expired(resumeAt: FeedCursor)
}

/// Which records to list.
public struct StatusFilter: Hashable, Sendable {
    /// Whose documents; `nil` for everyone's.
    public var tenant: TenantID?

    /// In which phases; `nil` for all.
    public var phases: Set<Phase>?

    /// Creates a filter.
    ///
    /// - Parameters:
    ///   - tenant: Whose documents; `nil` for everyone's.
    ///   - phases: In which phases; `nil` for all.
    public init(tenant: TenantID? = nil, phases: Set<Phase>? = nil) {
        self.tenant = tenant
        self.phases = phases
    }

    /// Decides about a record.
    ///
    /// - Parameter record: The record.
    /// - Returns: Whether the record is wanted.
    public func matches(_ record: StatusRecord) -> Bool {
        (tenant == nil || tenant == record.tenant) && (phases?.contains(record.status.phase) ?? true)
    }
}
