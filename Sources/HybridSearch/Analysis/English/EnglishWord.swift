// SPDX-License-Identifier: Apache-2.0

/// A word on its way to its stem: its letters and the two regions in which suffixes may be removed.
///
/// A `y` that is a consonant is written `Y` for as long as the steps run, so that every test of a letter knows it. The
/// letters are bytes of UTF-8: each byte of a character outside of ASCII is a consonant, and a test that counts characters
/// takes those bytes together.
struct EnglishWord {
    /// The letters, in UTF-8.
    var bytes: [UInt8]

    /// Where the first region starts: after the first consonant that follows a vowel, or after an exceptional beginning.
    private(set) var firstRegion: Int

    /// Where the second region starts: after the first consonant that follows a vowel in the first region.
    private(set) var secondRegion: Int

    /// Whether ``markConsonantY()`` found one.
    private var hasConsonantY = false

    /// Takes the letters of a word, with empty regions.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        firstRegion = bytes.count
        secondRegion = bytes.count
    }

    /// Whether the word has three characters or more; shorter words are their own stems.
    var hasThreeCharacters: Bool {
        bytes.count >= 3 && (bytes.count >= 12 || bytes.count { !Self.isContinuation($0) } >= 3)
    }

    /// The last eight bytes, the last one lowest, as tables of suffixes take them.
    var ending: UInt64 {
        var packed: UInt64 = 0
        for position in max(0, bytes.count - 8)..<bytes.count { packed = packed << 8 | UInt64(bytes[position]) }
        return packed
    }

    /// Drops an apostrophe at the beginning and writes `Y` for a `y` at the beginning or after a vowel.
    mutating func markConsonantY() {
        if bytes.first == UInt8(ascii: "'") { bytes.removeFirst() }
        var followsVowel = true
        for position in bytes.indices {
            if followsVowel, bytes[position] == UInt8(ascii: "y") {
                bytes[position] = UInt8(ascii: "Y")
                hasConsonantY = true
            }
            followsVowel = Self.isVowel(bytes[position])
        }
    }

    /// Writes `y` for `Y` again.
    mutating func unmarkConsonantY() {
        guard hasConsonantY else { return }
        for position in bytes.indices where bytes[position] == UInt8(ascii: "Y") { bytes[position] = UInt8(ascii: "y") }
    }

    /// Finds the two regions.
    mutating func markRegions() {
        secondRegion = bytes.count
        firstRegion = exceptionalBeginning ?? endOfVowelAndConsonant(from: 0)
        secondRegion = endOfVowelAndConsonant(from: firstRegion)
    }

    /// The length of the beginning that is the first region's own, as in `univers` of `university` and `universe`.
    private var exceptionalBeginning: Int? {
        guard bytes.count >= 4 else { return nil }
        let head = PackedLetters(bytes.prefix(8))
        for beginning in Self.exceptionalBeginnings where beginning.count <= head.count {
            if head.bits >> (8 * UInt64(head.count - beginning.count)) == beginning.bits { return beginning.count }
        }
        return nil
    }

    /// The place after the first vowel and the first consonant behind it, or the end of the word.
    private func endOfVowelAndConsonant(from start: Int) -> Int {
        guard let vowel = bytes[start...].firstIndex(where: Self.isVowel),
            let consonant = bytes[vowel...].firstIndex(where: { !Self.isVowel($0) })
        else { return bytes.count }
        return bytes[(consonant + 1)...].firstIndex { !Self.isContinuation($0) } ?? bytes.count
    }

    /// Beginnings behind which the first region starts, so that words of different roots keep apart.
    private static let exceptionalBeginnings: [PackedLetters] = [
        "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
    ]
}

extension EnglishWord {
    /// Whether a letter is a vowel; a `y` is one unless it is marked.
    static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default:
            false
        }
    }

    /// Whether there is a vowel before a place.
    func hasVowel(before end: Int) -> Bool { end > 0 && bytes[..<end].contains(where: Self.isVowel) }

    /// Where the character that ends at a place starts, or `nil` at the beginning of the word.
    func startOfCharacter(before end: Int) -> Int? {
        bytes[..<end].lastIndex { !Self.isContinuation($0) }
    }

    /// Whether the letters before a place end in a short syllable.
    ///
    /// A short syllable is a vowel between consonants of which the last is none of `w`, `x` and `Y`, a vowel and a
    /// consonant that are the whole word, or `past`.
    func endsInShortSyllable(before end: Int) -> Bool {
        guard let last = startOfCharacter(before: end), last > 0 else { return false }
        if !Self.isVowel(bytes[last]), Self.isVowel(bytes[last - 1]) {
            if last == 1 { return true }
            let isOpen = [UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "Y")].contains(bytes[last])
            if !isOpen, !Self.isVowel(bytes[last - 2]) { return true }
        }
        return bytes[..<end].suffix(4).elementsEqual("past".utf8)
    }

    /// Whether a byte continues a character of UTF-8.
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0b1100_0000 == 0b1000_0000 }
}
