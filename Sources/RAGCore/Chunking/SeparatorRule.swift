// SPDX-License-Identifier: Apache-2.0

/// What separates the text before a place from the text behind it.
struct Separator {
    /// The strongest of the separators that end here.
    let strength: Strength

    /// Whether a sentence ends here; a line may end within one.
    let endsSentence: Bool

    /// Between Characters of one word, or before white space.
    static let none = Separator(strength: .character, endsSentence: false)

    /// Stronger than any other.
    static let endOfText = Separator(strength: .paragraph, endsSentence: true)

    /// What is separated, weakest first.
    enum Strength: UInt8, Comparable {
        case character
        case word
        case sentence
        case line
        case paragraph

        static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
    }
}

/// Finds the separators of a text that is read Character by Character.
///
/// White space belongs to what is before it, so that separators stand only before other Characters.
struct SeparatorRule {
    private var hasSpace = false
    private var newlines = 0
    private var sentence = SentenceRule()

    /// The separator before the next Character.
    ///
    /// - Parameters:
    ///   - kind: The next Character.
    ///   - offset: Where it begins in the text.
    ///   - utf8: The text.
    /// - Returns: What separates it from the text before it.
    mutating func separator(before kind: CharacterKind, at offset: Int, in utf8: Span<UInt8>) -> Separator {
        guard !kind.isWhitespace else {
            hasSpace = true
            if kind == .newline { newlines += 1 }
            return .none
        }
        let endsSentence = newlines > 1 || sentence.ends(before: kind, afterSpace: hasSpace, in: utf8)
        let strength: Separator.Strength =
            switch newlines {
            case 2...: .paragraph
            case 1: .line
            default:
                if endsSentence { .sentence } else if hasSpace || kind == .unspacedLetter { .word } else { .character }
            }
        sentence.append(kind, at: offset, afterSpace: hasSpace)
        hasSpace = false
        newlines = 0
        return Separator(strength: strength, endsSentence: endsSentence)
    }
}
