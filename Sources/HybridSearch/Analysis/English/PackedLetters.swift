// SPDX-License-Identifier: Apache-2.0

/// Up to eight ASCII letters in one integer, so that the beginning or the ending of a word is compared at once.
struct PackedLetters: Hashable, Sendable {
    /// The letters, the last one in the lowest byte; unused bytes are 0.
    let bits: UInt64

    /// The number of letters.
    let count: Int

    /// Packs letters.
    ///
    /// - Parameter letters: At most eight UTF-8 bytes.
    /// - Precondition: There are no more than eight.
    init(_ letters: some Collection<UInt8>) {
        precondition(letters.count <= 8, "eight letters fit into one integer, not \(letters.count)")
        bits = letters.reduce(0) { $0 << 8 | UInt64($1) }
        count = letters.count
    }

    /// Whether a word ends in these letters.
    ///
    /// - Parameter ending: The last eight bytes of the word, packed as here.
    /// - Returns: `true` where the last ``count`` bytes are these.
    func isSuffix(ofEnding ending: UInt64) -> Bool {
        let unused = 64 - 8 * count
        return ending << unused == bits << unused
    }
}

extension PackedLetters: ExpressibleByStringLiteral {
    init(stringLiteral letters: String) { self.init(letters.utf8) }
}
