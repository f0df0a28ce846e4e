// SPDX-License-Identifier: Apache-2.0

/// How far an HTML tag sets what follows it apart from what precedes it.
enum HTMLSeparation: Comparable {
    /// Not at all: `<b>`, `<span>`, unknown tags.
    case none
    /// By a space: table cells.
    case space
    /// By a new line: blocks and `<br>`.
    case line

    /// The separation of a tag.
    ///
    /// - Parameter name: The tag's name in lower case.
    init(of name: String) {
        if Self.blocks.contains(name) {
            self = .line
        } else {
            self = name == "td" || name == "th" ? .space : .none
        }
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
        "search", "section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "tr", "ul",
    ]
}
