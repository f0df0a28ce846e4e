// SPDX-License-Identifier: Apache-2.0

/// Numbers distinct byte strings in the order in which they first appear.
///
/// It is a hash table with open addressing whose keys lie end to end, so that looking up a token that is lent as bytes
/// copies nothing. The hash is seeded, so that nobody can prepare a text whose words collide.
struct TokenTable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// One more than the number of the token in each slot; 0 for a free slot.
    ///
    /// At most half of the slots are taken.
    private var slots = [UInt32](repeating: 0, count: 1 << 10)
    private let seed = UInt64.random(in: .min ... .max)

    /// The number of distinct tokens.
    var count: Int { ends.count }

    /// Where a token's bytes lie among ``allBytes``.
    func range(of token: Int) -> Range<Int> { (token > 0 ? ends[token - 1] : 0)..<ends[token] }

    /// The bytes of all tokens.
    var allBytes: [UInt8] { bytes }

    /// The number of a token, which is ``count`` before the call for a new one.
    ///
    /// - Complexity: O(length of the token), amortised.
    mutating func number(of token: Span<UInt8>) -> Int {
        let hash = hash(token)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let known = Int(slots[slot]) - 1
            if hashes[known] == hash, equals(known, token) { return known }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(count + 1)
        for index in token.indices { bytes.append(token[index]) }
        ends.append(bytes.count)
        hashes.append(hash)
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    private func hash(_ token: Span<UInt8>) -> UInt32 {
        var hash = seed
        for index in token.indices { hash = (hash ^ UInt64(token[index])) &* 0x9E37_79B9_7F4A_7C15 }
        return UInt32(truncatingIfNeeded: hash >> 32 ^ hash >> 15)
    }

    private func equals(_ known: Int, _ token: Span<UInt8>) -> Bool {
        let range = range(of: known)
        guard range.count == token.count else { return false }
        for index in token.indices where bytes[range.lowerBound + index] != token[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 2 * slots.count)
        for number in 0..<count {
            var slot = Int(hashes[number]) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }
}
