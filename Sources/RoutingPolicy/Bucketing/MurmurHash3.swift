// SPDX-License-Identifier: Apache-2.0

/// MurmurHash3_x86_32 over a stream of bytes (Appleby, public domain, 2011).
///
/// The state is a plain value, so that a rollout hashes its salt once, when it is compiled, and continues from there for
/// every unit. Two streams with the same bytes have the same hash, however the bytes were cut.
package struct MurmurHash3: Sendable {
    private var state: UInt32
    /// The bytes that do not fill a word yet; the first is lowest.
    private var pending: UInt32 = 0
    private var pendingBits: UInt32 = 0
    private var length: UInt32 = 0

    /// Starts a hash.
    ///
    /// - Parameter seed: The seed; different seeds give independent hashes of the same bytes.
    package init(seed: UInt32) { state = seed }

    /// Takes in one byte.
    ///
    /// - Parameter byte: The next byte.
    package mutating func combine(_ byte: UInt8) {
        length &+= 1
        pending |= UInt32(byte) << pendingBits
        pendingBits &+= 8
        guard pendingBits == 32 else { return }
        absorb(pending)
        pending = 0
        pendingBits = 0
    }

    /// Takes in bytes.
    ///
    /// - Parameter bytes: The next bytes.
    /// - Complexity: O(n), a word at a time.
    package mutating func combine(_ bytes: borrowing Span<UInt8>) {
        let whole = bytes.count & ~3
        var offset = 0
        while offset < whole {
            let word =
                UInt32(bytes[offset]) | UInt32(bytes[offset &+ 1]) << 8 | UInt32(bytes[offset &+ 2]) << 16
                | UInt32(bytes[offset &+ 3]) << 24
            combine(word: word)
            offset &+= 4
        }
        while offset < bytes.count {
            combine(bytes[offset])
            offset &+= 1
        }
    }

    /// Takes in four bytes.
    ///
    /// - Parameter word: The bytes, the first lowest.
    @inline(__always)
    package mutating func combine(word: UInt32) {
        length &+= 4
        let bytes = UInt64(pending) | UInt64(word) &<< UInt64(pendingBits)
        absorb(UInt32(truncatingIfNeeded: bytes))
        pending = UInt32(truncatingIfNeeded: bytes &>> 32)
    }

    /// The hash of everything taken in so far.
    package var value: UInt32 {
        var hash = state ^ Self.scramble(pending)
        hash ^= length
        hash = (hash ^ (hash >> 16)) &* 0x85EB_CA6B
        hash = (hash ^ (hash >> 13)) &* 0xC2B2_AE35
        return hash ^ (hash >> 16)
    }

    /// The hash of a text's UTF-8 bytes.
    ///
    /// - Parameters:
    ///   - text: The text, as it is: nothing is normalised here.
    ///   - seed: The seed.
    /// - Returns: The 32-bit hash.
    package static func hash(_ text: String, seed: UInt32) -> UInt32 {
        var hash = MurmurHash3(seed: seed)
        hash.combine(text.utf8.span)
        return hash.value
    }

    private mutating func absorb(_ word: UInt32) {
        state ^= Self.scramble(word)
        state = (state << 13 | state >> 19) &* 5 &+ 0xE654_6B64
    }

    private static func scramble(_ word: UInt32) -> UInt32 {
        let mixed = word &* 0xCC9E_2D51
        return (mixed << 15 | mixed >> 17) &* 0x1B87_3593
    }
}
