// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct PipelineLaneTests {
    private func rule(
        _ facts: DocumentFacts,
        _ attributes: [String: AttributeValue] = [:],
        _ matching: PolicyDocument.NameMatching = .words
    ) throws -> String {
        let snapshot = try PolicySnapshot(.pipelineLane(nameMatching: matching))
        let context = RoutingContext(attributes: attributes, document: facts)
        return snapshot.decide(context, at: PolicyInstant(millisecondsSince1970: 0)).ruleID.rawValue
    }

    @Test(
        "names count by their words",
        arguments: [
            ("slides.pptx", "presentation"), ("talk.KEY", "presentation"),
            ("tax-form.pdf", "form-or-invoice"), ("Invoice2024.pdf", "form-or-invoice"),
            ("myTaxReturn.pdf", "form-or-invoice"), ("PDFForm.pdf", "form-or-invoice"),
            ("forms/2024/letter.pdf", "default"),
            ("information.pdf", "default"), ("platform-guide.pdf", "default"), ("disclaimer.pdf", "default"),
            ("syntax.md", "code"), ("data.CSV", "plain-text"), ("sheet.xlsx", "spreadsheet"), ("main.swift", "code"),
            ("letter.docx", "default"), ("noextension", "default"), (".hidden", "default"), ("", "default"),
        ]
    )
    func words(name: String, expected: String) throws {
        #expect(try rule(DocumentFacts(name: name)) == expected)
    }

    @Test(
        "the compatibility switch finds substrings, faults and all",
        arguments: ["information.pdf", "platform-guide.pdf", "syntax.md", "disclaimer.pdf", "RECEIPTS.pdf"]
    )
    func substrings(name: String) throws {
        #expect(try rule(DocumentFacts(name: name), [:], .substrings) == "form-or-invoice")
    }

    @Test("what is scanned is read from its attributes")
    func scanned() throws {
        let letter = DocumentFacts(name: "letter.pdf")
        #expect(try rule(letter, ["scanned": true]) == "scanned")
        #expect(try rule(letter, ["scanned": "true"]) == "scanned")
        #expect(try rule(letter, ["source": "Office Scanner 3"]) == "scanned")
        #expect(try rule(letter, ["scanned": false]) == "default")
        #expect(try rule(letter, ["source": "scandinavia"]) == "default")
        #expect(try rule(letter, ["scanned": false], .substrings) == "scanned")
        #expect(try rule(letter, ["source": "scandinavia"], .substrings) == "scanned")
    }

    @Test("a PDF is large above ten megabytes, by name or by media type")
    func largePDF() throws {
        #expect(try rule(DocumentFacts(name: "a.pdf", byteCount: 10 << 20)) == "default")
        #expect(try rule(DocumentFacts(name: "a.pdf", byteCount: (10 << 20) + 1)) == "large-pdf")
        #expect(try rule(DocumentFacts(mediaType: "Application/PDF; q=1", byteCount: 11 << 20)) == "large-pdf")
        #expect(try rule(DocumentFacts(name: "a.docx", byteCount: 11 << 20)) == "default")
    }

    @Test("visual documents can take both lanes")
    func bothLanes() throws {
        let snapshot = try PolicySnapshot(.pipelineLane(visual: .vdrAndText))
        let context = RoutingContext(document: DocumentFacts(name: "a.odp"))
        #expect(snapshot.decide(context, at: PolicyInstant(millisecondsSince1970: 0)).route == .vdrAndText)
    }
}
