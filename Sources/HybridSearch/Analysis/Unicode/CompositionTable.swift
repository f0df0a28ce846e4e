// SPDX-License-Identifier: Apache-2.0

/// What a letter and a mark behind it are together, as Unicode's canonical composition says of letters in lower case.
///
/// Text comes composed or decomposed; file names of macOS are decomposed. Terms must not depend on that.
enum CompositionTable {
    private struct Pair: Hashable {
        let letter: Unicode.Scalar
        let mark: Unicode.Scalar
    }

    private static let compositions: [Pair: Unicode.Scalar] = {
        var compositions: [Pair: Unicode.Scalar] = [:]
        for entry in letters.unicodeScalars.split(separator: " ") {
            let scalars = Array(entry)
            guard let mark = scalars.first else { continue }
            for place in stride(from: 2, to: scalars.count - 1, by: 2) {
                compositions[Pair(letter: scalars[place], mark: mark)] = scalars[place + 1]
            }
        }
        return compositions
    }()

    /// The one scalar that stands for two.
    ///
    /// - Parameters:
    ///   - letter: A letter in lower case, a kana, or the beginning of a Hangul syllable.
    ///   - mark: What follows it.
    /// - Returns: The scalar, or `nil` where the two do not join.
    static func composition(_ letter: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
        switch mark.value {
        case 0x300...0x345, 0x653...0x655: compositions[Pair(letter: letter, mark: mark)]
        case 0x3099: voiced(letter)
        case 0x309A: halfVoiced(letter)
        case 0x1161...0x11C2: syllable(letter, mark)
        default: nil
        }
    }

    /// A kana with the mark that makes its consonant voiced, as か and が.
    private static func voiced(_ kana: Unicode.Scalar) -> Unicode.Scalar? {
        let inHiragana = kana.value >= 0x30A0 ? kana.value - 0x60 : kana.value
        switch inHiragana {
        case 0x3046: return Unicode.Scalar(kana.value + 0x4E)
        case 0x304B...0x3061 where inHiragana % 2 == 1, 0x3064, 0x3066, 0x3068, 0x306F, 0x3072, 0x3075, 0x3078, 0x307B,
            0x309D:
            return Unicode.Scalar(kana.value + 1)
        case 0x308F...0x3092 where kana.value >= 0x30A0: return Unicode.Scalar(kana.value + 8)
        default: return nil
        }
    }

    /// A kana of the row of は with the mark that makes its consonant a `p`.
    private static func halfVoiced(_ kana: Unicode.Scalar) -> Unicode.Scalar? {
        let inHiragana = kana.value >= 0x30A0 ? kana.value - 0x60 : kana.value
        return [0x306F, 0x3072, 0x3075, 0x3078, 0x307B].contains(inHiragana) ? Unicode.Scalar(kana.value + 2) : nil
    }

    /// A Hangul syllable that goes on (The Unicode Standard, section 3.12).
    private static func syllable(_ beginning: Unicode.Scalar, _ part: Unicode.Scalar) -> Unicode.Scalar? {
        switch (beginning.value, part.value) {
        case (0x1100...0x1112, 0x1161...0x1175):
            Unicode.Scalar(0xAC00 + ((beginning.value - 0x1100) * 21 + part.value - 0x1161) * 28)
        case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (beginning.value - 0xAC00) % 28 == 0:
            Unicode.Scalar(beginning.value + part.value - 0x11A7)
        default: nil
        }
    }
}
