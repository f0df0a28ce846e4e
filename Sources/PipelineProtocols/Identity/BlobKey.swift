// SPDX-License-Identifier: Apache-2.0

/// The name of a stored object, such as `ab/cd/abcd…`.
///
/// Keys are compared byte by byte. Name objects by the digest of their content where you can: then a key never
/// changes its meaning.
public struct BlobKey: RawRepresentable, Hashable, Sendable, Codable {
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

extension BlobKey: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension BlobKey: Comparable {
    /// Orders names as their texts are ordered.
    public static func < (left: BlobKey, right: BlobKey) -> Bool { left.rawValue < right.rawValue }
}

extension BlobKey: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
