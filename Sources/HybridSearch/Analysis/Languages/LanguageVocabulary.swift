// SPDX-License-Identifier: Apache-2.0

/// What the analysis of one language needs to know beside its stemmer.
///
/// The stop words are function words: articles, pronouns, prepositions, conjunctions and forms of auxiliary verbs. They are
/// chosen after the lists that the Snowball project publishes (https://snowballstem.org, BSD licence), shorter than those:
/// words that carry meaning in some texts stay.
struct LanguageVocabulary: Sendable {
    /// Words that are dropped, in lower case.
    let stopWords: [Substring]

    /// Shortened words that an apostrophe joins with the next word, as the `l` of *l'eau*; only the next word counts.
    let elidedWords: [Substring]

    /// Words with the endings of the language; their stems tell one edition of a stemmer from another.
    let probes: [Substring]

    /// Letters that the stemmer knows as others, as `ș` that it knows with a cedilla.
    let respelledLetters: [Character: Character]

    /// Which letters are the lower case of the two letters I.
    let casing: CharacterFolding.Casing

    /// Creates a vocabulary.
    ///
    /// - Parameters:
    ///   - stopWords: Words that are dropped, in lower case, separated by blanks.
    ///   - elidedWords: Shortened words before an apostrophe, separated by blanks.
    ///   - probes: Words with the endings of the language, separated by blanks.
    ///   - respelledLetters: Letters that the stemmer knows as others.
    ///   - casing: Which letters are the lower case of the two letters I.
    init(
        stopWords: String, elidedWords: String = "", probes: String, respelledLetters: [Character: Character] = [:],
        casing: CharacterFolding.Casing = .standard
    ) {
        self.stopWords = stopWords.split(separator: " ")
        self.elidedWords = elidedWords.split(separator: " ")
        self.probes = probes.split(separator: " ")
        self.respelledLetters = respelledLetters
        self.casing = casing
    }
}
