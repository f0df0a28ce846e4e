// SPDX-License-Identifier: Apache-2.0

/// The name of an append to a status log, chosen by whoever appends.
///
/// An append whose answer was lost is repeated with the same name and appends nothing (law S8).
public struct EventID: RawRepresentable, Hashable, Sendable, Codable {
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

    /// A name that was never used before, from 128 random bits.
    ///
    /// - Parameter generator: Where the bits come from.
    /// - Returns: A name of 32 hexadecimal digits.
    public static func random(using generator: inout some RandomNumberGenerator) -> EventID {
        EventID(hexadecimal(generator.next()) + hexadecimal(generator.next()))
    }

    /// A name that was never used before, from the system's generator.
    public static func random() -> EventID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }
}

extension EventID: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension EventID: Comparable {
    /// Orders names as their texts are ordered.
    public static func < (left: EventID, right: EventID) -> Bool { left.rawValue < right.rawValue }
}

extension EventID: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
