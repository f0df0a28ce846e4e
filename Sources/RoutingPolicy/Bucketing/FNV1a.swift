// SPDX-License-Identifier: Apache-2.0

/// FNV-1a in 32 bits (Fowler, Noll, Vo; RFC 9923), over bytes or over UTF-16 code units.
///
/// It is here for compatibility alone: the vendors that use it in this way bucket neither uniformly nor independently
/// across salts.
package struct FNV1a: Sendable {
    /// The hash of everything taken in so far.
    package private(set) var value: UInt32 = 2_166_136_261

    /// Starts a hash.
    package init() {}

    /// Takes in one byte or one UTF-16 code unit.
    ///
    /// - Parameter unit: The next byte or code unit.
    package mutating func combine(_ unit: UInt32) {
        value = (value ^ unit) &* 16_777_619
    }

    /// Takes in the UTF-16 code units of a text that is given as UTF-8, without making the text.
    ///
    /// - Parameter utf8: Valid UTF-8.
    package mutating func combineUTF16(of utf8: borrowing Span<UInt8>) {
        var offset = 0
        while offset < utf8.count {
            let lead = UInt32(utf8[offset])
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            var scalar = length == 1 ? lead : lead & (0xFF >> UInt32(length + 1))
            for next in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(utf8[offset + next]) & 0x3F }
            if scalar < 0x1_0000 {
                combine(scalar)
            } else {
                combine(0xD800 + (scalar - 0x1_0000) >> 10)
                combine(0xDC00 + (scalar - 0x1_0000) & 0x3FF)
            }
            offset += length
        }
    }

    /// Takes in the decimal digits of a number.
    ///
    /// - Parameter number: The number whose digits come next.
    package mutating func combine(digitsOf number: UInt32) {
        var divisor: UInt32 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            combine(48 + number / divisor % 10)
            divisor /= 10
        }
    }
}
