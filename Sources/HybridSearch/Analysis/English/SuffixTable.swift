// SPDX-License-Identifier: Apache-2.0

/// Suffixes of a language and what a stemmer does with each of them.
///
/// Snowball's rule holds: of the suffixes that a word ends in, the longest counts, and where its conditions then fail, no
/// shorter one is tried.
struct SuffixTable<Action: Sendable>: Sendable {
    private typealias Entry = (suffix: PackedLetters, action: Action)

    /// The entries of each last letter, from `a` to `z`, the longest suffix first.
    private let entriesByLastLetter: [[Entry]]

    /// The longest suffix that a word ends in, and its action.
    ///
    /// - Parameter ending: The last eight bytes of the word, the last one in the lowest byte.
    /// - Returns: The suffix and its action, or `nil` where the word ends in none.
    /// - Complexity: O(suffixes with the word's last letter).
    func longestSuffix(ofEnding ending: UInt64) -> (suffix: PackedLetters, action: Action)? {
        let letter = Self.index(ofLastLetter: ending)
        guard letter < entriesByLastLetter.count else { return nil }
        for entry in entriesByLastLetter[letter] where entry.suffix.isSuffix(ofEnding: ending) { return entry }
        return nil
    }

    private static func index(ofLastLetter ending: UInt64) -> Int {
        Int(UInt8(truncatingIfNeeded: ending) &- UInt8(ascii: "a"))
    }
}

extension SuffixTable: ExpressibleByDictionaryLiteral {
    /// Creates a table, in any order.
    ///
    /// - Parameter entries: Suffixes that end in one of the letters `a` to `z`, with their actions.
    init(dictionaryLiteral entries: (PackedLetters, Action)...) {
        var entriesByLastLetter = [[Entry]](repeating: [], count: 26)
        for (suffix, action) in entries.sorted(by: { $0.0.count > $1.0.count }) {
            entriesByLastLetter[Self.index(ofLastLetter: suffix.bits)].append((suffix, action))
        }
        self.entriesByLastLetter = entriesByLastLetter
    }
}
