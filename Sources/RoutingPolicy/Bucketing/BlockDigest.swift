// SPDX-License-Identifier: Apache-2.0

/// The part of a Merkle-Damgard hash that differs from one hash to the next.
package protocol BlockCompression: Sendable {
    /// Whether words and the message length are big-endian.
    static var isBigEndian: Bool { get }

    /// The state before the first block.
    static var initial: Self { get }

    /// Mixes sixteen words into the state.
    ///
    /// - Parameter block: One block of 64 bytes as words.
    mutating func compress(_ block: InlineArray<16, UInt32>)

    /// The first eight bytes of the digest, big-endian.
    var leading: UInt64 { get }
}

/// A digest over a stream of bytes in blocks of 64: MD5, SHA-1 and SHA-256 differ only in how a block is mixed.
///
/// MD5 and SHA-1 are here because vendors bucket with them; neither protects anything. Nothing is allocated.
package struct BlockDigest<Compression: BlockCompression>: Sendable {
    private var state = Compression.initial
    private var block = InlineArray<16, UInt32>(repeating: 0)
    private var length: UInt64 = 0

    /// Starts a digest.
    package init() {}

    /// Takes in one byte.
    ///
    /// - Parameter byte: The next byte.
    package mutating func combine(_ byte: UInt8) {
        let place = Int(length & 63)
        let shift = UInt32(Compression.isBigEndian ? 24 - 8 * (place & 3) : 8 * (place & 3))
        block[place >> 2] |= UInt32(byte) << shift
        length &+= 1
        if length & 63 == 0 { mixBlock() }
    }

    private mutating func mixBlock() {
        state.compress(block)
        block = InlineArray(repeating: 0)
    }

    /// Takes in bytes.
    ///
    /// - Parameter bytes: The next bytes.
    package mutating func combine(_ bytes: borrowing Span<UInt8>) {
        var offset = 0
        while offset < bytes.count {
            guard length & 3 == 0, bytes.count &- offset >= 4 else {
                combine(bytes[offset])
                offset &+= 1
                continue
            }
            let word =
                UInt32(bytes[offset]) << 24 | UInt32(bytes[offset &+ 1]) << 16 | UInt32(bytes[offset &+ 2]) << 8
                | UInt32(bytes[offset &+ 3])
            block[Int(length & 63) >> 2] = Compression.isBigEndian ? word : word.byteSwapped
            length &+= 4
            offset &+= 4
            if length & 63 == 0 { mixBlock() }
        }
    }

    /// Pads the message and gives the final state.
    ///
    /// - Returns: The state from which the digest is read.
    package consuming func finish() -> Compression {
        let bits = length &* 8
        combine(0x80)
        while length & 63 != 56 { combine(0) }
        for place in 0..<8 {
            let shift = UInt64(Compression.isBigEndian ? 56 - 8 * place : 8 * place)
            combine(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return state
    }
}
