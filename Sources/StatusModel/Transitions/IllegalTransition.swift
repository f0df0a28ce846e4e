// SPDX-License-Identifier: Apache-2.0

/// A change that a document's status does not allow.
public struct IllegalTransition: Error, Hashable, Sendable {
    /// The phase that the document was in.
    public var phase: Phase

    /// The refused change.
    public var change: StatusChange.Kind

    /// Which rule it breaks.
    public var reason: String

    /// Describes a refused change.
    ///
    /// - Parameters:
    ///   - phase: The phase that the document was in.
    ///   - change: The refused change.
    ///   - reason: Which rule it breaks.
    public init(phase: Phase, change: StatusChange.Kind, reason: String) {
        self.phase = phase
        self.change = change
        self.reason = reason
    }
}

extension IllegalTransition: CustomStringConvertible {
    /// The change, the phase and the rule.
    public var description: String { "\(change.rawValue) is illegal in phase \(phase.rawValue): \(reason)" }
}
