// SPDX-License-Identifier: Apache-2.0

/// Makes characters equal that a search should not tell apart.
///
/// Case folds as Unicode's full case folding says: `ß` becomes `ss`, `ς` becomes `σ`, `İ` becomes `i`. Forms that differ in
/// width, font or position become one: full-width Latin, half-width katakana, ligatures, Arabic presentation forms, Kangxi
/// radicals and digits of any script. Decomposed text becomes composed. Invisible characters, as soft hyphens and joiners,
/// vanish. Marks vanish or stay, as ``Marks`` says.
///
/// What folds is data made from Unicode's decompositions (NFKD) where a search ignores the marks, which it does in Latin,
/// Greek, Cyrillic, Hebrew and Arabic. Marks that make another letter, as in kana, Thai or Devanagari, always stay.
public struct CharacterFolding: Hashable, Sendable {
    /// What becomes of accents and other marks.
    public enum Marks: Hashable, Sendable {
        /// They stay: `é` is not `e`. Stemmers need them.
        case kept
        /// They vanish: `é` is `e`, `ё` is `е`, and letters with strokes or joined letters follow, as `ø` and `œ`.
        case removed
    }

    /// Which letters are the lower case of the two letters I.
    public enum Casing: Hashable, Sendable {
        /// `I` becomes `i`, and so does `İ`.
        case standard
        /// `I` becomes `ı`, and `İ` becomes `i`, as in Turkish and Azerbaijani.
        case turkic
    }

    /// What becomes of marks.
    public let marks: Marks

    /// Which letters are the lower case of the two letters I.
    public let casing: Casing

    /// Creates a folding.
    ///
    /// - Parameters:
    ///   - marks: What becomes of accents and other marks.
    ///   - casing: Which letters are the lower case of the two letters I.
    public init(marks: Marks = .removed, casing: Casing = .standard) {
        self.marks = marks
        self.casing = casing
    }

    /// Folds text.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The folded text; folding it again changes nothing.
    /// - Complexity: O(scalars of the text).
    public func fold(_ text: String) -> String {
        var folded = FoldedText()
        fold(text.utf8.span, into: &folded)
        return String(decoding: folded.bytes, as: UTF8.self)
    }

    /// Folds valid UTF-8 and appends it.
    func fold(_ text: Span<UInt8>, into folded: inout FoldedText) {
        let table: FoldingTable = marks == .removed ? .withoutMarks : .withMarks
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            if byte < 0x80 {
                offset += 1
                foldASCII(byte, into: &folded)
            } else {
                let (scalar, end) = text.scalar(at: offset)
                offset = end
                fold(scalar, table, into: &folded)
            }
        }
    }

    private func foldASCII(_ byte: UInt8, into folded: inout FoldedText) {
        if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
            if casing == .turkic, byte == UInt8(ascii: "I") {
                folded.append("ı")
            } else {
                folded.append(ascii: byte | 0x20)
            }
        } else {
            folded.append(ascii: byte)
        }
    }

    private func fold(_ scalar: Unicode.Scalar, _ table: FoldingTable, into folded: inout FoldedText) {
        if FoldedMark.isInvisible(scalar) || marks == .removed && FoldedMark.isRemovable(scalar) { return }
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{FF07}": folded.append("'")
        // The dot of a decomposed İ, as of one that casing has taken apart.
        case "\u{307}" where folded.last == "i": break
        case "İ": folded.append("i")
        // Kana, ideographs and Hangul have neither case nor other forms here.
        case "\u{3041}"..."\u{9FFF}", "\u{AC00}"..."\u{D7A3}": folded.compose(scalar)
        default:
            switch table.form(of: scalar) {
            case .scalar(let form): folded.compose(form)
            case .scalars(let forms): for form in forms { folded.compose(form) }
            case .unknown: foldByProperties(scalar, into: &folded)
            }
        }
    }

    /// Folds a scalar that no table knows.
    private func foldByProperties(_ scalar: Unicode.Scalar, into folded: inout FoldedText) {
        let properties = scalar.properties
        if properties.numericType == .decimal, let value = properties.numericValue {
            folded.append(ascii: UInt8(ascii: "0") + UInt8(value))
        } else if (0x1_D400..<0x1_D6A4).contains(scalar.value) {
            // The alphabets of mathematics: capital and small letters of one font after the other.
            folded.append(ascii: UInt8(ascii: "a") + UInt8((scalar.value - 0x1_D400) % 26))
        } else if properties.changesWhenLowercased {
            for lowered in properties.lowercaseMapping.unicodeScalars { folded.compose(lowered) }
        } else {
            folded.compose(scalar)
        }
    }
}

/// The scalars that folding drops.
private enum FoldedMark {
    /// Whether a scalar shows nothing: soft hyphens, joiners, marks of direction, selectors of variants.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0xE_0000...0xE_01EF:
            true
        default: false
        }
    }

    /// Whether a scalar is a mark that readers leave out: accents, and the vowels and points of Hebrew and Arabic.
    static func isRemovable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x300: false
        case 0x300...0x36F, 0x483...0x487, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7, 0x610...0x61A,
            0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7...0x6E8, 0x6EA...0x6ED,
            0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
            true
        default: false
        }
    }
}
