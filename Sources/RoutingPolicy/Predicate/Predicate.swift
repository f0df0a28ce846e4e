// SPDX-License-Identifier: Apache-2.0

/// A question about a context with three answers: true, false, and unknown where an attribute is missing.
///
/// ```swift
/// let isLargeScan: Predicate =
///     .attribute(.byteCount, .greaterThan(10 * 1024 * 1024)) && .attribute("scanned", .equals(true))
/// ```
public indirect enum Predicate: Hashable, Sendable {
    /// The same answer for every context.
    case constant(Bool)
    /// A question about one attribute; unknown where it is missing or has another type.
    case attribute(AttributeName, AttributeTest)
    /// Whether a text among all attributes that are not built in passes a test; never unknown.
    case anyAttribute(AttributeScope, AttributeTest)
    /// Whether a switch of the policy stands as said; one that is not set is off.
    case isSwitched(String, on: Bool)
    /// Whether another policy, asked with the same context, decides for one of these routes.
    case decision(of: String, isOneOf: [Route])
    /// Whether all hold; with none it is true.
    case all([Predicate])
    /// Whether at least one holds; with none it is false.
    case any([Predicate])
    /// Whether the other does not hold.
    case not(Predicate)

    /// True for every context.
    public static let always = Predicate.constant(true)

    /// Whether both hold.
    ///
    /// - Parameters:
    ///   - left: One predicate.
    ///   - right: The other.
    /// - Returns: The combined predicate.
    public static func && (left: Predicate, right: Predicate) -> Predicate { .all([left, right]) }

    /// Whether at least one holds.
    ///
    /// - Parameters:
    ///   - left: One predicate.
    ///   - right: The other.
    /// - Returns: The combined predicate.
    public static func || (left: Predicate, right: Predicate) -> Predicate { .any([left, right]) }

    /// Whether a predicate does not hold.
    ///
    /// - Parameter predicate: The predicate.
    /// - Returns: The negation.
    public static prefix func ! (predicate: Predicate) -> Predicate { .not(predicate) }

    /// Which texts of the attributes a question looks at.
    public enum AttributeScope: String, Hashable, Sendable {
        /// The attributes' names.
        case names
        /// The attributes' texts.
        case values
    }

    /// The deepest nesting that a policy may have.
    public static let maximumDepth = 64

    /// How deep the predicate nests; a plain question is 1.
    var depth: Int {
        switch self {
        case .constant, .attribute, .anyAttribute, .isSwitched, .decision: 1
        case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(let other): 1 + other.depth
        }
    }
}
