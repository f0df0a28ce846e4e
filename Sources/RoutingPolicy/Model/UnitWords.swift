// SPDX-License-Identifier: Apache-2.0

/// The bytes of a targeting unit as words in place, as murmur3 reads them, so that hashing it touches no text.
struct UnitWords: Sendable {
    /// The longest unit that has room; a longer one is hashed from its text.
    static let capacity = 64

    /// The bytes, four to a word, the first lowest; zeros after the last.
    private(set) var words = InlineArray<16, UInt32>(repeating: 0)

    /// The number of bytes, or 0 where there is no unit or it has no room.
    private(set) var byteCount = 0

    init(_ unit: String?) {
        guard let unit, unit.utf8.count <= Self.capacity else { return }
        for byte in unit.utf8 {
            words[byteCount >> 2] |= UInt32(byte) << UInt32(8 * (byteCount & 3))
            byteCount += 1
        }
    }
}

extension MurmurHash3 {
    /// Takes in the bytes of a unit.
    @inline(__always)
    mutating func combine(_ unit: borrowing UnitWords) {
        // By way of a span: an element of an inline array that is read in place costs a copy of the array.
        let words = unit.words.span
        let whole = unit.byteCount >> 2
        for place in 0..<whole { combine(word: words[place]) }
        let rest = unit.byteCount & 3
        guard rest > 0 else { return }
        let last = words[whole]
        for place in 0..<rest { combine(UInt8(truncatingIfNeeded: last >> UInt32(8 * place))) }
    }
}
