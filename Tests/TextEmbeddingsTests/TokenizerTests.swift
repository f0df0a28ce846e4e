// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import TextEmbeddings

struct TokenizerTests {
    private static let forms: [String: BertNormalization] = [
        "uncased": BertNormalization(),
        "cased": BertNormalization(lowercases: false),
        "accented": BertNormalization(stripsAccents: false),
        "bare": BertNormalization(
            cleansText: false, separatesIdeographs: false, stripsAccents: true, lowercases: false),
    ]

    private static let bert =
        #""normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"}"#

    private struct Golden: Decodable {
        var form: String
        var text: String
        var tokens: [Int32]
        var offsets: [[Int]]
    }

    private static func tiny(_ form: String) throws -> WordPieceTokenizer {
        try WordPieceTokenizer(
            vocabulary: Fixtures.bytes("tiny-model/vocab.txt"), normalization: try #require(forms[form]))
    }

    @Test("gives the tokens and offsets of the reference for difficult texts", arguments: forms.keys.sorted())
    func golden(form: String) throws {
        let tokenizer = try Self.tiny(form)
        let lines = String(decoding: try Fixtures.bytes("tokens.jsonl"), as: UTF8.self).split(separator: "\n")
        let cases = try lines.map { try JSONDecoder().decode(Golden.self, from: Data($0.utf8)) }
        let mine = cases.filter { $0.form == form }
        #expect(mine.count > 100)
        for golden in mine {
            let tokens = tokenizer.tokenize(golden.text)
            #expect(tokens.tokens == golden.tokens, "\(golden.text.debugDescription)")
            let offsets = tokens.offsets.dropFirst().dropLast().map { [$0.lowerBound, $0.upperBound] }
            #expect(offsets == golden.offsets, "\(golden.text.debugDescription)")
        }
    }

    @Test("does to every Unicode scalar what the reference does", arguments: forms.keys.sorted())
    func scalars(form: String) throws {
        let normalization = try #require(Self.forms[form])
        for line in String(decoding: try Fixtures.bytes("scalars.tsv"), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields[0] == form, let first = UInt32(fields[1], radix: 16) else { continue }
            var digest = FNV1a()
            for number in first..<first + 4096 {
                guard let scalar = Unicode.Scalar(number) else { continue }
                var reader = WordReader("a\(scalar)b", normalization: normalization)
                var isFirst = true
                while case .word(let word) = reader.next() {
                    if !isFirst { digest.combine(UInt8(ascii: "|")) }
                    isFirst = false
                    for byte in word.bytes { digest.combine(byte) }
                }
                digest.combine(UInt8(ascii: "\n"))
            }
            #expect(UInt64(fields[2], radix: 16) == digest.value, "from \(fields[1])")
        }
    }

    @Test("a description and a vocabulary make the same tokenizer")
    func descriptionAndVocabulary() throws {
        let described = try WordPieceTokenizer(tokenizerJSON: Fixtures.bytes("tiny-model/tokenizer.json"))
        let listed = try Self.tiny("uncased")
        for text in try Fixtures.texts() { #expect(described.tokenize(text) == listed.tokenize(text)) }
    }

    @Test("a cut-off text keeps its first tokens and its end", arguments: [2, 3, 4, 7, 12, 13, 14, 100])
    func truncation(limit: Int) throws {
        let tokenizer = try Self.tiny("uncased")
        let whole = tokenizer.tokenize("The quick brown fox jumps over the lazy dog.")
        let cut = tokenizer.tokenize("The quick brown fox jumps over the lazy dog.", maximumCount: limit)
        #expect(cut.count == min(limit, whole.count))
        #expect(cut.isTruncated == (limit < whole.count))
        #expect(cut.tokens.dropLast() == whole.tokens.prefix(cut.count - 1))
        #expect(cut.tokens.last == tokenizer.endToken)
    }

    @Test("offsets point at what the tokens stand for")
    func offsets() throws {
        let tokenizer = try Self.tiny("uncased")
        let text = "Na\u{EF}ve fox\u{2014}embedding \u{4F60}\u{597D}"
        let pieces = tokenizer.tokenize(text).offsets.map { range in
            String(decoding: Array(text.utf8)[range], as: UTF8.self)
        }
        #expect(pieces == ["", "Na\u{EF}ve", "fox", "\u{2014}", "em", "bed", "ding", "\u{4F60}", "\u{597D}", ""])
    }

    @Test("reads no more of ten megabytes than it needs")
    func longText() throws {
        let tokenizer = try Self.tiny("uncased")
        let text = String(repeating: "fox \u{1F600}\u{202E}[", count: 1_000_000)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(tokenizer.tokenize(text, maximumCount: 256).count == 256) }
        #expect(time < .seconds(5))
        let word = String(repeating: "x", count: 10_000_000)
        #expect(tokenizer.tokenize(word, maximumCount: 256).tokens == [2, 1, 3])
    }

    @Test(
        "faults of descriptions are errors of their kind",
        arguments: [
            ("{", "malformedJSON"), ("{}", "unsupportedModel"), ("[]", "unsupportedModel"),
            (#"{"model": {"type": "BPE"}}"#, "unsupportedModel"),
            (#"{"model": {"type": "WordPiece"}, "normalizer": {"type": "NFC"}}"#, "unsupportedModel"),
            (#"{"model": {"vocab": {"[CLS]": -1}}, \#(bert)}"#, "malformedTokenizer"),
            (#"{"model": {"vocab": {"a": 1, "a": 2}}}"#, "malformedJSON"),
            (#"{"model": {"vocab": {"\ud800": 1}}}"#, "malformedJSON"),
            (#"{"model": {"vocab": {"a": 1}}, \#(bert)}"#, "malformedTokenizer"),
        ])
    func faults(description: String, code: String) {
        let error = #expect(throws: TextEmbeddingsError.self) {
            try WordPieceTokenizer(tokenizerJSON: Array(description.utf8))
        }
        #expect(error?.code.description == code)
    }

    @Test("faults of vocabularies are errors of their kind", arguments: [[], [0xFF], Array("[CLS]\n[SEP]\n".utf8)])
    func vocabularyFaults(file: [UInt8]) {
        let error = #expect(throws: TextEmbeddingsError.self) { try WordPieceTokenizer(vocabulary: file) }
        #expect(error?.code == .malformedTokenizer)
    }
}

/// The 64-bit digest of Fowler, Noll and Vo.
struct FNV1a {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
