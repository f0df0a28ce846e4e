// SPDX-License-Identifier: Apache-2.0

/// The name of a document, chosen by whoever stores it and unique within one collection.
///
/// The engines never look inside an identifier; they only compare it. A path, a URL, a UUID or a database key
/// are all fine.
public struct DocumentID: RawRepresentable, Hashable, Sendable, Codable {
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

extension DocumentID: ExpressibleByStringLiteral {
    /// Creates an identifier from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) {
        self.rawValue = value
    }
}

extension DocumentID: Comparable {
    /// Orders identifiers as their texts are ordered.
    public static func < (left: DocumentID, right: DocumentID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension DocumentID: CustomStringConvertible {
    /// The identifier as text.
    public var description: String { rawValue }
}
