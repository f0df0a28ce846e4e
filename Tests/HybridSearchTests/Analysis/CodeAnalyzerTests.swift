// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import HybridSearch

struct CodeAnalyzerTests {
    @Test(
        "an identifier is found whole and by its parts, which follow each other",
        arguments: [
            ("camelCase", ["camelcase@0", "camel@0", "case@1"]),
            ("PascalCase", ["pascalcase@0", "pascal@0", "case@1"]),
            ("snake_case", ["snake_case@0", "snake@0", "case@1"]),
            ("kebab-case", ["kebab-case@0", "kebab@0", "case@1"]),
            ("dotted.name", ["dotted.name@0", "dotted@0", "name@1"]),
            ("HTTPServer2", ["httpserver2@0", "http@0", "server@1", "2@2"]),
            ("std::vector", ["std::vector@0", "std@0", "vector@1"]), ("plain", ["plain@0"]), ("__init__", ["init@0"]),
            ("XMLHttpRequest", ["xmlhttprequest@0", "xml@0", "http@1", "request@2"]),
            ("iOS", ["ios@0", "i@0", "os@1"]),
            ("größteZahl", ["grosstezahl@0", "grosste@0", "zahl@1"]), ("utf8", ["utf8@0", "utf@0", "8@1"]),
        ])
    func identifiers(text: String, expected: [String]) {
        #expect(AnalyzedText(text, by: CodeAnalyzer()).positions == expected)
        #expect(AnalyzedText(text, by: CodeAnalyzer(), for: .query).positions == expected)
    }

    @Test("a path is found by its folders, its file name and their parts")
    func paths() {
        let path = "Sources/HybridSearch/text_analyzer.swift"
        #expect(
            AnalyzedText(path, by: CodeAnalyzer()).positions == [
                "sources/hybridsearch/text_analyzer.swift@0", "sources@0", "hybridsearch@1", "hybrid@1", "search@2",
                "text_analyzer.swift@3", "text_analyzer@3", "text@3", "analyzer@4", "swift@5",
            ])
        #expect(AnalyzedText(path, by: CodeAnalyzer()).sources(in: path)[5] == "text_analyzer.swift")
    }

    @Test(
        "prose around identifiers stays prose",
        arguments: [
            ("It ends. Next one", ["it", "ends", "next", "one"]),
            ("call f(x), then g", ["call", "f", "x", "then", "g"]),
            ("don't -v --all", ["don't", "v", "all"]), ("a->b; c:d", ["a", "b", "c", "d"]), ("…/etc/", ["etc"]),
            ("検索 index", ["検", "検索", "索", "index"]), ("", []), ("_ - . /", []),
        ])
    func prose(text: String, expected: [String]) {
        #expect(AnalyzedText(text, by: CodeAnalyzer()).texts == expected)
    }

    @Test("a name of many parts costs no more than its parts")
    func longNames() {
        let name = Array(repeating: "part", count: 20_000).joined(separator: "_")
        #expect(AnalyzedText(name, by: CodeAnalyzer()).tokens.count == 20_000)
    }
}
