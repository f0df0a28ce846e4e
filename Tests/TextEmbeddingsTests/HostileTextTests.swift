// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import TextEmbeddings

/// Texts that are no sentences: each has a vector of length 1, and tokens that lie in it.
struct HostileTextTests {
    private let encoder: TextEncoder

    init() throws { encoder = try TextEncoder(modelFolder: Fixtures.tinyModel) }

    private static let texts: [(name: String, text: String)] = [
        ("nothing", ""),
        ("blanks", " \t\r\n\u{A0}\u{3000}"),
        ("control characters", String(String.UnicodeScalarView((0..<0xA0).compactMap { Unicode.Scalar(UInt32($0)) }))),
        ("zero bytes", "a\u{0}b\u{0}\u{0}"),
        ("emoji", "👩‍👩‍👧‍👦 🇨🇭 👍🏽 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
        ("right to left", "שלום עולם \u{202E}reversed\u{202C} مرحبا بالعالم"),
        ("marks without a letter", String(repeating: "\u{301}", count: 10_000)),
        ("the ends of the planes", "\u{FFFF}\u{10FFFF}\u{FFFD}\u{D7FF}\u{E000}"),
        ("ten megabytes of one word", String(repeating: "word", count: 2_500_000)),
        ("ten megabytes of words", String(repeating: "a word, ", count: 1_250_000)),
        ("ten megabytes of blanks", String(repeating: " ", count: 10_000_000)),
    ]

    @Test("every text has a vector of length 1 and tokens that lie in it, the same alone and in a batch")
    func vectors() {
        let texts = Self.texts.map(\.text)
        let batch = encoder.embed(texts)
        for (number, (name, text)) in Self.texts.enumerated() {
            let vector = batch[number]
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4, "\(name)")
            #expect(encoder.embed([text])[0] == vector, "\(name)")
            let tokens = encoder.tokenizer.tokenize(text, maximumCount: encoder.maximumTokenCount)
            #expect((2...encoder.maximumTokenCount).contains(tokens.count), "\(name)")
            #expect(tokens.offsets.allSatisfy { $0.upperBound <= text.utf8.count }, "\(name)")
        }
    }

    @Test(
        "texts without words have the vector of no text",
        arguments: ["", " \n", "\u{0}\u{1}\u{7F}\u{85}", "\u{AD}\u{200B}"])
    func withoutWords(text: String) { #expect(encoder.embed([text]) == encoder.embed([""])) }

    @Test(
        "half a surrogate pair in a description is an error, and a whole one is a letter",
        arguments: [(#"\ud83d"#, false), (#"\ude00"#, false), (#"\ud83d\u0041"#, false), (#"\ud83d\ude00"#, true)])
    func surrogates(escape: String, isWhole: Bool) throws {
        let json = Array(#"{"a": "\#(escape)"}"#.utf8)
        if isWhole {
            #expect(try JSONParser.parse(json[...])["a"]?.string == "😀")
        } else {
            let error = #expect(throws: TextEmbeddingsError.self) { try JSONParser.parse(json[...]) }
            #expect(error?.code == .malformedJSON)
        }
    }
}
