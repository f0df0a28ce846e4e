// SPDX-License-Identifier: Apache-2.0

/// What a scalar means for the boundaries of words: the property Word_Break of Unicode Standard Annex #29, as far as a
/// search needs it and as the standard library's properties tell it.
///
/// Three things differ from the annex. Scripts that are written without spaces between words have a class of their own. The
/// colon joins nothing, as in the tailoring of CLDR, so that `key:value` is two words. Numbers that are no decimal digits,
/// as in `m²`, belong to words.
enum WordBreakClass: UInt8, Sendable {
    /// A boundary: punctuation, symbols, blanks.
    case other
    /// A letter of a script with spaces.
    case letter
    /// A letter of Hebrew, which quotation marks may follow.
    case hebrewLetter
    /// A number.
    case numeric
    /// The underscore and its like.
    case connector
    /// A mark or an invisible character that belongs to what it follows.
    case extend
    /// Joins letters, as a middle dot does.
    case midLetter
    /// Joins numbers, as a comma does.
    case midNumber
    /// Joins either, as a full stop does.
    case midEither
    /// The ASCII apostrophe.
    case singleQuote
    /// The ASCII quotation mark.
    case doubleQuote
    /// A character of a script without spaces between words.
    case unspaced
}

extension WordBreakClass {
    /// The class of the scalar at an offset, and the offset behind it.
    static func read(_ text: Span<UInt8>, at offset: Int, _ table: [WordBreakClass]) -> (WordBreakClass, end: Int) {
        let byte = text[offset]
        if byte < 0x80 { return (table[Int(byte)], offset + 1) }
        let (scalar, end) = text.scalar(at: offset)
        return (WordBreakClass(scalar, table), end)
    }

    /// The class of a scalar; that of most comes from a table.
    init(_ scalar: Unicode.Scalar, _ table: [WordBreakClass]) {
        let value = scalar.value
        if value < UInt32(table.count) {
            self = table[Int(value)]
        } else if (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value) {
            self = .unspaced
        } else {
            self = WordBreakClass(computing: scalar)
        }
    }

    /// The classes of all scalars before the ideographs.
    static let table: [WordBreakClass] = (0..<0x3400).map { value in
        Unicode.Scalar(UInt32(value)).map { WordBreakClass(computing: $0) } ?? .other
    }

    private init(computing scalar: Unicode.Scalar) {
        if let joining = Self.joining(scalar) {
            self = joining
            return
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .decimalNumber, .otherNumber:
            self = .numeric
        case .connectorPunctuation:
            self = .connector
        case .format:
            self = scalar == "\u{200B}" ? .other : .extend
        case .spacingMark:
            self = .extend
        default:
            if properties.isGraphemeExtend || UnspacedScript.continuesCluster(scalar) {
                self = .extend
            } else if UnspacedScript.contains(scalar) {
                self = .unspaced
            } else if properties.isAlphabetic {
                self = (0x05D0...0x05F2).contains(scalar.value) ? .hebrewLetter : .letter
            } else {
                self = .other
            }
        }
    }

    private static func joining(_ scalar: Unicode.Scalar) -> WordBreakClass? {
        switch scalar {
        case "'": .singleQuote
        case "\"": .doubleQuote
        case ".", "\u{2018}", "\u{2019}", "\u{2024}", "\u{FE52}", "\u{FF07}", "\u{FF0E}": .midEither
        case "\u{B7}", "\u{387}", "\u{55F}", "\u{5F4}", "\u{2027}": .midLetter
        case ",", ";", "\u{37E}", "\u{589}", "\u{60C}", "\u{60D}", "\u{66C}", "\u{7F8}", "\u{2044}", "\u{FE10}",
            "\u{FE14}", "\u{FE50}", "\u{FE54}", "\u{FF0C}", "\u{FF1B}":
            .midNumber
        case "\u{202F}": .connector
        default: nil
        }
    }
}
