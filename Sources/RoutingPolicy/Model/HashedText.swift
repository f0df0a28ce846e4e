// SPDX-License-Identifier: Apache-2.0
@_spi(_Unicode) import Swift

/// A text in normalisation form C with a hash of its bytes.
///
/// Swift's `==` calls canonically equivalent texts equal, but their bytes, and so their buckets, may differ. In one
/// normal form a user cannot be on a list under one spelling and in a bucket under another.
struct HashedText: Hashable, Sendable {
    /// The text in normalisation form C.
    let text: String

    /// The hash of the text's UTF-8 bytes.
    let hash: UInt64

    /// Normalises and hashes a text.
    init(_ text: String) {
        self.text = Self.normalised(text)
        var hash = TextHash()
        let bytes = self.text.utf8.span
        for offset in bytes.indices { hash.combine(bytes[offset]) }
        self.hash = hash.value
    }

    /// Normalises and hashes a text; an empty one is the same as none.
    init?(_ text: String?) {
        guard let text, !text.isEmpty else { return nil }
        self.init(text)
    }

    /// The text in normalisation form C.
    ///
    /// ASCII is in that form already. The standard library knows the form for its own comparison of strings and offers
    /// it to packages that ask by name; the alternative is Foundation.
    static func normalised(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return String(scalars)
    }
}

/// A hash of bytes for look-ups in tables: FNV-1a in 64 bits with a final mixing.
///
/// It is the same in every process, and is never used for buckets. An attacker who finds colliding texts gains nothing,
/// since tables hold the policy's texts only.
struct TextHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// Takes in a byte with ASCII letters in lower case.
    mutating func combineFolded(_ byte: UInt8) { combine(byte.asciiFolded) }

    /// The hash; never 0, which marks an empty place in a table.
    var value: UInt64 {
        var mixed = (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed ^= mixed >> 33
        return mixed == 0 ? 1 : mixed
    }
}

extension UInt8 {
    /// The byte, with an ASCII letter in lower case.
    var asciiFolded: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}
