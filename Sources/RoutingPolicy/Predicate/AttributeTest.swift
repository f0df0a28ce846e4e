// SPDX-License-Identifier: Apache-2.0

/// A question about the value of one attribute.
///
/// Texts are compared in normalisation form C and, unless said otherwise, with their case. A set of texts passes where
/// one of its elements does.
public enum AttributeTest: Hashable, Sendable {
    /// Whether the attribute is there at all; never unknown. An empty unit is not there.
    case isPresent
    /// Whether it equals a value; a whole number and a number are compared by what they stand for.
    case equals(AttributeValue)
    /// Whether it is one of these texts.
    case isIn([String])
    /// Whether it is in a named list of the policy.
    case isInList(String)
    /// Whether a number lies in a range.
    case inRange(NumericRange)
    /// Whether a moment lies in a window.
    case inWindow(TimeWindow)
    /// Whether a text starts with one of these, byte for byte.
    case hasPrefix([String])
    /// Whether a text ends with one of these, byte for byte.
    case hasSuffix([String])
    /// Whether a text contains one of these, byte for byte except that ASCII letters match in both cases.
    case containsIgnoringCase([String])
    /// Whether a file name has one of these words: ASCII letters match in both cases, the folder and the extension do not count.
    case hasWord([String])
    /// Whether a file name has one of these extensions, given without the dot; ASCII letters match in both cases.
    case hasExtension([String])

    /// Whether a number is more than another.
    ///
    /// - Parameter bound: What it must be more than.
    /// - Returns: The test.
    public static func greaterThan(_ bound: Int) -> AttributeTest {
        .inRange(NumericRange(lower: .exclusive(.integer(bound))))
    }

    /// Whether a number is another or more.
    ///
    /// - Parameter bound: The least number.
    /// - Returns: The test.
    public static func atLeast(_ bound: Int) -> AttributeTest {
        .inRange(NumericRange(lower: .inclusive(.integer(bound))))
    }

    /// Whether a number is less than another.
    ///
    /// - Parameter bound: What it must be less than.
    /// - Returns: The test.
    public static func lessThan(_ bound: Int) -> AttributeTest {
        .inRange(NumericRange(upper: .exclusive(.integer(bound))))
    }

    /// Whether a number is another or less.
    ///
    /// - Parameter bound: The greatest number.
    /// - Returns: The test.
    public static func atMost(_ bound: Int) -> AttributeTest {
        .inRange(NumericRange(upper: .inclusive(.integer(bound))))
    }

    /// The types of value that the test can be put to.
    package func accepts(_ type: AttributeType) -> Bool {
        switch self {
        case .isPresent: true
        case .equals(let value):
            switch value.type {
            case .integer, .number: type == .integer || type == .number
            case .string: type == .string || type == .strings
            case let expected: type == expected
            }
        case .inRange: type == .integer || type == .number
        case .inWindow: type == .instant
        case .isIn, .isInList, .hasPrefix, .hasSuffix, .containsIgnoringCase, .hasWord, .hasExtension:
            type == .string || type == .strings
        }
    }
}
