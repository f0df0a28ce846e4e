// SPDX-License-Identifier: Apache-2.0

/// What a predicate says of a context: it holds, it does not, or a missing attribute leaves it open.
///
/// This is Kleene's strong logic of three values: a negation of unknown is unknown, one false makes a conjunction false,
/// one true makes a disjunction true, whatever else is unknown (doi:10.2307/2267778).
public enum Truth: UInt8, Hashable, Sendable {
    /// It does not hold.
    case `false` = 0
    /// A missing attribute leaves it open.
    case unknown = 1
    /// It holds.
    case `true` = 2

    /// The truth of a fact.
    ///
    /// - Parameter fact: Whether it holds.
    public init(_ fact: Bool) { self = fact ? .true : .false }

    /// The opposite; of unknown, unknown.
    public var negation: Truth {
        switch self {
        case .false: .true
        case .unknown: .unknown
        case .true: .false
        }
    }
}
