// SPDX-License-Identifier: Apache-2.0
import HybridSearch
import Testing

struct AnalysisTests {
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
        var words: [String] = []
        EnglishAnalyzer().forEachToken(in: text) { words.append($0) }
        #expect(words == expected)
    }
}
