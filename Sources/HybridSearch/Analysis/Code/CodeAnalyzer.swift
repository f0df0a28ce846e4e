// SPDX-License-Identifier: Apache-2.0

/// Text about programs: identifiers are found whole and by their parts, other words as by ``StandardAnalyzer``.
///
/// `HTTPServer2` is the term `httpserver2` and, from the same position on, `http`, `server` and `2`. `snake_case`,
/// `kebab-case`, `dotted.names`, `Scoped::names` and paths are taken apart alike, and groups that belong together, as the
/// file name of a path, are terms as well. So a query finds a name however it is written, and the name as it stands best.
public struct CodeAnalyzer: TextAnalyzer {
    private let folding = CharacterFolding()

    /// Creates the analyser.
    public init() {}

    /// The name of this analyser and of its version.
    public var identity: String { "code/1" }

    /// Cuts text into identifiers, their parts, folded words and pairs of characters.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is; documents also hold single characters of scripts without spaces.
    ///   - receive: Called with each token and its place.
    public func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        let bytes = text.utf8.span
        let table = WordBreakClass.table
        var position: UInt32 = 0
        var folded = FoldedText()
        var identifier = Identifier()
        var offset = 0
        while offset < bytes.count {
            let (first, end) = WordBreakClass.read(bytes, at: offset, table)
            switch first {
            case .letter, .hebrewLetter, .numeric, .connector:
                identifier.read(in: bytes, at: offset)
                identifier.forEachGroup { range, part in
                    let group = bytes.extracting(range)
                    let place = TokenPlace(
                        position: position + UInt32(part), start: range.lowerBound, end: range.upperBound)
                    if UnicodeTokens.isFolded(group) {
                        receive(group, place)
                    } else {
                        folded.removeAll()
                        folding.fold(group, into: &folded)
                        if !folded.bytes.isEmpty { receive(folded.bytes.span, place) }
                    }
                }
                position += UInt32(identifier.parts.count)
                offset = max(identifier.end, end)
            case .unspaced:
                let runEnd = UnicodeWordTokenizer.endOfRun(in: bytes, from: end, table)
                var pairs = CharacterPairs(folding: folding, use: use, position: position)
                pairs.forEachToken(in: bytes, offset..<runEnd, &folded, receive)
                position = pairs.position
                offset = runEnd
            default:
                offset = end
            }
        }
    }

    /// The token itself, without an English possessive ending.
    ///
    /// - Parameter token: A folded word, identifier, part of one or pair of characters.
    /// - Returns: The term; never `nil`.
    public func term(for token: String) -> String? { StandardAnalyzer().term(for: token) }
}
