// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

struct FilterMatchingTests {
    private let document = Document(
        id: "notes/g", text: "",
        metadata: [
            "year": 1843, "share": 0.5, "author": "Ada", "public": .boolean(true), "tags": ["engine", "notes"],
            "none": [],
            "broken": .number(.nan), "access": ["staff"],
        ])

    @Test(
        "a filter holds where it says so",
        arguments: [
            .equal("year", 1843), .equal("year", 1843.0), .notEqual("year", 1842), .less("year", 1843.5),
            .atMost("year", 1843), .greater("year", .number(-.infinity)), .atLeast("year", 1843),
            .greater("share", 0), .less("share", 1), .equal("author", "Ada"), .greater("author", "ADA"),
            .atLeast("public", .boolean(false)), .equal("tags", ["engine", "notes"]),
            .notEqual("tags", ["notes", "engine"]),
            .equal("none", []), .oneOf("year", ["1843", 1843]), .oneOf("tags", [["engine", "notes"]]),
            .range("year", 1843...1843), .range("year", 1800..<1844),
            .range("author", from: "A", to: "B", isClosed: false),
            .exists("year"), .exists("none"), .exists("broken"), .contains("tags", "notes"),
            .identifiers(["other", "notes/g"]), .visible(to: ["admin", "staff"]), .visible(to: ["notes"], by: "tags"),
            .all([]),
        ] as [Filter])
    func holds(filter: Filter) {
        #expect(filter.matches(document))
        #expect(!(!filter).matches(document))
    }

    @Test("filters combine with operators")
    func operators() {
        let dated: Filter = .equal("year", 1843) && !.exists("draft") && .exists("author")
        #expect(dated == .all([.equal("year", 1843), .not(.exists("draft")), .exists("author")]))
        #expect(dated.matches(document))
        let either: Filter = .exists("draft") || .exists("year")
        #expect(either == .any([.exists("draft"), .exists("year")]))
        #expect(either.matches(document))
        #expect(Filter.not(.any([])).matches(document))
    }

    @Test(
        "a filter fails on other values, other types and where there is nothing",
        arguments: [
            .equal("year", 1842), .equal("year", "1843"), .notEqual("year", 1843.0), .notEqual("year", "1842"),
            .less("year", "2000"), .equal("author", "ada"), .equal("public", 1), .equal("tags", "engine"),
            .notEqual("tags", "engine"), .less("tags", ["z"]), .equal("none", ""), .oneOf("year", []),
            .range("year", 1800..<1843), .range("year", from: 1800, to: "x", isClosed: true),
            .range("year", from: 1900, to: 1800, isClosed: true), .exists("Year"), .equal("missing", 1),
            .notEqual("missing", 1), .contains("author", "Ada"), .contains("tags", "note"), .identifiers([]),
            .equal("broken", .number(.nan)), .notEqual("broken", .number(.nan)), .notEqual("broken", 1),
            .less("broken", 1),
            .visible(to: []), .visible(to: ["admin"]), .visible(to: ["engine"], by: "access"), .any([]), .not(.all([])),
        ] as [Filter])
    func fails(filter: Filter) {
        #expect(!filter.matches(document))
        #expect((!filter).matches(document))
    }

    @Test("whole numbers and numbers compare exactly where a number cannot hold the whole number")
    func exactNumbers() {
        let large = Document(id: "1", text: "", metadata: ["n": .integer((1 << 53) + 1), "m": .integer(.max)])
        #expect(!Filter.equal("n", 0x1p53).matches(large))
        #expect(Filter.greater("n", 0x1p53).matches(large))
        #expect(Filter.less("m", 0x1p63).matches(large))
        #expect(Filter.greater("m", 0x1.fffffffffffffp62).matches(large))
    }

    @Test("texts and identifiers compare by scalars, not by canonical equivalence")
    func scalars() {
        let composed = Document(id: "\u{E9}", text: "", metadata: ["t": "\u{E9}"])
        #expect(!Filter.equal("t", "e\u{301}").matches(composed))
        #expect(Filter.notEqual("t", "e\u{301}").matches(composed))
        #expect(!Filter.identifiers(["e\u{301}"]).matches(composed))
        // The order of scalars is not that of UTF-16.
        let high = Document(id: "1", text: "", metadata: ["t": "\u{1F600}"])
        #expect(Filter.greater("t", "\u{FFFD}").matches(high))
    }

    @Test(
        "a document without an access list is visible to nobody",
        arguments: [[:], ["access": []], ["access": "staff"], ["access": .boolean(true)]] as [Metadata])
    func missingAccessList(metadata: Metadata) {
        #expect(!Filter.visible(to: ["staff", ""]).matches(Document(id: "1", text: "", metadata: metadata)))
    }
}
