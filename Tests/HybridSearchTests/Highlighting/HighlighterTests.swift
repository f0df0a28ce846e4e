// SPDX-License-Identifier: Apache-2.0
import HybridSearch
import TestSupport
import Testing

struct HighlighterTests {
    private func marked(
        _ text: String, _ terms: [String], by analyzer: any TextAnalyzer = EnglishAnalyzer(), length: Int = 60
    ) -> String {
        Highlighter(analyzer: analyzer, maximumLength: length).passage(in: text, matching: terms)
            .rendered(opening: "[", closing: "]")
    }

    @Test("every form of a term is marked as it stands in the text")
    func marksForms() {
        #expect(
            marked("Connected components: a connection, two CONNECTIONS.", ["connect", "compon"])
                == "[Connected] [components]: a [connection], two [CONNECTIONS].")
    }

    @Test("the passage is where most of the query is, each term counted once")
    func coversDistinctTerms() {
        let text = """
            Alpha alpha alpha alpha alpha alpha alpha. Filler words stand here for a while, and more of them follow. \
            Then alpha meets beta. Filler words end the text after that and go on and on.
            """
        #expect(marked(text, ["alpha", "beta"], length: 30) == "…Then [alpha] meets [beta].…")
    }

    @Test("a rare term is worth more than two common ones, and of equals the first passage wins")
    func weighs() {
        let text =
            "common usual here. Some filler words stand here. Then rare alone. Some filler words again. rare twice rare."
        let highlighter = Highlighter(analyzer: StandardAnalyzer(), maximumLength: 24)
        let passage = highlighter.passage(in: text, matching: ["common": 1, "usual": 1, "rare": 3])
        #expect(passage.text == "Then rare alone.")
        let even = highlighter.passage(in: text, matching: ["common": 1.5, "usual": 1.5, "rare": 3])
        #expect(even.text == "common usual here.")
    }

    @Test("terms that are far apart do not make a passage longer than allowed")
    func staysShort() {
        let text =
            "alpha " + String(repeating: "filler ", count: 100) + "beta gamma "
            + String(repeating: "filler ", count: 100)
        let passage = Highlighter(analyzer: StandardAnalyzer(), maximumLength: 50)
            .passage(in: text, matching: ["alpha", "beta", "gamma"])
        #expect(passage.text.utf8.count <= 50)
        #expect(passage.matches.count == 2)
        #expect(passage.isContinued && passage.continues)
    }

    @Test("where nothing matches the passage is the beginning")
    func beginning() {
        #expect(marked("One two three. Four five six.", ["none"], length: 16) == "One two three.…")
        #expect(marked("", ["none"]).isEmpty)
        #expect(marked("Short.", []) == "Short.")
    }

    @Test("pairs of characters that overlap are one word")
    func unspaced() {
        let text = "搜索引擎首先对文档进行分词。然后建立倒排索引，以便快速检索。"
        #expect(marked(text, ["倒排", "排索", "索引"], by: StandardAnalyzer(), length: 48) == "…然后建立[倒排索引]，以便快速检索。")
    }

    @Test("an identifier is marked where a part of it matches")
    func identifiers() {
        let text = "see Sources/HTTPServer.swift for it"
        #expect(marked(text, ["server"], by: CodeAnalyzer()) == "see Sources/HTTP[Server].swift for it")
        #expect(marked(text, ["httpserver"], by: CodeAnalyzer()) == "see Sources/[HTTPServer].swift for it")
    }

    @Test("the text between the marks is escaped, the marks are not")
    func escapes() {
        let passage = Highlighter(analyzer: StandardAnalyzer()).passage(in: "<b> & tag <i>", matching: ["tag"])
        let html = passage.rendered(opening: "<mark>", closing: "</mark>") { text in
            text.map { $0 == "<" ? "&lt;" : $0 == "&" ? "&amp;" : String($0) }.joined()
        }
        #expect(html == "…b> &amp; <mark>tag</mark> &lt;i>")
    }

    @Test("weights that are no numbers count nothing")
    func ignoresBadWeights() {
        let passage = Highlighter(analyzer: StandardAnalyzer())
            .passage(in: "a b c d", matching: ["a": .nan, "b": -1, "c": .infinity, "d": 0])
        #expect(passage.matches.isEmpty)
    }

    @Test("of any text the passage is a part, its matches lie in it, and no stretch of its length is worth more")
    func anyText() {
        let words = ["alpha", "beta", "gamma", "Filler.", "filler", "東京", "(x)", "e\u{301}", "a/b", "👩‍👧", "\n"]
        var generator = SplitMix64(seed: 23)
        let highlighter = Highlighter(analyzer: CodeAnalyzer(), maximumLength: 40)
        let weights: [String: Float] = ["alpha": 1, "beta": 2, "gamma": 4, "東京": 8, "a/b": 16]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...40, using: &generator))
                .map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            let passage = highlighter.passage(in: text, matching: weights)
            let bytes = Array(text.utf8)
            #expect(Array(passage.text.utf8) == Array(bytes[passage.range]))
            #expect(passage.range.count <= 40)
            #expect(zip(passage.matches, passage.matches.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect(
                passage.matches.allSatisfy {
                    passage.range.contains($0.lowerBound) && $0.upperBound <= passage.range.upperBound
                })
            #expect(worth(of: passage.range, in: text, weights) >= best(in: text, length: 40, weights), "\(text)")
        }
    }

    /// What the distinct terms are worth that lie in a range.
    private func worth(of range: Range<Int>, in text: String, _ weights: [String: Float]) -> Float {
        var terms: Set<String> = []
        for token in AnalyzedText(text, by: CodeAnalyzer()).tokens
        where range.lowerBound <= token.place.start && token.place.end <= range.upperBound {
            terms.insert(token.text)
        }
        return terms.reduce(0) { $0 + (weights[$1] ?? 0) }
    }

    /// The best worth over all stretches that begin with a token.
    private func best(in text: String, length: Int, _ weights: [String: Float]) -> Float {
        AnalyzedText(text, by: CodeAnalyzer()).tokens
            .map { worth(of: $0.place.start..<($0.place.start + length), in: text, weights) }.max() ?? 0
    }
}
