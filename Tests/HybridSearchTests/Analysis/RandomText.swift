// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// Texts that no person would write, for properties that hold for any text.
enum RandomText {
    private static let pieces: [String] = [
        "a", "B", "zz", "The", "running", "_", "-", "7", "42", " ", " ", " ", ".", ",", "'", "’", "\"", ":", "::", "/",
        "é", "É", "e\u{301}", "İ", "I", "ı", "ß", "ς", "Σ", "œ", "ﬁ", "\u{301}", "\u{307}", "\u{AD}", "\u{200D}",
        "日", "本", "か", "が", "か\u{3099}", "ガ", "ｶﾞ", "ー", "한", "국", "\u{1112}\u{1161}\u{11AB}", "ท", "ย", "ที่", "豈",
        "Ⅷ", "½", "²", "٣", "ａ", "Ａ", "кот", "Ё", "й", "אָב", "كِتَاب", "ﻻ", "नि", "👩‍👧", "—", "𝛼", "𝐀", "𠀀", "\u{0}", "\n",
    ]

    /// A text of pieces of many scripts.
    static func unicode(upTo limit: Int, using generator: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...limit, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }
}
