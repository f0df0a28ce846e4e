// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import Testing

struct IdentityTests {
    @Test("documents are ordered as their texts")
    func documentOrder() {
        let ids: [DocumentID] = ["b", "", "a/10", "a/2", "a"]
        #expect(ids.sorted() == ["", "a", "a/10", "a/2", "b"])
    }

    @Test("chunks are ordered by document, then by number and not by digits")
    func chunkOrder() {
        let ids = [
            ChunkID(document: "b", ordinal: 0), ChunkID(document: "a", ordinal: 10), ChunkID(document: "a", ordinal: 9),
        ]
        #expect(ids.sorted().map(\.description) == ["a#9", "a#10", "b#0"])
    }

    @Test("pages are ordered by document, then by number and not by digits")
    func pageOrder() {
        let ids = [
            PageID(document: "b", number: 1), PageID(document: "a", number: 10), PageID(document: "a", number: 9),
        ]
        #expect(ids.sorted().map(\.description) == ["a p. 9", "a p. 10", "b p. 1"])
    }

    @Test("canonically equivalent texts name the same document")
    func canonicalEquivalence() {
        #expect(DocumentID("caf\u{E9}") == DocumentID(rawValue: "cafe\u{301}"))
        #expect(Set([DocumentID("caf\u{E9}"), DocumentID("cafe\u{301}")]).count == 1)
    }

    @Test("a document's name is plain text in JSON, and names survive it")
    func coding() throws {
        #expect(
            String(decoding: try JSONEncoder().encode(["id": DocumentID("a b")]), as: UTF8.self) == #"{"id":"a b"}"#
        )
        let chunk = ChunkID(document: "a", ordinal: 3)
        #expect(try JSONDecoder().decode(ChunkID.self, from: JSONEncoder().encode(chunk)) == chunk)
        let page = PageID(document: "a", number: 3)
        #expect(try JSONDecoder().decode(PageID.self, from: JSONEncoder().encode(page)) == page)
    }
}
