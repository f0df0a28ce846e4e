// SPDX-License-Identifier: Apache-2.0

/// A range of numbers with ends that may be open, closed or absent.
public struct NumericRange: Hashable, Sendable {
    /// The lower end; `nil` has none.
    public var lower: Bound?

    /// The upper end; `nil` has none.
    public var upper: Bound?

    /// Creates a range.
    ///
    /// - Parameters:
    ///   - lower: The lower end.
    ///   - upper: The upper end.
    public init(lower: Bound? = nil, upper: Bound? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// An end of a range.
    public enum Bound: Hashable, Sendable {
        /// The number itself is inside.
        case inclusive(Number)
        /// The number itself is outside.
        case exclusive(Number)

        /// The number.
        public var number: Number {
            switch self {
            case .inclusive(let number), .exclusive(let number): number
            }
        }

        /// Whether the number itself is inside.
        public var isInclusive: Bool {
            if case .inclusive = self { true } else { false }
        }
    }

    /// A whole number or one with a fraction; comparisons between them are exact.
    public enum Number: Hashable, Sendable {
        /// A whole number.
        case integer(Int)
        /// A number with a fraction.
        case real(Double)
    }

    /// Whether a number lies in the range.
    ///
    /// - Parameter number: The number; one that is not a number lies in no range.
    /// - Returns: Whether it lies between the ends.
    public func contains(_ number: Number) -> Bool {
        if let lower {
            guard let order = Self.compare(number, lower.number), order > 0 || order == 0 && lower.isInclusive
            else { return false }
        }
        if let upper {
            guard let order = Self.compare(number, upper.number), order < 0 || order == 0 && upper.isInclusive
            else { return false }
        }
        if case .real(let value) = number { return !value.isNaN }
        return true
    }

    /// The sign of the difference of two numbers; `nil` where one is not a number.
    package static func compare(_ left: Number, _ right: Number) -> Int? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.real(let left), .real(let right)): sign(left < right, left > right, left == right)
        // Swift compares numbers of different types by value, without rounding.
        case (.integer(let left), .real(let right)): compareExactly(left, right)
        case (.real(let left), .integer(let right)): compareExactly(right, left).map { -$0 }
        }
    }

    private static func sign(_ isLess: Bool, _ isMore: Bool, _ isEqual: Bool) -> Int? {
        isLess ? -1 : isMore ? 1 : isEqual ? 0 : nil
    }

    private static func compareExactly(_ integer: Int, _ real: Double) -> Int? {
        if real.isNaN { return nil }
        // 2^63 and beyond lie outside every whole number of 64 bits.
        if real >= 9_223_372_036_854_775_808 { return -1 }
        if real < -9_223_372_036_854_775_808 { return 1 }
        let floor = real.rounded(.down)
        let whole = Int(floor)
        if integer != whole { return integer < whole ? -1 : 1 }
        return floor < real ? -1 : 0
    }
}
