// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import HybridSearch

struct EnglishAnalyzerTests {
    @Test(
        "English text becomes stems of its words without stop words",
        arguments: [
            ("The quick brown foxes were running", ["quick", "brown", "fox", "were", "run"]),
            ("", []), ("a I x 7", []), ("to be or not to be", []), ("snake_case x_1", ["snake_cas", "x_1"]),
            ("it's state-of-the-art", ["state", "art"]), ("3.14 and 2024", ["14", "2024"]),
        ])
    func english(text: String, terms: [String]) {
        #expect(EnglishAnalyzer().terms(in: text) == terms)
    }

    @Test(
        "words are runs of Unicode letters and numbers, lower-cased before they are cut",
        arguments: [
            ("Größe ÄRGER", ["größe", "ärger"]), ("東京都 日本", ["東京都", "日本"]), ("naïve—café", ["naïve", "café"]),
            ("e\u{301}clair", ["clair"]), ("İstanbul", ["stanbul"]), ("Ⅷ½x", ["ⅷ½x"]), ("👩‍👩‍👧 ok", ["ok"]),
            ("кот и пёс", ["кот", "пёс"]),
        ])
    func words(text: String, expected: [String]) {
        #expect(tokens(in: text).map(\.text) == expected)
    }

    @Test(
        "a token says which bytes of the text it stands for",
        arguments: [
            ("The quick", ["The", "quick"]), ("  Größe—ÄRGER!", ["Größe", "ÄRGER"]), ("İstanbul", ["stanbul"]),
            ("“naïve” I", ["naïve"]), ("AB日CD x", ["AB日CD"]), ("é ab", ["ab"]),
        ])
    func places(text: String, expected: [String]) {
        let places = tokens(in: text).map(\.place)
        let bytes = Array(text.utf8)
        #expect(places.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) } == expected)
        #expect(places.map(\.position) == (0..<UInt32(expected.count)).map(\.self))
    }

    @Test("a dropped word leaves a gap in the positions")
    func gaps() {
        let terms = EnglishAnalyzer().placedTerms(in: "State of the art", for: .query)
        #expect(terms.map(\.term) == ["state", "art"])
        #expect(terms.map(\.place.position) == [0, 3])
    }

    @Test("every scalar is lower-cased or ends a word as its properties say")
    func everyScalar() {
        for scalar in (UInt32(0)...0xFFFF).compactMap(Unicode.Scalar.init) {
            let text = "ab\(scalar)cd\(scalar)"
            if tokens(in: text).map(\.text) != wordsScalarByScalar(of: text) {
                Issue.record("U+\(String(scalar.value, radix: 16)) is cut otherwise")
            }
        }
    }

    @Test("any text is cut as its lower-case scalars are, one by one")
    func equalsScalarByScalar() {
        let pieces = ["a", "B", "zz", "_", "7", " ", ".", "é", "É", "İ", "ß", "\u{301}", "日", "Ⅷ", "½", "👩‍👧", "—", "𝛼"]
        var generator = SplitMix64(seed: 5)
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...12, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            #expect(tokens(in: text).map(\.text) == wordsScalarByScalar(of: text), "\(text)")
        }
    }

    private func tokens(in text: String) -> [(text: String, place: TokenPlace)] {
        var tokens: [(text: String, place: TokenPlace)] = []
        EnglishAnalyzer().forEachToken(in: text, for: .document) { tokens.append((String(copyingToken: $0), $1)) }
        return tokens
    }

    /// The definition, without regard to speed.
    private func wordsScalarByScalar(of text: String) -> [String] {
        var words = [[Unicode.Scalar]]()
        words.append([])
        for scalar in text.unicodeScalars {
            for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
                switch lowered.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .decimalNumber, .letterNumber, .otherNumber:
                    words[words.count - 1].append(lowered)
                default:
                    if lowered == "_" { words[words.count - 1].append(lowered) } else { words.append([]) }
                }
            }
        }
        return words.filter { $0.count >= 2 }.map { word in
            var text = ""
            text.unicodeScalars.append(contentsOf: word)
            return text
        }
    }
}
