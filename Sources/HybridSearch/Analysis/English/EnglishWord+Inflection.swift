// SPDX-License-Identifier: Apache-2.0

/// The steps that undo inflection: possessives, plurals, pasts and gerunds, and a final `y`.
extension EnglishWord {
    /// Step 1a, first half: drops `'s'`, `'s` or `'`.
    mutating func removePossessive() {
        if bytes.last == UInt8(ascii: "'") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "s"), bytes.dropLast().last == UInt8(ascii: "'") { bytes.removeLast(2) }
    }

    /// Step 1a, second half: `caresses` to `caress`, `ties` to `tie`, `cries` to `cri`, `gaps` to `gap`.
    mutating func removePlural() {
        guard let (suffix, plural) = Self.plurals.longestSuffix(ofEnding: ending) else { return }
        let start = bytes.count - suffix.count
        switch plural {
        case .sses:
            bytes.removeLast(2)
        case .ies:
            let followsTwoCharacters = (startOfCharacter(before: start) ?? 0) > 0
            bytes.removeLast(followsTwoCharacters ? 2 : 1)
        case .s:
            if hasVowel(before: start - 1) { bytes.removeLast() }
        case .none:
            break
        }
    }

    /// The endings that step 1a tells apart.
    private enum Plural: Sendable {
        case sses
        case ies
        case s
        case none
    }

    private static let plurals: SuffixTable<Plural> = [
        "sses": .sses, "ied": .ies, "ies": .ies, "s": .s, "us": .none, "ss": .none,
    ]

    /// Step 1b: `agreed` to `agree`, `hopping` to `hop`, `hoping` to `hope`, `dying` to `die`.
    mutating func removePastOrGerund() {
        guard let (suffix, form) = Self.pastsAndGerunds.longestSuffix(ofEnding: ending) else { return }
        let start = bytes.count - suffix.count
        switch form {
        case .eed:
            if firstRegion <= start, !isWord(among: Self.wholeBeforeEED, upTo: start) {
                bytes.removeLast(suffix.count - 2)
            }
            return
        case .ing where isWord(among: Self.wholeBeforeING, upTo: start):
            return
        case .ing where isConsonantAndY(upTo: start):
            bytes.replaceSubrange((start - 1)..., with: "ie".utf8)
            return
        case .ing, .ed:
            guard hasVowel(before: start) else { return }
            bytes.removeLast(suffix.count)
            mendAfterPastOrGerund()
        }
    }

    /// The endings that step 1b tells apart.
    private enum PastOrGerund: Sendable {
        case eed
        case ed
        case ing
    }

    private static let pastsAndGerunds: SuffixTable<PastOrGerund> = [
        "eed": .eed, "eedly": .eed, "ed": .ed, "edly": .ed, "ing": .ing, "ingly": .ed,
    ]

    /// What stands before `eed` in words that keep it, as `succeed`.
    private static let wholeBeforeEED: [PackedLetters] = ["proc", "exc", "succ"]

    /// What stands before `ing` in words that are nouns of their own, as `evening`.
    private static let wholeBeforeING: [PackedLetters] = ["inn", "out", "cann", "herr", "earr", "even"]

    /// The end of step 1b: a removed suffix may leave an `e` to put back or the second letter of a pair to drop.
    private mutating func mendAfterPastOrGerund() {
        if let (_, letter) = Self.mendings.longestSuffix(ofEnding: ending) {
            switch letter {
            case .missingE:
                bytes.append(UInt8(ascii: "e"))
            case .pair:
                // `add`, `egg` and `off` are whole words.
                if bytes.count > 3 || !"aeo".utf8.contains(bytes[0]) { bytes.removeLast() }
            }
        } else if bytes.count == firstRegion, endsInShortSyllable(before: bytes.count) {
            bytes.append(UInt8(ascii: "e"))
        }
    }

    /// What the end of step 1b finds wrong.
    private enum Mending: Sendable {
        case missingE
        case pair
    }

    private static let mendings: SuffixTable<Mending> = [
        "at": .missingE, "bl": .missingE, "iz": .missingE,
        "bb": .pair, "dd": .pair, "ff": .pair, "gg": .pair, "mm": .pair, "nn": .pair, "pp": .pair, "rr": .pair,
        "tt": .pair,
    ]

    /// Step 1c: a final `y` behind a consonant that is not the first letter becomes `i`, as in `cry` but not in `by`.
    mutating func replaceFinalY() {
        let end = bytes.count - 1
        guard end > 1, bytes[end] == UInt8(ascii: "y") || bytes[end] == UInt8(ascii: "Y"),
            !Self.isVowel(bytes[end - 1]), startOfCharacter(before: end) != 0
        else { return }
        bytes[end] = UInt8(ascii: "i")
    }

    private func isWord(among words: [PackedLetters], upTo end: Int) -> Bool {
        end <= 4 && words.contains(PackedLetters(bytes[..<end]))
    }

    private func isConsonantAndY(upTo end: Int) -> Bool {
        end > 1 && bytes[end - 1] == UInt8(ascii: "y") && !Self.isVowel(bytes[end - 2])
            && startOfCharacter(before: end - 1) == 0
    }
}
