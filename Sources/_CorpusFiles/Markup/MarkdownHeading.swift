// SPDX-License-Identifier: Apache-2.0

/// Finds the heading that serves as a Markdown file's title.
enum MarkdownHeading {
    /// The text of the first heading, of whatever level, or `nil` where there is none.
    ///
    /// Headings are those of CommonMark: lines that start with one to six `#`, and lines underlined with `=`. Front
    /// matter and fenced code are passed over. An underline of `-` is not taken for one, since it may be a rule or a
    /// part of a table. Marks inside the heading, such as emphasis, stay as they are.
    ///
    /// - Parameter text: A Markdown file.
    /// - Returns: The heading without its marks.
    /// - Complexity: O(*n*).
    static func first(in text: String) -> String? {
        var fence: Substring?
        var previous: Substring = ""
        var rest = withoutFrontMatter(text[...])
        while let line = rest.popLine() {
            let content = line.trimmed
            if let open = fence {
                if content.hasPrefix(open), content.allSatisfy({ $0 == open.first }) { fence = nil }
            } else if content.hasPrefix("```") || content.hasPrefix("~~~") {
                fence = content.prefix { $0 == content.first }
                previous = ""
            } else if line.prefix(4).allSatisfy({ $0 == " " }) || line.first == "\t" {
                previous = ""
            } else if let heading = numberSignHeading(content) {
                return heading
            } else if !content.isEmpty, content.allSatisfy({ $0 == "=" }), !previous.isEmpty {
                return String(previous)
            } else {
                previous = content
            }
        }
        return nil
    }

    /// The text of `## heading ##`, or `nil` for any other line and for a heading without text.
    private static func numberSignHeading(_ line: Substring) -> String? {
        let rest = line.drop { $0 == "#" }
        let level = line.count - rest.count
        guard (1...6).contains(level), rest.first == " " || rest.first == "\t" else { return nil }
        var heading = rest.trimmed
        let closing = heading.reversed().prefix { $0 == "#" }.count
        let beforeClosing = heading.dropLast(closing)
        if beforeClosing.isEmpty || beforeClosing.last == " " || beforeClosing.last == "\t" {
            heading = beforeClosing.trimmed
        }
        return heading.isEmpty ? nil : String(heading)
    }

    /// The text behind a block between two lines of `---` at the very start, or all of it where there is no such block.
    private static func withoutFrontMatter(_ text: Substring) -> Substring {
        var rest = text
        guard rest.popLine()?.trimmed == "---" else { return text }
        while let line = rest.popLine()?.trimmed {
            if line == "---" || line == "..." { return rest }
        }
        return text
    }
}

extension Substring {
    /// The text without white space at its ends.
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// Takes the first line off, without its end; `nil` where nothing is left.
    fileprivate mutating func popLine() -> Substring? {
        guard !isEmpty else { return nil }
        let line = prefix { !$0.isNewline }
        self = self[line.endIndex...].dropFirst()
        return line
    }
}
