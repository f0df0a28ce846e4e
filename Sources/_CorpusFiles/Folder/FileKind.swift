// SPDX-License-Identifier: Apache-2.0

/// What a file holds, by its name.
package enum FileKind: Hashable, Sendable {
    /// One document of plain text: `.txt`.
    case plainText
    /// One document in Markdown: `.md` or `.markdown`.
    case markdown
    /// One document in HTML: `.html` or `.htm`.
    case html
    /// Any number of documents, one a line: `.jsonl` or `.jsonl.gz`.
    case jsonLines

    /// The kind of a file name, or `nil` where the extension is none of those; case does not matter.
    ///
    /// - Parameter name: A file name, with or without its folder.
    package init?(fileName name: String) {
        let name = name.lowercased()
        let kinds: [(suffix: String, kind: FileKind)] = [
            (".txt", .plainText), (".md", .markdown), (".markdown", .markdown), (".html", .html), (".htm", .html),
            (".jsonl", .jsonLines), (".jsonl.gz", .jsonLines),
        ]
        guard let match = kinds.first(where: { name.hasSuffix($0.suffix) }) else { return nil }
        self = match.kind
    }
}
