// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// Kinds of random text that chunkers must not stumble over.
enum TextKind: CaseIterable, Sendable {
    case prose
    case emoji
    case flags
    case combiningMarks
    case unspacedScripts
    case arabic
    case lineEnds
    case longWords
    case whitespace
    case anything

    private var fragments: [String] {
        switch self {
        case .prose:
            [
                "The", "fox", " ", " ", " ", "jumps", ". ", "! ", "? ", ", ", "3.14", "e.g. ", "Dr. ", "\n", "\n\n",
                "No. 7",
            ]
        case .emoji:
            ["👩‍👩‍👧‍👦", "👍🏽", "1️⃣", "❤️‍🔥", "\u{200D}", "a", " ", ". ", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
        case .flags:
            ["🇩🇪", "🇫🇷", "\u{1F1E9}", " ", "x", "\n\n"]
        case .combiningMarks:
            ["e\u{301}", "a" + String(repeating: "\u{308}\u{323}", count: 20), "\u{301}", " ", "क्षि", "각", ". ", "\n"]
        case .unspacedScripts:
            ["日本", "語", "。", "「", "」", "！", "カタカナ", "ภาษาไทย", "한국어", " ", "A", "\u{3000}", "\n\n"]
        case .arabic:
            ["السلام", "عليكم", " ", "؟ ", "، ", "\u{200F}", "۔ ", "\u{64B}", "\n"]
        case .lineEnds:
            ["\r\n", "\r", "\n", "\u{2028}", "\u{2029}", "\u{0C}", "a", "b. ", " "]
        case .longWords:
            [String(repeating: "x", count: 90), String(repeating: "ß", count: 40), "_", "7", "-", " "]
        case .whitespace:
            [" ", "\t", "\n", "\r\n", "\u{A0}", "\u{3000}"]
        case .anything:
            Self.allCases.filter { $0 != .anything }.flatMap(\.fragments)
        }
    }

    /// A text of so many fragments.
    func text(fragments count: Int, using generator: inout SplitMix64) -> String {
        let fragments = fragments
        return (0..<count).map { _ in fragments[Int(generator.next() % UInt64(fragments.count))] }.joined()
    }

    /// Texts of many lengths, among them the empty one.
    var samples: [String] {
        var generator = SplitMix64(seed: 7)
        return [0, 1, 2, 5, 12, 40, 100].map { text(fragments: $0, using: &generator) }
    }
}
