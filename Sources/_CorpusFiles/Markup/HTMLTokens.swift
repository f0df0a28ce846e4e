// SPDX-License-Identifier: Apache-2.0

/// Takes an HTML page apart into text and tags; comments, declarations, scripts and style sheets are passed over.
///
/// A forgiving subset of the tokenizer of <https://html.spec.whatwg.org/multipage/parsing.html>. Every step moves
/// forward and nothing is looked at twice, so any bytes are read in linear time.
struct HTMLTokens {
    /// A piece of a page.
    enum Token {
        /// Bytes of the page as they are.
        case text(ArraySlice<UInt8>)
        /// A decoded character reference.
        case character(Unicode.Scalar)
        /// An opening tag, by its name in lower case.
        case startTag(String)
        /// A closing tag, by its name in lower case.
        case endTag(String)
    }

    private let bytes: [UInt8]
    private var position = 0

    /// Starts at a page's first byte.
    ///
    /// - Parameter bytes: The page in UTF-8.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next token, or `nil` at the end.
    mutating func next() -> Token? {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "<"):
                if let token = markup() { return token }
            case UInt8(ascii: "&"):
                guard let reference = HTMLCharacterReference(bytes[position...]) else { return literal(count: 1) }
                position += reference.length
                return .character(reference.scalar)
            default:
                let end = bytes[position...].firstIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
                return literal(count: (end ?? bytes.count) - position)
            }
        }
        return nil
    }

    /// Reads what a `<` starts: a tag, text where it starts nothing, or `nil` for what is passed over.
    private mutating func markup() -> Token? {
        switch byte(at: position + 1) {
        case UInt8(ascii: "!") where bytes[position...].starts(with: "<!--".utf8):
            // The dashes of the opening may belong to the closing too: `<!-->` is a complete comment.
            position += 2
            skip(past: [UInt8]("-->".utf8))
            return nil
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            skip(past: [UInt8](">".utf8))
            return nil
        case UInt8(ascii: "/"):
            if byte(at: position + 2)?.isASCIILetter == true { return tag(nameStart: position + 2).map(Token.endTag) }
            if position + 2 >= bytes.count { return literal(count: 2) }
            skip(past: [UInt8](">".utf8))
            return nil
        case .some(let letter) where letter.isASCIILetter:
            guard let name = tag(nameStart: position + 1) else { return nil }
            if name == "script" || name == "style" { skipRawText(of: name) }
            return .startTag(name)
        default:
            return literal(count: 1)
        }
    }

    /// Reads a tag to its end and gives its name; `nil` where the page ends inside the tag.
    private mutating func tag(nameStart: Int) -> String? {
        position = nameStart
        while let byte = byte(at: position), !byte.endsTagName { position += 1 }
        let name = String(decoding: bytes[nameStart..<position].map(\.asciiLowercased), as: UTF8.self)
        while let byte = byte(at: position) {
            position += 1
            if byte == UInt8(ascii: ">") { return name }
            if byte == UInt8(ascii: "=") { skipAttributeValue() }
        }
        return nil
    }

    private mutating func skipAttributeValue() {
        while byte(at: position)?.isHTMLSpace == true { position += 1 }
        guard let first = byte(at: position) else { return }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            position += 1
            skip(past: [first])
        } else {
            while let byte = byte(at: position), !byte.isHTMLSpace, byte != UInt8(ascii: ">") { position += 1 }
        }
    }

    /// Moves to the closing tag of an element whose content is no markup, or to the end of the page.
    private mutating func skipRawText(of name: String) {
        let closing = [UInt8]("</\(name)".utf8)
        while position < bytes.count {
            let candidate = bytes[position...].prefix(closing.count)
            if bytes[position] == UInt8(ascii: "<"), candidate.lazy.map(\.asciiLowercased).elementsEqual(closing),
                byte(at: position + closing.count)?.endsTagName ?? true
            {
                return
            }
            position += 1
        }
    }

    /// Moves behind the next occurrence of a sequence, or to the end of the page.
    private mutating func skip(past sequence: [UInt8]) {
        while position < bytes.count {
            if bytes[position] == sequence[0], bytes[position...].starts(with: sequence) {
                position += sequence.count
                return
            }
            position += 1
        }
    }

    private mutating func literal(count: Int) -> Token {
        defer { position += count }
        return .text(bytes[position..<(position + count)])
    }

    private func byte(at index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }
}

extension UInt8 {
    /// Whether HTML takes the byte for white space.
    var isHTMLSpace: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: true
        default: false
        }
    }

    fileprivate var isASCIILetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }

    fileprivate var endsTagName: Bool {
        isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
    }
}
