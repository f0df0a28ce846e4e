// SPDX-License-Identifier: Apache-2.0

/// One entry of a store's log: a policy that was put in force, or one that was refused.
public struct PolicyChange: Hashable, Sendable, Codable {
    /// The number of the change, from 0 without gaps.
    public var sequence: Int

    /// When it happened, as the host said.
    public var instant: PolicyInstant

    /// What happened.
    public var kind: Kind

    /// The policy in force before; `nil` for the first.
    public var previous: PolicyDigest?

    /// The policy in force after.
    public var digest: PolicyDigest

    /// Who did it and why, in the host's words.
    public var note: String

    /// What is different, in lines for people; for a refusal, the faults.
    public var lines: [String]

    /// What happened to a store.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// The store was created.
        case initial
        /// Another policy was put in force.
        case update
        /// An earlier policy was put in force again.
        case rollback
        /// A bad policy was refused, and the one before kept.
        case refusal
        /// The route of the process was set by hand, or no longer is.
        case override
    }
}

extension PolicyChange: CustomStringConvertible {
    /// The change in one line, and each difference on a line of its own.
    public var description: String {
        let head = "#\(sequence) \(instant) \(kind.rawValue) \(previous.map { $0.short + " > " } ?? "")\(digest.short)"
        return ([head + (note.isEmpty ? "" : " \(note)")] + lines.map { "  \($0)" }).joined(separator: "\n")
    }
}
