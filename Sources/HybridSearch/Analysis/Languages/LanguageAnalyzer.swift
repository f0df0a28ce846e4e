// SPDX-License-Identifier: Apache-2.0
internal import _Stemming

/// Text of one language: words by Unicode's rules, without stop words, cut to their Snowball stems and folded.
///
/// A token passes four steps on the way to its term: an elided article goes (*l'eau* is *eau*), stop words are dropped, the
/// system's `libstemmer` cuts the word to its stem, and the stem loses its marks, so that a word written without accents
/// finds itself. Scripts without spaces are found by characters and pairs, as by ``StandardAnalyzer``.
///
/// Stems depend on the edition of Snowball that the system has. The identity therefore holds a fingerprint of the stems of
/// fixed words, and an index that another edition made is refused, not searched in vain.
public struct LanguageAnalyzer: TextAnalyzer {
    /// The language.
    public let language: Language

    /// The name of the language, the version of this analyser and the fingerprint of its stems, as `german/1-0123abcd`.
    public let identity: String

    private let tokens: UnicodeTokens
    private let stemmer: SnowballStemmer
    private let stopWords: Set<String>
    private let elidedWords: Set<String>
    private let respelledLetters: [Character: Character]
    private let stemFolding = CharacterFolding(marks: .removed)

    /// Creates the analyser of a language.
    ///
    /// - Parameter language: The language of documents and queries.
    /// - Throws: ``HybridSearchError/Code/missingStemmer`` where the system's library does not know the language.
    public init(_ language: Language) throws(HybridSearchError) {
        guard let stemmer = SnowballStemmer(language.rawValue) else {
            throw HybridSearchError(
                .missingStemmer,
                "the system's libstemmer has no stemmer for \(language.rawValue); install a newer one or take the "
                    + "analyser 'standard'")
        }
        let vocabulary = language.vocabulary
        let folding = CharacterFolding(marks: .kept, casing: vocabulary.casing)
        self.language = language
        self.stemmer = stemmer
        self.tokens = UnicodeTokens(folding: folding)
        self.stopWords = Set(vocabulary.stopWords.map { folding.fold(String($0)) })
        self.elidedWords = Set(vocabulary.elidedWords.map(String.init))
        self.respelledLetters = vocabulary.respelledLetters
        let stems = vocabulary.probes.map { stemmer.stem(folding.fold(String($0))) }
        self.identity = "\(language.rawValue)/1-\(StemFingerprint.fingerprint(of: stems))"
    }

    /// Cuts text into words in lower case and pairs of characters.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is; documents also hold single characters of scripts without spaces.
    ///   - receive: Called with each token and its place.
    public func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        tokens.forEachToken(in: text, for: use, receive)
    }

    /// The folded stem of a word, or `nil` for a stop word.
    ///
    /// - Parameter token: A word in lower case.
    /// - Returns: Its stem without marks, or `nil` for a stop word.
    public func term(for token: String) -> String? {
        let word = withoutElision(token)
        guard !stopWords.contains(word) else { return nil }
        let spelled = respelledLetters.isEmpty ? word : String(word.map { respelledLetters[$0] ?? $0 })
        let stem = stemFolding.fold(stemmer.stem(spelled))
        // A stem may be a mark alone, which folds to nothing.
        return stem.isEmpty ? word : stem
    }

    /// The beginning of a word without its article and its marks, as stems have none.
    ///
    /// - Parameter token: The beginning of a word in lower case.
    /// - Returns: The beginning of the terms.
    public func termPrefix(for token: String) -> String { stemFolding.fold(withoutElision(token)) }

    private func withoutElision(_ token: String) -> String {
        guard !elidedWords.isEmpty, let apostrophe = token.utf8.firstIndex(of: UInt8(ascii: "'")),
            elidedWords.contains(String(token[..<apostrophe]))
        else { return token }
        let word = token[token.utf8.index(after: apostrophe)...]
        return word.isEmpty ? token : String(word)
    }
}
