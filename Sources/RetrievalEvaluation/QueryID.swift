// SPDX-License-Identifier: Apache-2.0

/// The name of a query (a topic, in TREC's words), unique within one test collection.
///
/// It ties the rankings of a ``Run`` to the grades of ``Judgements``. Like a document's identifier it is only compared.
public struct QueryID: RawRepresentable, Hashable, Sendable, Codable {
    /// The identifier as text.
    public let rawValue: String

    /// Creates an identifier from its text.
    ///
    /// - Parameter rawValue: Any text, compared by Unicode canonical equivalence.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Creates an identifier from its text.
    ///
    /// - Parameter text: Any text, compared by Unicode canonical equivalence.
    public init(_ text: String) {
        self.rawValue = text
    }
}

extension QueryID: ExpressibleByStringLiteral {
    /// Creates an identifier from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) {
        self.rawValue = value
    }
}

extension QueryID: Comparable {
    /// Orders identifiers as their texts are ordered.
    public static func < (left: QueryID, right: QueryID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension QueryID: CustomStringConvertible {
    /// The identifier as text.
    public var description: String { rawValue }
}
