// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing
import _CorpusFiles

struct JSONLinesDocumentsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("reads every field, ignores unknown ones and blank lines")
    func fields() throws {
        let documents = try documents(
            """
            \u{FEFF}
            {"id": "a", "title": "T", "text": "x", "metadata": {"y": 1843, "s": ["p", "q"], "b": true}}

              \t
            {"id": 7, "text": "", "title": null, "metadata": {"x": null}, "url": {"deep": [1]}}
            {"id": "\\u00e9\\ud83d\\ude00", "text": "line\\nend"}
            """
        )
        #expect(
            documents == [
                Document(
                    id: "a",
                    title: "T",
                    text: "x",
                    metadata: ["y": 1843, "s": ["p", "q"], "b": true]
                ),
                Document(id: "7", text: ""),
                Document(id: "é😀", text: "line\nend"),
            ]
        )
    }

    @Test(
        "says what was expected of a line that is no document",
        arguments: [
            ("{", .malformedJSON, "one JSON object a line"),
            ("nonsense", .malformedJSON, "one JSON object a line"),
            ("[]", .malformedJSON, "one JSON object a line"),
            ("null", .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"b\"} trailing", .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"b\nc\"}", .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"\u{0}\"}", .malformedJSON, "zero byte"),
            (String(repeating: "[", count: 100_000), .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"\u{1}\"}", .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"\\ud800\"}", .malformedJSON, "one JSON object a line"),
            ("{\"id\": \"a\", \"text\": \"\\x\"}", .malformedJSON, "one JSON object a line"),
            ("{}", .missingField, "\"id\""),
            ("{\"text\": \"b\"}", .missingField, "\"id\""),
            ("{\"id\": null, \"text\": \"b\"}", .missingField, "\"id\""),
            ("{\"id\": \"a\"}", .missingField, "\"text\""),
            ("{\"id\": \"a\", \"text\": null}", .missingField, "\"text\""),
            ("{\"id\": true, \"text\": \"b\"}", .invalidField, "a string or a whole number"),
            ("{\"id\": 1.5, \"text\": \"b\"}", .invalidField, "a string or a whole number"),
            ("{\"id\": 1e999, \"text\": \"b\"}", .invalidField, "a string or a whole number"),
            ("{\"id\": [], \"text\": \"b\"}", .invalidField, "a string or a whole number"),
            ("{\"id\": \"a\", \"text\": 5}", .invalidField, "\"text\" must be a string"),
            ("{\"id\": \"a\", \"text\": [\"b\"]}", .invalidField, "\"text\" must be a string"),
            ("{\"id\": \"a\", \"text\": \"b\", \"title\": 1}", .invalidField, "\"title\" must be a string"),
            ("{\"id\": \"a\", \"text\": \"b\", \"metadata\": []}", .invalidField, "\"metadata\" must be an object"),
            ("{\"id\": \"a\", \"text\": \"b\", \"metadata\": {\"x\": {}}}", .invalidField, "\"metadata\" must be"),
            ("{\"id\": \"a\", \"text\": \"b\", \"metadata\": {\"x\": [1]}}", .invalidField, "\"metadata\" must be"),
            ("{\"id\": \"\", \"text\": \"b\"}", .emptyID, "empty"),
        ] as [(String, CorpusError.Code, String)]
    )
    func invalidLines(line: String, code: CorpusError.Code, expected: String) throws {
        let good = #"{"id": "good", "text": "t"}"#
        let path = try folder.write("input.jsonl", good + "\n" + line + "\n" + good)
        var reader = try JSONLinesDocuments(.file(path: path))
        _ = try reader.next()
        let error = thrownError { () throws(CorpusError) in _ = try reader.next() }
        #expect(error?.code == code)
        #expect(error?.file == path)
        #expect(error?.line == 2)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "no error")")
        #expect(error?.concernsOneDocument == true)
    }

    @Test(
        "bytes that are not UTF-8 are an error that says where",
        arguments: [
            ([0xFF, 0xFE], 1), ([0x22, 0xC3, 0x28, 0x22], 2), ([0x22, 0xED, 0xA0, 0x80, 0x22], 2),
            ([0x22, 0xC0, 0x80], 2),
        ] as [([UInt8], Int)]
    )
    func invalidUTF8(bytes: [UInt8], position: Int) throws {
        var reader = try JSONLinesDocuments(.file(path: folder.write("input.jsonl", bytes)))
        let error = thrownError { () throws(CorpusError) in _ = try reader.next() }
        #expect(error?.code == .invalidUTF8)
        #expect(error?.line == 1)
        #expect(error?.message.hasPrefix("byte \(position) ") == true, "\(error?.message ?? "no error")")
    }

    @Test("an error reads as file, line and message")
    func description() throws {
        let path = try folder.write("input.jsonl", "\n{}")
        let error = thrownError { () throws(CorpusError) in
            var reader = try JSONLinesDocuments(.file(path: path))
            _ = try reader.next()
        }
        #expect(error?.description.hasPrefix("\(path):2: \"id\" is missing") == true)
    }

    private func documents(_ content: String) throws -> [Document] {
        var reader = try JSONLinesDocuments(.file(path: folder.write("input.jsonl", content)))
        var documents: [Document] = []
        while let document = try reader.next() { documents.append(document) }
        return documents
    }
}
