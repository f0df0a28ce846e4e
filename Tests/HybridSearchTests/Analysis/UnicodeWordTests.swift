// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import HybridSearch

/// The rules of Unicode Standard Annex #29, one table for each.
struct UnicodeWordTests {
    private func words(in text: String) -> [String] {
        var words: [String] = []
        let bytes = Array(text.utf8)
        UnicodeWordTokenizer().forEachWord(in: text.utf8.span) { range, _ in
            words.append(String(decoding: bytes[range], as: UTF8.self))
        }
        return words
    }

    @Test(
        "letters hold together, with what stands between them (WB5 to WB7)",
        arguments: [
            ("one two", ["one", "two"]), ("can't", ["can't"]), ("can’t", ["can’t"]), ("l·lar", ["l·lar"]),
            ("e.g. this", ["e.g", "this"]), ("'quoted'", ["quoted"]), ("rock 'n' roll", ["rock", "n", "roll"]),
            ("end.", ["end"]), ("a..b", ["a", "b"]), ("a.'b", ["a", "b"]), ("key:value", ["key", "value"]),
            ("well-known", ["well", "known"]), ("a,b", ["a", "b"]), ("und/oder", ["und", "oder"]),
            ("", []), (" \n\t", []), ("?!…", []),
        ])
    func letters(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test(
        "Hebrew keeps its quotation marks (WB7a to WB7c)",
        arguments: [("צה\"ל", ["צה\"ל"]), ("ג'", ["ג'"]), ("\"שלום\"", ["שלום"]), ("abc\"def", ["abc", "def"])])
    func hebrew(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test(
        "numbers hold together, with letters too (WB8 to WB12)",
        arguments: [
            ("3.14", ["3.14"]), ("1,234,567.89", ["1,234,567.89"]), ("3a", ["3a"]), ("a3", ["a3"]),
            ("1, 2", ["1", "2"]), ("1.", ["1"]), (".5", ["5"]), ("3.a", ["3", "a"]), ("a.3", ["a", "3"]),
            ("1'000", ["1'000"]), ("٣٫١٤", ["٣", "١٤"]), ("m²", ["m²"]), ("12:30", ["12", "30"]),
        ])
    func numbers(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test(
        "connectors hold together whatever they connect, and are no word alone (WB13a, WB13b)",
        arguments: [
            ("snake_case", ["snake_case"]), ("_a_", ["_a_"]), ("a_3_b", ["a_3_b"]), ("__", []), ("a‿b", ["a‿b"]),
        ])
    func connectors(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test(
        "marks and invisible characters belong to what they follow (WB4)",
        arguments: [
            ("e\u{301}clair", ["e\u{301}clair"]), ("co\u{AD}op", ["co\u{AD}op"]),
            ("a\u{301}.\u{301}b", ["a\u{301}.\u{301}b"]),
            ("\u{301}a", ["a"]), ("हिन्दी भाषा", ["हिन्दी", "भाषा"]), ("a\u{200B}b", ["a", "b"]),
            ("می\u{200C}خواهم", ["می\u{200C}خواهم"]),
        ])
    func marks(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test(
        "scripts without spaces come as runs of their own",
        arguments: [
            ("東京タワーはhigh", ["東京タワーは", "high"]), ("한국어 문장", ["한국어", "문장"]), ("中文，分词。", ["中文", "分词"]),
            ("ภาษาไทย 3 คำ", ["ภาษาไทย", "3", "คำ"]), ("iPhone手机", ["iPhone", "手机"]), ("2024年", ["2024", "年"]),
        ])
    func unspaced(text: String, expected: [String]) {
        #expect(words(in: text) == expected)
    }

    @Test("a word without an end comes in pieces", arguments: ["a", "é", "7", "a_", "a'", "e\u{301}"])
    func endlessWords(piece: String) {
        let text = String(repeating: piece, count: 100_000)
        for analyzer in [StandardAnalyzer(), CodeAnalyzer()] as [any TextAnalyzer] {
            let analyzed = AnalyzedText(text, by: analyzer)
            let lengths = analyzed.tokens.map { $0.place.end - $0.place.start }
            #expect(lengths.allSatisfy { $0 <= UnicodeWordTokenizer.longestWord + 8 })
            #expect(lengths.reduce(0, +) >= 100_000)
        }
    }

    @Test("words of any text are ordered, apart, and end on boundaries of characters")
    func rangesOfAnyText() {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<5_000 {
            let text = RandomText.unicode(upTo: 20, using: &generator)
            let bytes = Array(text.utf8)
            var end = 0
            UnicodeWordTokenizer().forEachWord(in: text.utf8.span) { range, _ in
                #expect(range.lowerBound >= end && !range.isEmpty && range.upperBound <= bytes.count)
                #expect(String(validating: bytes[range], as: UTF8.self) != nil)
                end = range.upperBound
            }
        }
    }
}
