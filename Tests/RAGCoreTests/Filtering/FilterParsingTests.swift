// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing

struct FilterParsingTests {
    /// 1,000,000 where `RAG_LONG_TESTS` is 1.
    private static let rounds = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 20_000

    private static let pieces = [
        "year", "a", "id", " ", " ", "=", "==", "!=", "<", "<=", ">=", "in", "(", "(", ")", "[", "]", ",", "and", "or",
        "NOT",
        "all", "any", "exists", "contains", "admits", "\"", "'", "\"x\"", "\\", "1", "-2.5", "+inf", "true", "é",
        "\u{301}",
        "👩‍👧", "\n", "a = 1", "tags contains b", "year in [1, 2)", " and ", " or ",
    ]

    @Test(
        "text is read as the filter it says",
        arguments: [
            ("year >= 2020 and tag in (a, b)", .atLeast("year", 2020) && .oneOf("tag", ["a", "b"])),
            ("a=1 or b=2.0 and not c=true", .equal("a", 1) || .equal("b", 2.0) && !.equal("c", .boolean(true))),
            ("(a==1 or b!='2') AND c<-3", (.equal("a", 1) || .notEqual("b", "2")) && .less("c", -3)),
            ("year in [1990, 2000]", .range("year", 1990...2000)), ("year in [1990,2000)", .range("year", 1990..<2000)),
            ("draft exists", .exists("draft")), ("tags contains 7", .contains("tags", "7")),
            ("tags = [a, 'b c', 7]", .equal("tags", ["a", "b c", "7"])), ("tags = []", .equal("tags", [])),
            ("id in (a/1, 2)", .identifiers(["a/1", "2"])), ("id = 2", .identifiers(["2"])),
            ("\"id\" = 2", .equal("id", 2)), ("access admits (staff, admin)", .visible(to: ["staff", "admin"])),
            ("date < 2024-01-31", .less("date", "2024-01-31")), ("a > 1e3", .greater("a", 1000.0)),
            ("t = 'it\\'s'", .equal("t", "it's")), ("all()", .all([])),
            ("any(a exists, all(b exists))", .any([.exists("a"), .all([.exists("b")])])),
            ("x in ()", .oneOf("x", [])), ("x <= +inf", .atMost("x", .number(.infinity))),
        ] as [(String, Filter)])
    func reads(text: String, filter: Filter) throws {
        #expect(try Filter(parsing: text) == filter)
        #expect(try Filter(parsing: filter.description) == filter)
    }

    @Test(
        "what cannot be read is an error at its column",
        arguments: [
            ("", 1), ("   ", 4), ("year", 5), ("year >=", 8), ("year >= 1 2", 11), ("year in 5", 9), ("year in (1", 11),
            ("year in [1]", 11), ("year in [1, 2", 14), ("(a = 1", 7), ("a = 1)", 6), ("a = 'x", 5), ("and", 1),
            ("a = 1 and or", 11), ("id < 3", 4), ("all", 4), ("é👩‍👧 = ", 6), ("a contains (b)", 12), ("t = [a", 7),
        ])
    func refuses(text: String, column: Int) {
        let error = #expect(throws: RAGCoreError.self) { try Filter(parsing: text) }
        #expect(error?.code == .invalidFilter)
        #expect(error?.message.hasPrefix("column \(column) of the filter: ") == true, "\(error?.message ?? "")")
    }

    @Test("a filter travels as its text")
    func codable() throws {
        let filter: Filter = .atLeast("year", 2020) && .contains("tags", "a b")
        let data = try JSONEncoder().encode(["only": filter])
        #expect(String(decoding: data, as: UTF8.self) == #"{"only":"year >= 2020 and tags contains \"a b\""}"#)
        #expect(try JSONDecoder().decode([String: Filter].self, from: data) == ["only": filter])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([String: Filter].self, from: Data(#"{"only":"year >="}"#.utf8))
        }
    }

    @Test("nesting beyond 100 levels is refused, however deep", arguments: ["(", "not ", "all("])
    func depth(opening: String) throws {
        let error = #expect(throws: RAGCoreError.self) {
            try Filter(parsing: String(repeating: opening, count: 100_000))
        }
        #expect(error?.message.contains("nested") == true)
        let parentheses = String(repeating: "(", count: 99) + "a=1" + String(repeating: ")", count: 99)
        #expect(try Filter(parsing: parentheses) == .equal("a", 1))
    }

    @Test("random texts are read or refused within the text")
    func randomTexts() throws {
        var random = RandomFilters(seed: 2026)
        var read = 0
        for _ in 0..<Self.rounds {
            let text = (0..<random.number(below: 9)).map { _ in Self.pieces[random.number(below: Self.pieces.count)] }
                .joined(separator: random.number(below: 2) == 0 ? "" : " ")
            do throws(RAGCoreError) {
                let filter = try Filter(parsing: text)
                read += 1
                if try Filter(parsing: filter.description) != filter { Issue.record("\(text) prints as \(filter)") }
            } catch {
                let column = Int(error.message.dropFirst("column ".count).prefix { $0.isNumber }) ?? 0
                if !(1...text.count + 1).contains(column) { Issue.record("\(text) is refused: \(error)") }
            }
        }
        // Both ways must be taken often.
        #expect(read > Self.rounds / 100 && read < Self.rounds * 9 / 10)
    }

    @Test("random filters are read as they print")
    func randomFilters() throws {
        var random = RandomFilters(seed: 1)
        for _ in 0..<Self.rounds / 4 {
            let filter = random.filter()
            let again = try Filter(parsing: filter.description)
            // What is not a number equals nothing.
            let isSame = filter.description.contains("+nan") ? "\(again)" == "\(filter)" : again == filter
            if !isSame { Issue.record("\(filter) is read as \(again)") }
        }
    }
}
