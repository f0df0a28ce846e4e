// SPDX-License-Identifier: Apache-2.0

/// A JSON value as a tree: what a model's description, vocabulary and header of weights are read from.
///
/// Members keep the order of the text, and a name that comes twice is an error: a header that says two things about one
/// tensor says nothing.
enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The member of an object, or `nil` where this is no object or has no such member.
    ///
    /// - Complexity: O(members).
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The truth value, or `nil` for anything else.
    var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The whole number, or `nil` for anything else.
    var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The number, or `nil` for anything else.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The text, or `nil` for anything else.
    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The elements, or `nil` for anything else.
    var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, or `nil` for anything else.
    var members: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

/// A member of a JSON object.
struct JSONMember: Hashable, Sendable {
    var name: String
    var value: JSONValue
}
