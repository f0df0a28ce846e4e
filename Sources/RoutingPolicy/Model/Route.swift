// SPDX-License-Identifier: Apache-2.0

/// Where a decision sends a document: a name that the host gives a meaning to.
public struct Route: RawRepresentable, Hashable, Sendable, Codable {
    /// The route's name.
    public let rawValue: String

    /// Creates a route from its name.
    ///
    /// - Parameter rawValue: The name; case matters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Creates a route from its name.
    ///
    /// - Parameter name: The name; case matters.
    public init(_ name: String) { self.rawValue = name }

    /// The pipeline that a migration leaves.
    public static let legacy = Route("LEGACY")
    /// The pipeline that a migration moves to.
    public static let asyncV2 = Route("ASYNC_V2")
    /// The lane that embeds images of pages.
    public static let vdr = Route("vdr")
    /// The lane that extracts and embeds text.
    public static let text = Route("text_rag")
    /// Both lanes for one document.
    public static let vdrAndText = Route("vdr+text_rag")
}

extension Route: ExpressibleByStringLiteral {
    /// Creates a route from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension Route: CustomStringConvertible {
    /// The route's name.
    public var description: String { rawValue }
}

/// The name of a rule, unique in its policy and stable from one version of the policy to the next.
public struct RuleID: RawRepresentable, Hashable, Sendable, Codable {
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

    /// What a decision names when an override made it; no rule may have this name.
    public static let override = RuleID("override")
}

extension RuleID: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension RuleID: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
