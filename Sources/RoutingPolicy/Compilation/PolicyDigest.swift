// SPDX-License-Identifier: Apache-2.0

/// The name of a policy's content: the SHA-256 of its canonical JSON.
///
/// Two policies with the same digest decide alike, in every process and on every machine.
public struct PolicyDigest: Hashable, Sendable {
    private let words: InlineWords

    /// The digest of a policy.
    ///
    /// - Parameter document: The policy.
    /// - Complexity: O(n) in the size of the policy.
    public init(of document: PolicyDocument) {
        var writer = CanonicalJSONWriter()
        writer.write(document.json)
        var digest = BlockDigest<SHA256>()
        digest.combine(writer.bytes.span)
        let state = digest.finish().words
        words = InlineWords(
            first: UInt64(state[0]) << 32 | UInt64(state[1]),
            second: UInt64(state[2]) << 32 | UInt64(state[3]),
            third: UInt64(state[4]) << 32 | UInt64(state[5]),
            fourth: UInt64(state[6]) << 32 | UInt64(state[7])
        )
    }

    /// Reads a digest.
    ///
    /// - Parameter hexadecimal: 64 hexadecimal digits.
    public init?(_ hexadecimal: String) {
        let digits = Array(hexadecimal)
        guard digits.count == 64 else { return nil }
        let words = stride(from: 0, to: 64, by: 16).compactMap { UInt64(String(digits[$0..<$0 + 16]), radix: 16) }
        guard words.count == 4 else { return nil }
        self.words = InlineWords(first: words[0], second: words[1], third: words[2], fourth: words[3])
    }

    /// The first twelve digits, enough for people.
    public var short: String { String(description.prefix(12)) }

    private struct InlineWords: Hashable, Sendable {
        let first: UInt64
        let second: UInt64
        let third: UInt64
        let fourth: UInt64
    }
}

extension PolicyDigest: CustomStringConvertible {
    /// The digest as 64 hexadecimal digits.
    public var description: String {
        [words.first, words.second, words.third, words.fourth].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension PolicyDigest: Codable {
    /// Reads a digest.
    ///
    /// - Parameter decoder: The source, holding 64 hexadecimal digits.
    /// - Throws: A `DecodingError` where it holds anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = PolicyDigest(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a digest has 64 hexadecimal digits"
            )
        }
        self = digest
    }

    /// Writes the digest as 64 hexadecimal digits.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
