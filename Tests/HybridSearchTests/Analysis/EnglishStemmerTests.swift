// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import HybridSearch

struct EnglishStemmerTests {
    private let stemmer = EnglishStemmer()

    @Test("stems every word as the reference implementation does")
    func equalsReference() throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/english-stems.tsv")
        let lines = try String(contentsOf: fixture, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 2_500)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(fields.count == 2, "a line is a word, a tab and its stem, not \(line)")
            #expect(stemmer.stem(fields[0]) == fields[1], "\(fields[0])")
        }
    }

    @Test(
        "words that older editions conflate keep apart",
        arguments: [
            ("past", "paste"), ("universe", "university"), ("lateral", "later"), ("emerge", "emergency"),
            ("organ", "organize"), ("intern", "internal"), ("even", "evening"), ("general", "generous"),
        ])
    func keepsApart(word: String, other: String) {
        #expect(stemmer.stem(word) != stemmer.stem(other))
    }

    @Test(
        "forms of one word meet",
        arguments: [
            ["connect", "connected", "connecting", "connection", "connections"],
            ["add", "adds", "added", "adding"],
            ["biology", "biologist", "biologists"],
            ["die", "dies", "died", "dying"],
            ["paste", "pastes", "pasted", "pasting"],
        ])
    func conflates(forms: [String]) {
        #expect(Set(forms.map(stemmer.stem)).count == 1)
    }

    @Test(
        "words of one or two characters are their own stems", arguments: ["", "s", "is", "'s", "y", "éd", "日s", "𝛼s"])
    func keepsShortWords(word: String) {
        #expect(stemmer.stem(word) == word)
    }

    @Test("a word of any letters has a stem that is not longer")
    func survivesRandomWords() {
        let letters = Array("aeiyYlstngdub'é日𝛼")
        var generator = SplitMix64(seed: 31)
        for _ in 0..<20_000 {
            let length = Int(generator.next() % 12)
            let word = String((0..<length).map { _ in letters[Int(generator.next() % UInt64(letters.count))] })
            #expect(stemmer.stem(word).utf8.count <= word.utf8.count, "\(word)")
        }
    }

    @Test("the analyser drops stop words and stems the others")
    func analysesEnglish() {
        let analyzer = EnglishAnalyzer()
        let terms = analyzer.terms(in: "The universities were adding biologists' Evenings.")
        #expect(terms == ["universiti", "were", "add", "biolog", "evening"])
        #expect(analyzer.identity == "english/2")
    }
}
