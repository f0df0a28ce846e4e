// SPDX-License-Identifier: Apache-2.0

/// The English stemmer of the Snowball project, also called Porter2, in the edition of Snowball 3.1.
///
/// It cuts the suffixes of inflection and derivation from a word, so that `connected`, `connecting` and `connections` meet
/// in `connect`. An index depends on every stem, so the edition is part of the analyser and the same on every machine.
///
/// The algorithm is Porter's (2001, "Snowball: a language for stemming algorithms"), a revision of Porter (1980,
/// doi:10.1108/eb046814), with the exceptions that the project has added since.
struct EnglishStemmer: Sendable {
    /// The stem of a word.
    ///
    /// - Parameter word: A word in lower case; characters outside of `a` to `z` count as consonants.
    /// - Returns: Its stem, or the word itself where no rule applies.
    /// - Complexity: O(bytes of the word).
    func stem(_ word: String) -> String {
        var stemmed = EnglishWord(Array(word.utf8))
        guard stemmed.hasThreeCharacters else { return word }
        if stemmed.bytes.count <= 6 {
            let letters = PackedLetters(stemmed.bytes)
            for exception in Self.exceptions where exception.word == letters { return exception.stem }
        }
        stemmed.markConsonantY()
        stemmed.markRegions()
        stemmed.removePossessive()
        stemmed.removePlural()
        stemmed.removePastOrGerund()
        stemmed.replaceFinalY()
        stemmed.replaceDoubleSuffix()
        stemmed.replaceAdjectivalSuffix()
        stemmed.removeResidualSuffix()
        stemmed.removeFinalEOrL()
        stemmed.unmarkConsonantY()
        return String(decoding: stemmed.bytes, as: UTF8.self)
    }

    /// Words of at most six letters that the rules would conflate with others.
    private static let exceptions: [(word: PackedLetters, stem: String)] = [
        ("skis", "ski"), ("skies", "sky"),
        ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"), ("early", "earli"), ("only", "onli"),
        ("singly", "singl"),
        ("sky", "sky"), ("news", "news"), ("howe", "howe"),
        ("atlas", "atlas"), ("cosmos", "cosmos"), ("bias", "bias"), ("andes", "andes"),
    ]
}
