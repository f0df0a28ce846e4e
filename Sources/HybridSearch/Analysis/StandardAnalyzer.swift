// SPDX-License-Identifier: Apache-2.0

/// Text of any language, without knowledge of one: words by Unicode's rules, folded, not stemmed, and nothing dropped.
///
/// Chinese, Japanese, Korean and other scripts without spaces are found by characters and pairs of them. Take it where
/// languages mix; where there is one, a ``LanguageAnalyzer`` finds more, because it knows the forms of a word.
public struct StandardAnalyzer: TextAnalyzer {
    private let tokens = UnicodeTokens(folding: CharacterFolding())

    /// Creates the analyser.
    public init() {}

    /// The name of this analyser and of its version.
    public var identity: String { "standard/1" }

    /// Cuts text into folded words and pairs of characters.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is; documents also hold single characters of scripts without spaces.
    ///   - receive: Called with each token and its place.
    public func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        tokens.forEachToken(in: text, for: use, receive)
    }

    /// The token itself, without an English possessive ending.
    ///
    /// - Parameter token: A folded word or pair of characters.
    /// - Returns: The term; never `nil`.
    public func term(for token: String) -> String? {
        token.utf8.count > 2 && token.hasSuffix("'s") ? String(token.dropLast(2)) : token
    }
}
