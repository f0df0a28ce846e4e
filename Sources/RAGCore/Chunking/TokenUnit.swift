// SPDX-License-Identifier: Apache-2.0

/// A word or mark while it is read, with the white space that belongs to it.
struct TokenUnit {
    /// The most Characters of a word; a longer run is several units.
    static let longestWord = 32

    /// Where it stands in the text, in UTF-8 bytes, without its white space; empty while it has nothing but white
    /// space.
    private(set) var content = 0..<0

    /// Where each of its Characters begins, without its white space.
    private(set) var characterStarts: [Int] = []

    private var lastKind = CharacterKind.space

    /// Whether the next Character belongs to another unit.
    func ends(before kind: CharacterKind) -> Bool {
        guard !characterStarts.isEmpty, !kind.isWhitespace else { return false }
        return !(kind.isInWord && lastKind.isInWord && characterStarts.count < Self.longestWord)
    }

    /// Takes in the next Character.
    mutating func append(_ kind: CharacterKind, at range: Range<Int>) {
        lastKind = kind
        guard !kind.isWhitespace else { return }
        content = characterStarts.isEmpty ? range : content.lowerBound..<range.upperBound
        characterStarts.append(range.lowerBound)
    }

    /// Begins another unit.
    mutating func removeAll() {
        content = 0..<0
        characterStarts.removeAll(keepingCapacity: true)
        lastKind = .space
    }
}
