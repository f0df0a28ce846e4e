// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

struct RecursiveChunkerTests {
    @Test(
        "cuts at the strongest separator of the later half",
        arguments: [
            ("aaaa. b\n\nccc d\neee fff", ["aaaa. b\n\n", "ccc d\neee fff"]),
            ("aaaa. bbb\nccc ddd eee", ["aaaa. bbb\n", "ccc ddd eee"]),
            ("aaaa aaa. Bbb ccc ddd", ["aaaa aaa. ", "Bbb ccc ddd"]),
            ("aaaa aaaa aaaaaaaaaa", ["aaaa aaaa ", "aaaaaaaaaa"]),
            ("aaaaaaaaaaaaaaaaaaaaaa", ["aaaaaaaaaaaaaa", "aaaaaaaa"]),
            ("あいうえおかきく。けこさしすせそた", ["あいうえおかきく。", "けこさしすせそた"]),
        ]
    )
    func separators(text: String, expected: [String]) throws {
        let chunks = try RecursiveChunker(maximum: 14).chunks(of: Document(id: "d", text: text))
        #expect(chunks.map(\.text) == expected)
    }

    @Test("a short heading stays with the text below it")
    func headings() throws {
        let chunks = try RecursiveChunker(maximum: 20).chunks(
            of: Document(id: "d", text: "Title\n\nOne two three four.")
        )
        #expect(chunks.map(\.text) == ["Title\n\nOne two ", "three four."])
    }

    @Test("steps back by the overlap, even into a word")
    func overlap() throws {
        let chunks = try RecursiveChunker(maximum: 10, overlap: 3)
            .chunks(of: Document(id: "d", text: "one two three four"))
        #expect(chunks.map(\.text) == ["one two ", "wo three ", "ee four"])
    }

    @Test(
        "a text that fits is one chunk, and an empty text has none",
        arguments: [("", 0), (" \n\n ", 1), ("a\n\nb.", 1)]
    )
    func short(text: String, count: Int) throws {
        let chunks = try RecursiveChunker(maximum: 5, overlap: 4).chunks(of: Document(id: "d", text: text))
        #expect(chunks.map(\.text) == Array(repeating: text, count: count))
    }

    @Test("the largest maximum gives one chunk")
    func unbounded() throws {
        let document = Document(id: "d", text: "One.\n\nTwo.")
        #expect(
            try RecursiveChunker(maximum: .max, overlap: .max - 1).chunks(of: document).map(\.text) == [document.text]
        )
        #expect(try SentenceChunker(maximum: .max).chunks(of: document).map(\.text) == [document.text])
    }

    @Test(
        "every chunk but the last is at least halfway from the overlap to the maximum",
        arguments: [(40, 0), (40, 11)]
    )
    func fill(maximum: Int, overlap: Int) throws {
        for text in TextKind.allCases.flatMap(\.samples) {
            let chunks = try RecursiveChunker(maximum: maximum, overlap: overlap)
                .chunks(of: Document(id: "d", text: text))
            #expect(chunks.dropLast().count { 2 * $0.text.count < maximum + overlap } == 0)
        }
    }

    @Test("where a paragraph ends in reach, a chunk ends with a paragraph")
    func paragraphsFirst() throws {
        var generator = SplitMix64(seed: 5)
        // No paragraph is longer than half a chunk, so that one always ends in reach.
        let text = (0..<300)
            .map { _ in String(repeating: "a. b\n", count: 1 + Int(generator.next() % 8)) }
            .joined(separator: "\n")
        let chunks = try RecursiveChunker(maximum: 90).chunks(of: Document(id: "d", text: text))
        #expect(chunks.count > 50)
        #expect(chunks.dropLast().count { !$0.text.hasSuffix("\n\n") } == 0)
    }
}
