// SPDX-License-Identifier: Apache-2.0

/// Something that the rules of a policy do to each other, proven and not guessed.
public struct AnalysisFinding: Hashable, Sendable, Codable {
    /// What was found.
    public var kind: Kind
    /// The rules that it is about, the affected one first.
    public var rules: [RuleID]
    /// What it means, for a person.
    public var message: String

    /// What can be found.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// The policy has a fault that ``PolicyDocument/validate()`` names.
        case invalid
        /// The rule's predicate can never hold.
        case contradictory
        /// The rule's predicate asks something and always holds.
        case vacuous
        /// One rule before it always decides first.
        case shadowed
        /// Rules before it together always decide first.
        case dead
        /// Without the rule every document takes the same route.
        case redundant
        /// A text on its list is decided by a list before it.
        case overriddenEntries
        /// Two rollouts draw the same units.
        case sharedSalt
        /// The rollout covers nobody, or everybody.
        case trivialRollout
        /// The rule's time is over.
        case pastWindow
        /// The policy's override decides before any rule.
        case overrideInForce
    }
}

extension AnalysisFinding: CustomStringConvertible {
    /// The finding in one line.
    public var description: String {
        let names = rules.map(\.rawValue).joined(separator: ", ")
        return names.isEmpty ? "\(kind.rawValue): \(message)" : "\(kind.rawValue) \(names): \(message)"
    }
}
