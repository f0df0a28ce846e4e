// SPDX-License-Identifier: Apache-2.0

/// The steps that undo derivation: suffixes that make nouns, adjectives and adverbs.
extension EnglishWord {
    /// Step 2: the last of two suffixes goes or gives way to a simpler one, as in `relational` to `relate`.
    mutating func replaceDoubleSuffix() { apply(Self.doubleSuffixes, inRegionFrom: firstRegion) }

    /// Step 3: suffixes of adjectives and of what is made from them, as in `electrical` to `electric`.
    mutating func replaceAdjectivalSuffix() { apply(Self.adjectivalSuffixes, inRegionFrom: firstRegion) }

    /// Step 4: what remains of the suffixes goes where enough of a stem stands before it, as in `adjustment` to `adjust`.
    mutating func removeResidualSuffix() { apply(Self.residualSuffixes, inRegionFrom: secondRegion) }

    /// Step 5: a final `e` goes unless it keeps a short syllable, and of a final pair of `l` the second goes.
    mutating func removeFinalEOrL() {
        let end = bytes.count - 1
        switch bytes.last {
        case UInt8(ascii: "e"):
            if secondRegion <= end || firstRegion <= end && !endsInShortSyllable(before: end) { bytes.removeLast() }
        case UInt8(ascii: "l"):
            if secondRegion <= end, bytes.dropLast().last == UInt8(ascii: "l") { bytes.removeLast() }
        default:
            break
        }
    }

    private mutating func apply(_ table: SuffixTable<SuffixRule>, inRegionFrom region: Int) {
        guard region < bytes.count, let (suffix, rule) = table.longestSuffix(ofEnding: ending) else { return }
        let start = bytes.count - suffix.count
        guard start >= (rule.isForSecondRegion ? secondRegion : region) else { return }
        guard rule.predecessors.isEmpty || start > 0 && rule.predecessors.contains(bytes[start - 1]) else { return }
        bytes.removeLast(suffix.count)
        bytes.append(contentsOf: rule.replacement)
    }

    private static let doubleSuffixes: SuffixTable<SuffixRule> = [
        "tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent",
        "izer": "ize", "ization": "ize", "ational": "ate", "ation": "ate", "ator": "ate",
        "alism": "al", "aliti": "al", "alli": "al", "fulness": "ful", "ousli": "ous", "ousness": "ous",
        "iveness": "ive", "iviti": "ive", "biliti": "ble", "bli": "ble",
        "ogist": "og", "ogi": SuffixRule("og", after: "l"), "fulli": "ful", "lessli": "less",
        "li": SuffixRule("", after: "cdeghkmnrt"),
    ]

    private static let adjectivalSuffixes: SuffixTable<SuffixRule> = [
        "tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic", "ical": "ic",
        "ful": "", "ness": "", "ative": SuffixRule("", isForSecondRegion: true),
    ]

    private static let residualSuffixes: SuffixTable<SuffixRule> = [
        "al": "", "ance": "", "ence": "", "er": "", "ic": "", "able": "", "ible": "", "ant": "", "ement": "",
        "ment": "", "ent": "", "ism": "", "ate": "", "iti": "", "ous": "", "ive": "", "ize": "",
        "ion": SuffixRule("", after: "st"),
    ]
}

/// What takes the place of a suffix, and when.
private struct SuffixRule: Sendable, ExpressibleByStringLiteral {
    /// The letters that take the suffix's place; none deletes it.
    let replacement: [UInt8]

    /// The letters of which one must stand before the suffix; none allows all.
    let predecessors: [UInt8]

    /// Whether the suffix must lie in the second region where the step asks for the first.
    let isForSecondRegion: Bool

    init(_ replacement: String, after predecessors: String = "", isForSecondRegion: Bool = false) {
        self.replacement = Array(replacement.utf8)
        self.predecessors = Array(predecessors.utf8)
        self.isForSecondRegion = isForSecondRegion
    }

    init(stringLiteral replacement: String) { self.init(replacement) }
}
