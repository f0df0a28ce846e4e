// SPDX-License-Identifier: Apache-2.0

/// What a reader sees of an HTML page: its title and its text.
///
/// Tags, comments, scripts and style sheets are dropped, character references decoded, runs of white space become one
/// space (line ends in `<pre>` stay), and blocks such as paragraphs, list items and table rows each start a line. Broken
/// markup is read much as browsers read it: a comment, a quoted value or a script left open goes on to the end.
struct HTMLText {
    /// The text of the first `<title>` element, or an empty string.
    let title: String

    /// The text of the page without its title; lines end with LF.
    let text: String

    /// Reads a page.
    ///
    /// - Parameter bytes: The page in UTF-8; wrong bytes become U+FFFD.
    /// - Complexity: O(*n*), whatever the bytes are.
    init(_ bytes: [UInt8]) {
        var page = Page()
        var tokens = HTMLTokens(bytes)
        while let token = tokens.next() { page.add(token) }
        self.title = page.title.text
        self.text = page.body.text
    }

    private struct Page {
        var title = HTMLTextBuffer()
        var body = HTMLTextBuffer()
        private var isInTitle = false
        private var hasTitle = false

        mutating func add(_ token: HTMLTokens.Token) {
            switch token {
            case .text(let run): write(run)
            case .character(let scalar): if let bytes = UTF8.encode(scalar) { write(bytes) }
            case .startTag(let name): start(name)
            case .endTag(let name): end(name)
            }
        }

        private mutating func write(_ run: some Sequence<UInt8>) {
            if !isInTitle {
                body.append(run)
            } else if !hasTitle {
                title.append(run)
            }
        }

        private mutating func start(_ name: String) {
            let separation = HTMLSeparation(of: name)
            // A title left open must not swallow the page.
            if separation == .line { endTitle() }
            if name == "title" { isInTitle = true }
            body.separate(separation)
            if name == "pre" { body.preformattedDepth += 1 }
        }

        private mutating func end(_ name: String) {
            if HTMLSeparation(of: name) == .line || name == "title" { endTitle() }
            if name == "pre", body.preformattedDepth > 0 { body.preformattedDepth -= 1 }
            body.separate(HTMLSeparation(of: name))
        }

        private mutating func endTitle() {
            hasTitle = hasTitle || isInTitle
            isInTitle = false
        }
    }
}
