// SPDX-License-Identifier: Apache-2.0

/// The 64-bit hash XXH64 with seed 0.
///
/// It tells files apart that were exchanged by mistake, at the speed of memory; against intent it protects nothing
/// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md).
package enum XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// The hash of bytes.
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: The hash, as `xxhsum -H64` prints it in hexadecimal digits.
    /// - Complexity: O(bytes).
    package static func hash(_ bytes: RawSpan) -> UInt64 {
        let primes = primes
        var place = 0
        var hash = primes.4
        if bytes.byteCount >= 32 {
            var lanes = (primes.0 &+ primes.1, primes.1, UInt64(0), 0 &- primes.0)
            while place <= bytes.byteCount - 32 {
                lanes.0 = round(lanes.0, word(bytes, place))
                lanes.1 = round(lanes.1, word(bytes, place + 8))
                lanes.2 = round(lanes.2, word(bytes, place + 16))
                lanes.3 = round(lanes.3, word(bytes, place + 24))
                place += 32
            }
            hash = rotated(lanes.0, 1) &+ rotated(lanes.1, 7) &+ rotated(lanes.2, 12) &+ rotated(lanes.3, 18)
            for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
                hash = (hash ^ round(0, lane)) &* primes.0 &+ primes.3
            }
        }
        hash = hash &+ UInt64(bytes.byteCount)
        while place <= bytes.byteCount - 8 {
            hash = rotated(hash ^ round(0, word(bytes, place)), 27) &* primes.0 &+ primes.3
            place += 8
        }
        if place <= bytes.byteCount - 4 {
            hash = rotated(hash ^ UInt64(halfWord(bytes, place)) &* primes.0, 23) &* primes.1 &+ primes.2
            place += 4
        }
        while place < bytes.byteCount {
            hash = rotated(hash ^ UInt64(byte(bytes, place)) &* primes.4, 11) &* primes.0
            place += 1
        }
        hash = (hash ^ hash &>> 33) &* primes.1
        hash = (hash ^ hash &>> 29) &* primes.2
        return hash ^ hash &>> 32
    }

    /// The hash of bytes in an array.
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: The hash.
    /// - Complexity: O(bytes).
    package static func hash(_ bytes: [UInt8]) -> UInt64 {
        let bytes = bytes.span
        return unsafe hash(bytes.bytes)
    }

    /// The hash of a text's bytes in UTF-8.
    ///
    /// - Parameter text: The text.
    /// - Returns: The hash.
    /// - Complexity: O(bytes).
    package static func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in unsafe hash(UnsafeRawBufferPointer(bytes).bytes) }
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* primes.1, 31) &* primes.0
    }

    private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 - bits) }

    private static func word(_ bytes: RawSpan, _ place: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private static func halfWord(_ bytes: RawSpan, _ place: Int) -> UInt32 {
        unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    private static func byte(_ bytes: RawSpan, _ place: Int) -> UInt8 {
        unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
}
