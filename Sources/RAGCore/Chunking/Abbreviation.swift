// SPDX-License-Identifier: Apache-2.0

/// Words whose full stop does not end a sentence.
enum Abbreviation {
    /// The longest word that is looked up, in bytes, with any opening brackets and quotes.
    private static let longest = 12

    private static let beforeAnything: Set<String> = [
        "al", "approx", "ca", "capt", "cf", "col", "dr", "eds", "esp", "fig", "figs", "gen", "gov", "hon", "incl", "lt",
        "messrs", "mr", "mrs", "ms", "mt", "prof", "ref", "refs", "rep", "resp", "rev", "sen", "sgt", "st", "viz", "vs",
    ]

    private static let beforeNumbers: Set<String> = [
        "app", "apr", "art", "aug", "ch", "chap", "dec", "ed", "eq", "eqs", "feb", "jan", "jul", "jun", "mar", "no",
        "nos", "nov", "nr", "oct", "p", "pp", "para", "pt", "sec", "sect", "sep", "sept", "tab", "vol", "vols",
    ]

    /// Whether a full stop after a word belongs to the word.
    ///
    /// - Parameters:
    ///   - word: What stands between the last white space and the full stop, as UTF-8.
    ///   - kind: The first Character behind the white space that follows.
    /// - Returns: Whether the sentence goes on.
    static func matches(_ word: Span<UInt8>, before kind: CharacterKind) -> Bool {
        guard word.count <= longest else { return false }
        var letters = ""
        for index in word.indices {
            let scalar = Unicode.Scalar(word[index])
            guard scalar.isASCII else { return false }
            if letters.isEmpty, !scalar.properties.isAlphabetic { continue }
            letters.unicodeScalars.append(scalar)
        }
        if isInitialism(letters) { return true }
        let lowercase = letters.lowercased()
        return beforeAnything.contains(lowercase) || (kind == .digit && beforeNumbers.contains(lowercase))
    }

    /// Whether it is a capital, or letters with full stops between them, as in "J", "e.g" and "U.S".
    private static func isInitialism(_ letters: String) -> Bool {
        let parts = letters.split(separator: ".", omittingEmptySubsequences: false)
        let isDotted = parts.allSatisfy { part in part.count == 1 && part.allSatisfy(\.isLetter) }
        return isDotted && (parts.count > 1 || letters.first?.isUppercase == true)
    }
}
