// SPDX-License-Identifier: Apache-2.0

/// The name of a job, chosen by whoever enqueues it.
///
/// Because the caller chooses it, an enqueue whose answer was lost is repeated with the same name and does nothing
/// the second time (law Q5).
public struct JobID: RawRepresentable, Hashable, Sendable, Codable {
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
    public static func random(using generator: inout some RandomNumberGenerator) -> JobID {
        JobID(hexadecimal(generator.next()) + hexadecimal(generator.next()))
    }

    /// A name that was never used before, from the system's generator.
    public static func random() -> JobID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }
}

extension JobID: ExpressibleByStringLiteral {
    /// Creates a name from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension JobID: Comparable {
    /// Orders names as their texts are ordered.
    public static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

extension JobID: CustomStringConvertible {
    /// The name as text.
    public var description: String { rawValue }
}
