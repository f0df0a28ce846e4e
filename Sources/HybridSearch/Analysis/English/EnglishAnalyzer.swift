// SPDX-License-Identifier: Apache-2.0

/// English text: lower-case words of two or more characters, without stop words, cut to their Snowball stems.
///
/// The stop words are the 33 that Lucene drops from English text; they are dropped before stemming. The stemmer is
/// Porter's second (Porter 2001, "Snowball: a language for stemming algorithms") in the edition of Snowball 3.1, the same
/// on every machine.
public struct EnglishAnalyzer: TextAnalyzer {
    private let tokenizer = WordTokenizer()
    private let stemmer = EnglishStemmer()

    /// Creates the analyser.
    public init() {}

    /// The name of this analyser and of its version.
    public var identity: String { "english/2" }

    /// Cuts text into lower-case words of two or more characters.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is; documents and queries are cut alike.
    ///   - receive: Called with each word and its place.
    public func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        tokenizer.forEachToken(in: text, receive)
    }

    /// The stem of a word, or `nil` for a stop word.
    ///
    /// - Parameter token: A word in lower case.
    /// - Returns: Its stem, or `nil` for one of ``stopWords``.
    public func term(for token: String) -> String? {
        Self.stopWords.contains(token) ? nil : stemmer.stem(token)
    }

    /// The English stop words of Lucene.
    public static let stopWords: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
        "of",
        "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will",
        "with",
    ]
}
