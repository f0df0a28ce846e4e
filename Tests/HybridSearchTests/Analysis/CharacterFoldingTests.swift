// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import HybridSearch

struct CharacterFoldingTests {
    private let withoutMarks = CharacterFolding()
    private let withMarks = CharacterFolding(marks: .kept)

    @Test(
        "letters lose case, accents and strokes",
        arguments: [
            ("ÀÉÎÕÜ", "aeiou"), ("Größe", "grosse"), ("Œuvre Æon", "oeuvre aeon"), ("Łódź", "lodz"),
            ("søster", "soster"),
            ("ΆΈΣΟΦΌΣ", "αεσοφοσ"), ("ὀδυσσεύς", "οδυσσευσ"), ("Ёлка Йод", "елка иод"), ("Tiếng Việt", "tieng viet"),
            ("İstanbul ISPARTA ı", "istanbul isparta i"), ("STRAẞE", "strasse"), ("ŞİŞLİ", "sisli"),
        ])
    func removesMarks(text: String, expected: String) {
        #expect(withoutMarks.fold(text) == expected)
    }

    @Test(
        "letters keep their accents where marks are kept, composed",
        arguments: [
            ("ÀÉÎ", "àéî"), ("E\u{301}tat", "état"), ("Größe", "grösse"), ("ΟΔΟΣ", "οδοσ"),
            ("TIE\u{302}\u{301}NG", "tiếng"),
            ("ё", "ё"), ("Øl", "øl"), ("İ", "i"), ("I\u{307}", "i"),
        ])
    func keepsMarks(text: String, expected: String) {
        #expect(Array(withMarks.fold(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("Turkish has two letters I")
    func turkic() {
        let turkish = CharacterFolding(marks: .kept, casing: .turkic)
        #expect(turkish.fold("ISPARTA İzmir") == "ısparta izmir")
        #expect(turkish.fold("DIŞ") == "dış")
    }

    @Test(
        "width, font and position make no difference",
        arguments: [
            ("Ｆｕｌｌ　ｗｉｄｔｈ１２", "full\u{3000}width12"), ("ｶﾞｷﾞｸﾞﾊﾟ", "ガギグパ"), ("ﬁne oﬀer", "fine offer"), ("𝐇𝑒𝓁𝕝𝗈", "hello"),
            ("㎏", "㎏"), ("ﻛﺘﺎﺏ", "كتاب"), ("⼈⽔", "人水"), ("豈", "豈"), ("٣٤ ३४ ๓๔", "34 34 34"), ("x²", "x2"),
            ("Ⅷ", "viii"),
        ])
    func compatibility(text: String, expected: String) {
        #expect(Array(withoutMarks.fold(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(
        "invisible characters vanish, and vowels and points of Hebrew and Arabic do",
        arguments: [
            ("co\u{AD}operate", "cooperate"), ("a\u{200D}b\u{FEFF}", "ab"), ("שָׁלוֹם", "שלום"), ("كِتَابٌ", "كتاب"),
            ("مـــرحبا", "مرحبا"), ("أحمد", "احمد"),
        ])
    func invisible(text: String, expected: String) {
        #expect(withoutMarks.fold(text) == expected)
    }

    @Test("marks that make another letter stay", arguments: ["が", "ぱ", "ヴ", "हिन्दी", "ที่", "က္က"])
    func otherScripts(text: String) {
        #expect(withoutMarks.fold(text) == text)
    }

    @Test("decomposed text folds as composed text does", arguments: [CharacterFolding.Marks.kept, .removed])
    func normalization(marks: CharacterFolding.Marks) {
        let folding = CharacterFolding(marks: marks)
        let blocks: [ClosedRange<UInt32>] = [
            0x41...0x233, 0x386...0x3CE, 0x400...0x4FF, 0x622...0x626, 0x1E00...0x1FFC, 0x3041...0x30FA,
            0xAC00...0xD7A3,
        ]
        for scalar in blocks.joined().compactMap(Unicode.Scalar.init) where scalar.properties.isAlphabetic {
            let composed = String(scalar)
            let decomposed = composed.decomposedStringWithCanonicalMapping
            #expect(
                folding.fold(composed).unicodeScalars.elementsEqual(folding.fold(decomposed).unicodeScalars),
                "\(scalar)")
        }
    }

    @Test("folding twice changes nothing", arguments: [CharacterFolding.Marks.kept, .removed])
    func isIdempotent(marks: CharacterFolding.Marks) {
        let folding = CharacterFolding(marks: marks)
        for value in UInt32(0)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = folding.fold(String(scalar))
            if !folding.fold(once).unicodeScalars.elementsEqual(once.unicodeScalars) {
                Issue.record("U+\(String(value, radix: 16)) folds to \(once), which folds again")
            }
        }
        var generator = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            let once = folding.fold(RandomText.unicode(upTo: 8, using: &generator))
            #expect(folding.fold(once).unicodeScalars.elementsEqual(once.unicodeScalars), "\(once)")
        }
    }
}
