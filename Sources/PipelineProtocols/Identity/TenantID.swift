// SPDX-License-Identifier: Apache-2.0

/// The name of a tenant, whose documents and feeds are kept apart from others'.
///
/// A system with one tenant uses one name, such as the empty one.
public struct TenantID: RawRepresentable, Hashable, Sendable, Codable {
    /// The name as text.
    public let rawValue: String

    /// Creates a name from its text.
    ///
    /// - Parameter rawValue: Any text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Creates a name from its text.
    ///
    /// - Parameter text: Any text.
    public init(_ text: String) { self.rawValue = text }
}

extension TenantID: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension TenantID: Comparable {
    /// Orders names as their texts are ordered.
    public static func < (left: TenantID, right: TenantID) -> Bool { left.rawValue < right.rawValue }
}

extension TenantID: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
