// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import TestSupport
import Testing

/// Any text is read or refused, and what was read is read again as it prints.
struct TextQueryFuzzTests {
    /// 1,000,000 where `RAG_LONG_TESTS` is 1.
    private static let rounds = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 20_000

    private static let pieces: [String] = [
        "a", "word", "title", "field_1", "x.y", " ", " ", " ", "\t", "\n", "\u{3000}", "+", "-", "\"", "\"", "\"", "~",
        "~2", "~99",
        "*", ":", ":", "^", "^2", "^0.5", "^1e9", "@", "@1", "@2", "\\", "\\\\", "\\\"", "1", "0", ".", "é", "e\u{301}",
        "\u{301}",
        "日本", "👩‍👧", "\u{0}", "\u{200D}", "İ", "()", "AND",
    ]

    @Test("random texts of every sign are read or refused within the text")
    func randomTexts() throws {
        var generator = SplitMix64(seed: 2026)
        var read = 0
        for _ in 0..<Self.rounds {
            let text = (0..<Int.random(in: 0...12, using: &generator))
                .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            do {
                let query = try TextQuery(parsing: text)
                read += 1
                let again = try TextQuery(parsing: query.description)
                if again != query { Issue.record("\(text) prints as \(query) and is read as \(again)") }
            } catch {
                let column = (error.underlying as? TextQuery.SyntaxError)?.column ?? 0
                if !(1...text.count + 1).contains(column) { Issue.record("\(text) is refused at column \(column)") }
            }
        }
        // Both ways must be taken often.
        #expect(read > Self.rounds / 20 && read < Self.rounds * 19 / 20)
    }

    @Test("random queries are read as they print")
    func randomQueries() throws {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<Self.rounds / 4 {
            let query = randomQuery(using: &generator)
            let again = try TextQuery(parsing: query.description)
            if again != query { Issue.record("\(query) is read as \(again)") }
        }
    }

    @Test(
        "a long text is read in time that grows with its length",
        arguments: ["a ", "+a:\"b c\"~2^3 ", "\\\\", "a*^2 ", ":", "\"a\" "])
    func longTexts(piece: String) throws {
        let text = String(repeating: piece, count: 20_000)
        let query = try TextQuery(parsing: text)
        #expect(query.clauses.count == (piece.hasSuffix(" ") ? 20_000 : 1))
    }

    private func randomQuery(using generator: inout SplitMix64) -> TextQuery {
        var clauses = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let text = (0..<Int.random(in: 1...4, using: &generator))
                .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let matching: TextQuery.Clause.Matching =
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: .words(text)
                case 1: .phrase("w" + text, slop: Int.random(in: 0...3, using: &generator))
                default: .prefix(text)
                }
            return TextQuery.Clause(
                matching, TextQuery.Clause.Occurrence.allCases.randomElement(using: &generator) ?? .should,
                field: Bool.random(using: &generator) ? nil : "field",
                boost: Bool.random(using: &generator) ? 1 : Float.random(in: 0.001...1000, using: &generator))
        }
        clauses.append(TextQuery.Clause(.words("always")))
        return TextQuery(clauses: clauses, minimumShouldMatch: Int.random(in: 0...1, using: &generator))
    }
}
