// SPDX-License-Identifier: Apache-2.0

/// The name of a queue, such as `text` or `vdr`.
///
/// Queues need no creation; the first enqueue makes one.
public struct QueueName: RawRepresentable, Hashable, Sendable, Codable {
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

extension QueueName: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension QueueName: Comparable {
    /// Orders names as their texts are ordered.
    public static func < (left: QueueName, right: QueueName) -> Bool { left.rawValue < right.rawValue }
}

extension QueueName: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
