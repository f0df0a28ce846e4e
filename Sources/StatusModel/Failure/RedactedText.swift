// SPDX-License-Identifier: Apache-2.0

/// Text from which secrets were taken out, so that it may be stored, pushed to browsers and logged.
///
/// Messages of libraries carry connection strings, tokens and addresses. Making one of these is the only way into a
/// status, and it replaces by `[redacted]`:
/// - values of names that say secret (`password=…`, `api_key: …`, `Authorization: Bearer …`),
/// - user names and passwords in URLs, and the query of a URL, where signed addresses carry their signature,
/// - JSON Web Tokens, access keys and other long words that mix letters and digits,
/// - e-mail addresses.
///
/// Control characters become spaces and the text ends after ``maximumLength`` characters. Redaction errs on the safe
/// side: it may hide a harmless word. Doing it twice changes nothing.
public struct RedactedText: Hashable, Sendable {
    /// The most characters that are kept.
    public static let maximumLength = 500

    /// The text without secrets.
    public let text: String

    /// Redacts a text.
    ///
    /// - Parameter raw: Any text, such as the description of an error.
    /// - Complexity: O(n) for n characters.
    public init(_ raw: String) {
        self.text = Redaction.apply(to: raw)
    }
}

extension RedactedText: ExpressibleByStringLiteral {
    /// Creates a text from a literal, redacted as any other.
    ///
    /// - Parameter value: The literal.
    public init(stringLiteral value: String) { self.init(value) }
}

extension RedactedText: CustomStringConvertible {
    /// The text without secrets.
    public var description: String { text }
}

extension RedactedText: Codable {
    /// Reads a text and redacts it again, so that nothing written by others brings secrets in.
    ///
    /// - Parameter decoder: The source.
    /// - Throws: A `DecodingError` where it is not a string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text as a string.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
