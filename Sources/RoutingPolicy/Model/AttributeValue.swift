// SPDX-License-Identifier: Apache-2.0

/// One typed value of a context.
public enum AttributeValue: Hashable, Sendable {
    /// Text, compared in normalisation form C.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction.
    case number(Double)
    /// A truth value.
    case boolean(Bool)
    /// A set of texts, such as the groups of a user.
    case strings([String])
    /// A moment.
    case instant(PolicyInstant)

    /// The value's type.
    public var type: AttributeType {
        switch self {
        case .string: .string
        case .integer: .integer
        case .number: .number
        case .boolean: .boolean
        case .strings: .strings
        case .instant: .instant
        }
    }
}

/// The type of an attribute's value.
public enum AttributeType: String, Hashable, Sendable, Codable {
    /// Text.
    case string
    /// A whole number.
    case integer
    /// A number with a fraction.
    case number
    /// A truth value.
    case boolean
    /// A set of texts.
    case strings
    /// A moment.
    case instant
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    /// Creates a text.
    ///
    /// - Parameter value: The literal.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Creates a whole number.
    ///
    /// - Parameter value: The literal.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// Creates a number with a fraction.
    ///
    /// - Parameter value: The literal.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// Creates a truth value.
    ///
    /// - Parameter value: The literal.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// Creates a set of texts.
    ///
    /// - Parameter elements: The texts.
    public init(arrayLiteral elements: String...) { self = .strings(elements) }
}

extension AttributeValue: CustomStringConvertible {
    /// The value as a rule's trace shows it.
    public var description: String {
        switch self {
        case .string(let text): "\"\(text)\""
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let truth): "\(truth)"
        case .strings(let texts): "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        case .instant(let instant): instant.description
        }
    }
}
