// SPDX-License-Identifier: Apache-2.0

/// The name of something that a rule may ask about.
///
/// The targeting unit and the facts of the document have fixed names; every other name is an attribute of the context.
public struct AttributeName: RawRepresentable, Hashable, Sendable, Codable {
    /// The name as text.
    public let rawValue: String

    /// Creates a name from its text.
    ///
    /// - Parameter rawValue: The text; case matters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Creates a name from its text.
    ///
    /// - Parameter text: The text; case matters.
    public init(_ text: String) { self.rawValue = text }

    /// The targeting unit, usually the user.
    public static let unit = AttributeName("unit")
    /// The document's file name.
    public static let documentName = AttributeName("document.name")
    /// The document's media type, in lower case and without parameters.
    public static let mediaType = AttributeName("document.mediaType")
    /// The document's kind, such as `presentation`.
    public static let kind = AttributeName("document.kind")
    /// The document's size in bytes.
    public static let byteCount = AttributeName("document.byteCount")
    /// The document's number of pages.
    public static let pageCount = AttributeName("document.pageCount")

    /// The names that the context itself answers, each with its type.
    package static let builtIn: [(name: AttributeName, type: AttributeType)] = [
        (.unit, .string), (.documentName, .string), (.mediaType, .string), (.kind, .string), (.byteCount, .integer),
        (.pageCount, .integer),
    ]
}

extension AttributeName: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension AttributeName: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
