// SPDX-License-Identifier: Apache-2.0

/// What a Character is to the rules that find words and sentences, judged by its first code point.
enum CharacterKind: Hashable {
    /// Ends a line.
    case newline
    /// White space within a line.
    case space
    /// A letter of a script that writes spaces between words, or an underscore.
    case letter(isLowercase: Bool)
    /// A digit or any other number.
    case digit
    /// A letter of a script that writes no spaces between words.
    case unspacedLetter
    /// A full stop, which may also mark an abbreviation.
    case fullStop
    /// Ends a sentence if white space follows.
    case sentenceMark
    /// Ends a sentence whatever follows.
    case wideSentenceMark
    /// A quote or bracket that may stand between the end of a sentence and the white space behind it.
    case closer
    /// Any other mark.
    case symbol

    init(_ scalar: Unicode.Scalar) {
        self = scalar.isASCII ? Self.ascii(scalar) : Self.beyondASCII(scalar)
    }

    var isWhitespace: Bool { self == .space || self == .newline }

    var isSentenceMark: Bool { self == .fullStop || self == .sentenceMark || self == .wideSentenceMark }

    /// Whether it joins its like to a word.
    var isInWord: Bool {
        switch self {
        case .letter, .digit: true
        default: false
        }
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> Self {
        switch scalar {
        case "a"..."z": .letter(isLowercase: true)
        case "A"..."Z", "_": .letter(isLowercase: false)
        case "0"..."9": .digit
        case " ", "\t": .space
        case "\n"..."\r": .newline
        case ".": .fullStop
        case "!", "?": .sentenceMark
        case ")", "]", "}", "\"", "'": .closer
        default: .symbol
        }
    }

    private static func beyondASCII(_ scalar: Unicode.Scalar) -> Self {
        switch scalar {
        case "\u{0085}", "\u{2028}", "\u{2029}": return .newline
        case "…", "‼", "⁇", "⁈", "⁉", "؟", "۔", "।", "॥", "։", "።": return .sentenceMark
        case "。", "！", "？", "｡": return .wideSentenceMark
        default: break
        }
        switch scalar.properties.generalCategory {
        case .spaceSeparator:
            return .space
        case .closePunctuation, .finalPunctuation:
            return .closer
        case .decimalNumber, .letterNumber, .otherNumber:
            return .digit
        case .lowercaseLetter:
            return .letter(isLowercase: true)
        case .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark:
            return isUnspaced(scalar) ? .unspacedLetter : .letter(isLowercase: false)
        default:
            return .symbol
        }
    }

    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF: true  // Thai, Lao
        case 0x1000...0x109F: true  // Myanmar
        case 0x1780...0x17FF: true  // Khmer
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: true  // Hiragana, Katakana
        default: scalar.value >= 0x3000 && scalar.properties.isIdeographic
        }
    }
}
