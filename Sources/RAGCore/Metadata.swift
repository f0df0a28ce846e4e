// SPDX-License-Identifier: Apache-2.0

/// Named, typed values that travel with a document or a chunk.
///
/// ```swift
/// let metadata: Metadata = ["author": "Ada", "year": 1843, "tags": ["engine", "notes"]]
/// ```
public struct Metadata: Hashable, Sendable {
    /// The values by name.
    public var values: [String: Value]

    /// Creates metadata from named values.
    ///
    /// - Parameter values: The values by name.
    public init(_ values: [String: Value] = [:]) {
        self.values = values
    }

    /// The value of a name, or `nil` where there is none.
    ///
    /// - Parameter name: The value's name; case matters.
    public subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// One typed value.
    public enum Value: Hashable, Sendable {
        /// Text.
        case string(String)
        /// A whole number.
        case integer(Int)
        /// A number with a fraction.
        case number(Double)
        /// A truth value.
        case boolean(Bool)
        /// Several texts, such as tags or the groups that may read a document.
        case strings([String])
    }
}

extension Metadata: ExpressibleByDictionaryLiteral {
    /// Creates metadata from a literal; of a name given twice the last value counts.
    ///
    /// - Parameter elements: Names and values.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.values = Dictionary(elements, uniquingKeysWith: { _, last in last })
    }
}

extension Metadata.Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    /// Creates a text value.
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

    /// Creates a list of texts.
    ///
    /// - Parameter elements: The texts, in order.
    public init(arrayLiteral elements: String...) { self = .strings(elements) }
}

extension Metadata: Codable {
    /// Reads metadata from a keyed container of plain values.
    ///
    /// - Parameter decoder: The source, such as a JSON object.
    /// - Throws: A `DecodingError` where it is not an object of strings, numbers, truth values and lists of strings.
    public init(from decoder: any Decoder) throws {
        self.values = try [String: Value](from: decoder)
    }

    /// Writes metadata as a keyed container of plain values.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try values.encode(to: encoder)
    }
}

extension Metadata.Value: Codable {
    /// Reads a plain value: a truth value, a whole number, a number, a string or a list of strings.
    ///
    /// - Parameter decoder: The source.
    /// - Throws: A `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        // The common types first: a failed attempt costs more than a successful one.
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode([String].self) {
            self = .strings(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    /// Writes the plain value without a type tag.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .strings(let value): try container.encode(value)
        }
    }
}
