// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

struct ChunkMeasureTests {
    @Test(
        "tokens are words, marks and Characters of scripts without spaces",
        arguments: [
            ("", []),
            (" \r\n\t", []),
            ("  Hello, world!\n", ["Hello", ",", "world", "!"]),
            ("snake_case x2 3.14", ["snake_case", "x2", "3", ".", "14"]),
            ("don't", ["don", "'", "t"]),
            ("日本のAI。", ["日", "本", "の", "AI", "。"]),
            ("ภาษา ລາວ", ["ภ", "า", "ษ", "า", "ລ", "າ", "ວ"]),
            ("한국어 عربي Ünï", ["한국어", "عربي", "Ünï"]),
            ("ok👩‍👩‍👧‍👦🇩🇪🇫🇷", ["ok", "👩‍👩‍👧‍👦", "🇩🇪", "🇫🇷"]),
            (String(repeating: "x", count: 70), [32, 32, 6].map { String(repeating: "x", count: $0) }),
        ]
    )
    func tokens(text: String, expected: [String]) throws {
        let log = TokenLog()
        _ = try RecursiveChunker(maximum: 1, measure: log.measure()).chunks(of: Document(id: "d", text: text))
        #expect(log.calls == expected)
    }

    @Test("white space costs no token and stays with the token before it")
    func whitespaceIsFree() throws {
        let chunks = try RecursiveChunker(maximum: 1, measure: .tokens())
            .chunks(of: Document(id: "d", text: "  a \n b  "))
        #expect(chunks.map(\.text) == ["  a \n ", "b  "])
    }

    @Test("a negative count is taken as 0")
    func negativeCounts() throws {
        let chunks = try RecursiveChunker(maximum: 1, measure: .tokens { $0 == "b" ? -5 : 1 })
            .chunks(of: Document(id: "d", text: "a b c"))
        #expect(chunks.map(\.text) == ["a b ", "c"])
    }

    @Test("a Character is a grapheme cluster")
    func characters() throws {
        let chunks = try RecursiveChunker(maximum: 2).chunks(of: Document(id: "d", text: "e\u{301}👩‍👩‍👧‍👦\r\n🇩🇪🇫🇷"))
        #expect(chunks.map(\.text) == ["e\u{301}👩‍👩‍👧‍👦", "\r\n", "🇩🇪🇫🇷"])
        #expect(chunks.map(\.utf8Range) == [0..<28, 28..<30, 30..<46])
    }
}
