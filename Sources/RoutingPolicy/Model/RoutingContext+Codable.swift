// SPDX-License-Identifier: Apache-2.0

extension RoutingContext: Codable {
    private enum CodingKeys: String, CodingKey {
        case unit, attributes, document, override
    }

    /// Reads a context; every part may be absent.
    ///
    /// - Parameter decoder: The source, holding an object.
    /// - Throws: A `DecodingError` where a part has another type.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            unit: try container.decodeIfPresent(String.self, forKey: .unit),
            attributes: try container.decodeIfPresent([String: AttributeValue].self, forKey: .attributes) ?? [:],
            document: try container.decodeIfPresent(DocumentFacts.self, forKey: .document),
            override: try container.decodeIfPresent(Override.self, forKey: .override)
        )
    }

    /// Writes the parts that are there.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(unit, forKey: .unit)
        if !attributes.isEmpty { try container.encode(attributes, forKey: .attributes) }
        try container.encodeIfPresent(document, forKey: .document)
        try container.encodeIfPresent(override, forKey: .override)
    }
}

extension AttributeValue: Codable {
    private struct InstantKey: CodingKey {
        var stringValue: String { "instant" }
        var intValue: Int? { nil }
        init() {}
        init?(stringValue: String) { guard stringValue == "instant" else { return nil } }
        init?(intValue: Int) { return nil }
    }

    /// Reads a plain value; a moment is an object `{"instant": "2026-01-05T00:00:00Z"}`.
    ///
    /// - Parameter decoder: The source.
    /// - Throws: A `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: InstantKey.self) {
            self = .instant(try container.decode(PolicyInstant.self, forKey: InstantKey()))
            return
        }
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .strings(try container.decode([String].self))
        }
    }

    /// Writes the plain value without a type tag, except for moments.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        if case .instant(let instant) = self {
            var container = encoder.container(keyedBy: InstantKey.self)
            try container.encode(instant, forKey: InstantKey())
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .strings(let value): try container.encode(value)
        case .instant: break
        }
    }
}
