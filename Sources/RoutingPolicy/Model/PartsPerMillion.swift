// SPDX-License-Identifier: Apache-2.0

/// A share, exact to one part per million; 5 % is 50,000.
///
/// It is written as a percentage (`"5%"`, `"0.0001%"`), so that nobody reads 5 as 5 %. The range is checked when a policy
/// is validated and never clamped.
public struct PartsPerMillion: RawRepresentable, Hashable, Sendable {
    /// The share in parts per million.
    public var rawValue: Int

    /// Creates a share.
    ///
    /// - Parameter rawValue: The share in parts per million.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Creates a share from a percentage.
    ///
    /// - Parameter percentage: The percentage, rounded to a ten-thousandth.
    /// - Returns: The share.
    public static func percent(_ percentage: Double) -> PartsPerMillion {
        PartsPerMillion(rawValue: Int((percentage * 10_000).rounded()))
    }

    /// Nothing.
    public static let none = PartsPerMillion(rawValue: 0)
    /// Everything.
    public static let whole = PartsPerMillion(rawValue: 1_000_000)

    /// Whether the share lies between nothing and everything.
    public var isInRange: Bool { (0...1_000_000).contains(rawValue) }
}

extension PartsPerMillion: Comparable {
    /// Orders shares by size.
    public static func < (left: PartsPerMillion, right: PartsPerMillion) -> Bool { left.rawValue < right.rawValue }
}

extension PartsPerMillion: CustomStringConvertible {
    /// The share as a percentage without superfluous zeros, such as `5%` or `0.25%`.
    public var description: String {
        let whole = rawValue.magnitude / 10_000
        var fraction = String(rawValue.magnitude % 10_000 + 10_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (rawValue < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)") + "%"
    }
}

extension PartsPerMillion: LosslessStringConvertible {
    /// Reads a percentage.
    ///
    /// - Parameter description: Digits with at most four decimals and, if wanted, a per-cent sign: `5%`, `12.5`.
    public init?(_ description: String) {
        var digits = Substring(description)
        if digits.last == "%" { digits.removeLast() }
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
            let whole = Int(parts[0]), whole <= 1_000_000
        else { return nil }
        var value = whole * 10_000
        if parts.count == 2 {
            guard parts[1].count <= 4, let fraction = Int(parts[1] + String(repeating: "0", count: 4 - parts[1].count))
            else { return nil }
            value += fraction
        }
        self.init(rawValue: isNegative ? -value : value)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

extension PartsPerMillion: Codable {
    /// Reads a percentage as text.
    ///
    /// - Parameter decoder: The source, holding a string such as `"5%"`.
    /// - Throws: A `DecodingError` where it is not such a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let share = PartsPerMillion(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(text)\" is not a percentage such as \"5%\""
            )
        }
        self = share
    }

    /// Writes the share as a percentage.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
