// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import _CorpusFiles

struct MarkdownHeadingTests {
    @Test(
        "finds the first heading as CommonMark does",
        arguments: [
            ("# One\n# Two", "One"),
            ("text\n\n### Three ###", "Three"),
            ("#no\n#\n####### seven\n## yes", "yes"),
            ("   # indented", "indented"),
            ("    # code\n# heading", "heading"),
            ("\t# code\n# heading", "heading"),
            ("```sh\n# comment\n```\n# heading", "heading"),
            ("~~~~\n```\n# comment\n~~~\n~~~~\n# heading", "heading"),
            ("```\n# never closed", nil),
            ("Title\n=====\ntext", "Title"),
            ("\n=====\n", nil),
            ("---\ntitle: # x\n---\n# heading", "heading"),
            ("---\n# heading", "heading"),
            ("---\nkey: value\n...\n\n# heading", "heading"),
            ("# C# and F#", "C# and F#"),
            ("# One\r\n# Two\r\n", "One"),
            ("", nil),
            ("#", nil),
            ("# ###", nil),
        ] as [(String, String?)]
    )
    func heading(text: String, expected: String?) {
        #expect(MarkdownHeading.first(in: text) == expected)
    }
}
