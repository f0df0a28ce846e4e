// SPDX-License-Identifier: Apache-2.0

/// Finds the ends of sentences in a text that is read Character by Character; white space is passed over.
///
/// The rule is the one that ``SentenceChunker`` documents.
struct SentenceRule {
    private var ending = Ending.none
    private var wordStart = 0

    private enum Ending {
        case none
        case fullStop(word: Range<Int>)
        case mark
        case wideMark
    }

    /// Whether a sentence ends before the next Character.
    ///
    /// - Parameters:
    ///   - kind: The next Character; not white space.
    ///   - afterSpace: Whether white space is before it.
    ///   - utf8: The text.
    /// - Returns: Whether the next Character begins a sentence.
    func ends(before kind: CharacterKind, afterSpace: Bool, in utf8: Span<UInt8>) -> Bool {
        guard !kind.isSentenceMark else { return false }
        switch ending {
        case .none:
            return false
        case .fullStop(let word):
            return afterSpace && kind != .letter(isLowercase: true)
                && !Abbreviation.matches(utf8.extracting(word), before: kind)
        case .mark:
            return afterSpace && kind != .letter(isLowercase: true)
        case .wideMark:
            return afterSpace || kind != .closer
        }
    }

    /// Takes in the next Character.
    mutating func append(_ kind: CharacterKind, at offset: Int, afterSpace: Bool) {
        if afterSpace { wordStart = offset }
        switch kind {
        case .fullStop:
            if case .none = ending { ending = .fullStop(word: wordStart..<offset) }
        case .sentenceMark:
            ending = .mark
        case .wideSentenceMark:
            ending = .wideMark
        case .closer where !afterSpace:
            break
        default:
            ending = .none
        }
    }
}
