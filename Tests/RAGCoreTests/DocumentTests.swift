// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

struct DocumentTests {
    @Test(
        "the searchable text is the title, a space and the body, or the body alone",
        arguments: [
            ("", "body", "body"), ("Title", "body", "Title body"), ("Title", "", "Title "), ("", "", ""),
            (" ", "b", "  b"),
        ]
    )
    func searchableText(title: String, text: String, expected: String) {
        #expect(Document(id: "d", title: title, text: text).searchableText == expected)
    }
}

struct ScoredHitTests {
    @Test("a renamed hit keeps its score")
    func mapID() {
        let hit = ScoredHit(id: 3, score: 0.5).mapID { ChunkID(document: "d", ordinal: $0) }
        #expect(hit == ScoredHit(id: ChunkID(document: "d", ordinal: 3), score: 0.5))
    }
}
