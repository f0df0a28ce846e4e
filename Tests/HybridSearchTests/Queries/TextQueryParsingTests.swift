// SPDX-License-Identifier: Apache-2.0
import HybridSearch
import Testing

struct TextQueryParsingTests {
    typealias Clause = TextQuery.Clause

    @Test(
        "every form of a clause is read as it is meant",
        arguments: [
            ("word", Clause(.words("word"))), ("+word", Clause(.words("word"), .must)),
            ("-word", Clause(.words("word"), .mustNot)), ("pref*", Clause(.prefix("pref"))),
            ("\"a phrase\"", Clause(.phrase("a phrase", slop: 0))),
            ("\"a phrase\"~2", Clause(.phrase("a phrase", slop: 2))),
            ("title:word", Clause(.words("word"), field: "title")),
            ("title:\"a b\"", Clause(.phrase("a b", slop: 0), field: "title")),
            ("meta.page-title:x", Clause(.words("x"), field: "meta.page-title")),
            ("größe:x", Clause(.words("x"), field: "größe")), ("word^2.5", Clause(.words("word"), boost: 2.5)),
            ("pref*^3", Clause(.prefix("pref"), boost: 3)),
            ("+title:\"block max\"~1^0.5", Clause(.phrase("block max", slop: 1), .must, field: "title", boost: 0.5)),
            ("-_id:a*", Clause(.prefix("a"), .mustNot, field: "_id")), ("東京", Clause(.words("東京"))),
        ])
    func clauses(text: String, expected: Clause) throws {
        let query = try TextQuery(parsing: "x \(text)")
        #expect(query == TextQuery(clauses: [Clause(.words("x")), expected]))
    }

    @Test(
        "a character without its place for a meaning is one of its word",
        arguments: [
            ("C++", "C++"), ("e-mail", "e-mail"), ("~user", "~user"), ("a~2", "a~2"), ("user@host", "user@host"),
            ("@name", "@name"), ("@2nd", "@2nd"), ("12:30", "12:30"), (":)", ":)"), ("(a)", "(a)"), ("AND", "AND"),
            ("don't", "don't"), ("a:b:c", "b:c"), ("x:+y", "+y"), ("a&&b", "a&&b"), ("+-a", "-a"),
        ])
    func ordinaryCharacters(text: String, word: String) throws {
        #expect(try TextQuery(parsing: text).clauses.map(\.matching) == [.words(word)])
    }

    @Test(
        "a backslash takes the meaning away",
        arguments: [
            (#"\+a"#, Clause.Matching.words("+a")), (#"a\*"#, .words("a*")), (#"a\*b*"#, .prefix("a*b")),
            (#"title\:a"#, .words("title:a")), (#"\"a"#, .words("\"a")),
            (#""a \"b\" \\""#, .phrase(#"a "b" \"#, slop: 0)),
            (#"a\^2"#, .words("a^2")), (#"\@2"#, .words("@2")), (#"New\ York"#, .words("New York")),
            (#"\\"#, .words(#"\"#)),
            (#"\a"#, .words("a")),
        ])
    func escapes(text: String, expected: Clause.Matching) throws {
        #expect(try TextQuery(parsing: text).clauses == [Clause(expected)])
    }

    @Test("words are bags, and a bag of words gives no character a meaning")
    func bagOfWords() throws {
        #expect(try TextQuery(parsing: " one\ttwo\n").clauses == [Clause(.words("one")), Clause(.words("two"))])
        #expect(TextQuery(words: "+a \"b").clauses == [Clause(.words("+a \"b"))])
        #expect(try TextQuery(parsing: "").clauses.isEmpty)
        #expect(try TextQuery(parsing: "  ") == TextQuery(clauses: []))
    }

    @Test(
        "a number behind an at sign says how many words have to match",
        arguments: ["@2 a b c", "a @2 b c", "a b +d c @2"])
    func minimumShouldMatch(text: String) throws {
        #expect(try TextQuery(parsing: text).minimumShouldMatch == 2)
    }

    @Test(
        "what cannot be read is refused at its column, with what to write",
        arguments: [
            ("a \"b c", 3, "not closed"), ("a \"\"", 3, "no word"), ("\" \"", 1, "no word"),
            ("a + b", 3, "right before its word"),
            ("a -", 3, "right before its word"), ("*", 1, "before '*'"), ("a ^2", 3, "before '^'"),
            ("a*b", 2, #"'\*'"#),
            ("word^", 5, "word^2.5"), ("word^x", 5, "word^2.5"), ("word^-1", 5, "word^2.5"), ("word^0", 5, "word^2.5"),
            ("word^1e99", 5, "word^2.5"), ("word^0x1", 5, "word^2.5"), ("\"a\"~", 4, "~2"), ("\"a\"~b", 4, "~2"),
            ("\"a\"~99999999999999999999", 4, "~2"), ("\"a\"b", 4, "ends with a blank"),
            ("ab\"c\"", 3, "behind a blank"),
            ("title:", 6, "behind 'title:'"), ("title: a", 6, "behind 'title:'"), ("+title:\"a", 8, "not closed"),
            ("a\\", 2, "behind '\\'"), ("\"a\\", 3, "behind '\\'"), ("-a", 1, "only excludes"),
            ("@1 -b -c", 1, "more than the 0"),
            ("@3 a b", 1, "more than the 2"), ("@2 @2 a b", 4, "write one"), ("@0 a", 1, "from 1"),
            ("👩‍👩‍👧 e\u{301} \"x", 5, "not closed"), ("日本語 a*b", 6, #"'\*'"#),
        ])
    func errors(text: String, column: Int, hint: String) {
        let error = #expect(throws: HybridSearchError.self) { try TextQuery(parsing: text) }
        #expect(error?.code == .invalidQuery)
        #expect((error?.underlying as? TextQuery.SyntaxError)?.column == column)
        #expect(error?.message.contains("column \(column) ") == true)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test("a query prints as it is written")
    func description() throws {
        for text in [
            "a +b -c", "\"a b\"~2 pref*^2.5 x", "+title:\"block max\"~1^0.5", #"a\*b title\:x \+y C++"#, "a b @2",
            "New\\ York",
        ] {
            #expect(try TextQuery(parsing: text).description == text)
        }
        #expect(
            TextQuery(clauses: [Clause(.words("")), Clause(.phrase(" ", slop: 1)), Clause(.words("a"))]).description
                == "a")
    }
}
