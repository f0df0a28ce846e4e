// SPDX-License-Identifier: Apache-2.0
import Foundation
import StatusModel
import Testing

struct RedactionTests {
    @Test(
        "secrets go, the rest stays",
        arguments: [
            ("page 3 of report.pdf is damaged", "page 3 of report.pdf is damaged"),
            ("password=hunter2 for db", "password=[redacted] for db"),
            ("DB_PASSWORD: hunter2", "DB_PASSWORD: [redacted]"),
            ("Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"),
            ("x-api-key: k1", "x-api-key: [redacted]"),
            ("postgres://ada:pw@db.example:5432/rag failed", "postgres://[redacted]@db.example:5432/rag failed"),
            ("GET https://s3.example/a.pdf?X-Sig=1&k=2", "GET https://s3.example/a.pdf?[redacted]"),
            ("mail ada@example.org bounced", "mail [redacted] bounced"),
            ("key AKIAIOSFODNN7EXAMPLE denied", "key [redacted] denied"),
            ("jwt eyJhbGciOiJIUzI1NiJ9.e30.abc", "jwt [redacted]"),
            ("id 0123456789abcdef0123456789abcdef0 lost", "id [redacted] lost"),
            ("line one\nline\u{0}two\ttab", "line one line two tab"),
            ("HTTP 503: try later", "HTTP 503: try later"),
        ])
    func secrets(raw: String, shown: String) {
        #expect(RedactedText(raw).text == shown)
    }

    @Test("redacting twice changes nothing, and long texts end")
    func idempotence() {
        let long = String(repeating: "password=x and ada@example.org ", count: 60)
        for text in [long, String(repeating: "a", count: 2_000), "token=", "a://b?c", ""] {
            let once = RedactedText(text).text
            #expect(RedactedText(once).text == once)
            #expect(once.count <= RedactedText.maximumLength)
        }
    }

    @Test("a text read from elsewhere is redacted")
    func decoding() throws {
        let read = try JSONDecoder().decode([RedactedText].self, from: Data(#"["secret=s"]"#.utf8))
        #expect(read == ["secret=[redacted]"])
        #expect(String(decoding: try JSONEncoder().encode(read), as: UTF8.self) == #"["secret=[redacted]"]"#)
    }
}
