// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

@testable import HybridSearch

struct StandardAnalyzerTests {
    private let analyzer = StandardAnalyzer()

    @Test(
        "words of any language become folded terms, and nothing is dropped",
        arguments: [
            ("The Größe of naïve cafés", ["the", "grosse", "of", "naive", "cafes"]), ("Dog's life", ["dog", "life"]),
            ("Война и миръ", ["воина", "и", "миръ"]), ("a I x", ["a", "i", "x"]), ("C++ & C#", ["c", "c"]),
        ])
    func words(text: String, terms: [String]) {
        #expect(analyzer.terms(in: text) == terms)
        #expect(analyzer.terms(in: text, for: .query) == terms)
    }

    @Test("a document holds characters and pairs, a query pairs alone")
    func pairs() {
        let document = AnalyzedText("東京都 ok 水", by: analyzer)
        #expect(document.positions == ["東@0", "東京@0", "京@1", "京都@1", "都@2", "ok@3", "水@4"])
        let query = AnalyzedText("東京都 ok 水", by: analyzer, for: .query)
        #expect(query.positions == ["東京@0", "京都@1", "ok@3", "水@4"])
    }

    @Test("a character of several scalars is one character")
    func clusters() {
        let text = "か\u{3099}く \u{1112}\u{1161}\u{11AB}국"
        let analyzed = AnalyzedText(text, by: analyzer)
        #expect(analyzed.texts == ["が", "がく", "く", "한", "한국", "국"])
        #expect(analyzed.sources(in: text)[0] == "か\u{3099}")
        #expect(AnalyzedText("ที่นี่", by: analyzer, for: .query).texts == ["ที่นี่"])
    }

    @Test(
        "Chinese, Japanese, Korean and Thai are found",
        arguments: [
            ("分词", "zh"), ("搜索引擎", "zh"), ("引擎", "zh"), ("检索", "zh"), ("引", "zh"), ("全文検索", "ja"), ("とうきょう", "ja"),
            ("タワー", "ja"), ("ﾀﾜｰ", "ja"), ("電波", "ja"), ("검색", "ko"), ("한국어", "ko"), ("데이터베이스", "ko"), ("ค้นหา", "th"),
            ("ภาษา", "th"),
        ])
    func findsUnspacedText(words: String, expected: String) throws {
        var writer = try IndexWriter(IndexConfiguration(analyzer: analyzer))
        for (id, text) in [
            ("zh", "搜索引擎首先对文档进行分词，然后建立倒排索引，以便快速检索。"),
            ("ja", "とうきょうタワーは電波塔です。この文書は全文検索のために書かれました。"),
            ("ko", "한국어 문서를 검색하려면 데이터베이스보다 역색인이 더 빠릅니다."),
            ("th", "การค้นหาข้อความภาษาไทยทำได้โดยไม่ต้องมีพจนานุกรม"),
            ("en", "An inverted index finds documents without reading them."),
        ] {
            try writer.add(Document(id: DocumentID(id), text: text))
        }
        let hits = try writer.commit().search(HybridQuery(words, mode: .sparse))
        #expect(hits.first?.document.id.rawValue == expected)
    }
}
