// SPDX-License-Identifier: Apache-2.0
public import RAGCore
public import StatusModel

/// A change that someone wants to add to a document's history, and what they believe the history to be.
public struct StatusAppend: Hashable, Sendable, Codable {
    /// The append's name; repeating it repeats nothing.
    public var id: EventID

    /// The document.
    public var document: DocumentID

    /// Whose document it is; counts for the receipt and is ignored afterwards.
    public var tenant: TenantID

    /// The sequence of the newest entry that the author knows; 0 for a document that is not there yet.
    public var expecting: Int

    /// The change; `nil` for the receipt, which is the first entry of every document.
    public var change: StatusChange?

    /// The lease under which the author works; `nil` for changes that need none, such as a person's.
    public var token: LeaseToken?

    /// When it happened, as the author's clock says.
    public var date: WallTime

    /// Describes an append.
    ///
    /// - Parameters:
    ///   - id: The append's name.
    ///   - document: The document.
    ///   - tenant: Whose document it is.
    ///   - expecting: The sequence of the newest entry that the author knows; 0 for a new document.
    ///   - change: The change; `nil` for the receipt.
    ///   - token: The lease under which the author works.
    ///   - date: When it happened.
    public init(
        id: EventID = .random(), document: DocumentID, tenant: TenantID = "", expecting: Int, change: StatusChange?,
        token: LeaseToken? = nil, date: WallTime
    ) {
        self.id = id
        self.document = document
        self.tenant = tenant
        self.expecting = expecting
        self.change = change
        self.token = token
        self.date = date
    }
}

/// What became of an append.
public enum AppendOutcome: Hashable, Sendable {
    /// It was added, now or when it was tried before; the record is as of that append.
    case appended(StatusRecord)
    /// The history went on meanwhile, or never began; the record is the current one.
    case conflict(current: StatusRecord?)
    /// A newer lease of the same job has written to the document.
    case fenced
    /// The state machine refuses the change.
    case illegal(IllegalTransition)
}

/// A document's current status, with whose it is.
public struct StatusRecord: Hashable, Sendable, Codable {
    /// The document.
    public var document: DocumentID

    /// Whose document it is.
    public var tenant: TenantID

    /// The status.
    public var status: DocumentStatus

    /// Describes a record.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - tenant: Whose document it is.
    ///   - status: The status.
    public init(document: DocumentID, tenant: TenantID, status: DocumentStatus) {
        self.document = document
        self.tenant = tenant
        self.status = status
    }

    /// The record after an append, by the rules that every store enforces.
    ///
    /// A store that keeps the current record of each document calls this inside its transaction and has the
    /// compare-and-set (law S1) and the state machine (law S2) right. The fence and the repetition of an id are left to
    /// the store, which knows the past.
    ///
    /// - Parameters:
    ///   - append: The append.
    ///   - current: The current record; `nil` where the document is not there yet.
    /// - Returns: `.appended` with the next record, or the outcome that refuses it.
    public static func applying(_ append: StatusAppend, to current: StatusRecord?) -> AppendOutcome {
        guard append.expecting == current?.status.sequence ?? 0 else { return .conflict(current: current) }
        guard let change = append.change else {
            guard current == nil else { return .conflict(current: current) }
            let status = DocumentStatus(receivedAt: append.date)
            return .appended(StatusRecord(document: append.document, tenant: append.tenant, status: status))
        }
        guard var next = current else {
            return .illegal(
                IllegalTransition(phase: .received, change: change.kind, reason: "the document was never received"))
        }
        do throws(IllegalTransition) {
            try next.status.reduce(change, at: append.date)
        } catch {
            return .illegal(error)
        }
        return .appended(next)
    }
}
