// SPDX-License-Identifier: Apache-2.0

/// Writes numbers and texts one after the other, for ``ByteReader`` to read in the same order.
package struct ByteWriter {
    /// What was written so far.
    package private(set) var bytes: [UInt8]

    package init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Writes a whole number of 0 or more in as few bytes as it needs (LEB128).
    package mutating func append(_ number: Int) {
        precondition(number >= 0, "only numbers of 0 or more are written")
        var rest = UInt64(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes four bytes, little-endian.
    package mutating func append(fixed number: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
    }

    /// Writes eight bytes, little-endian.
    package mutating func append(fixed number: UInt64) {
        append(fixed: UInt32(truncatingIfNeeded: number))
        append(fixed: UInt32(truncatingIfNeeded: number >> 32))
    }

    /// Writes a text: its length in bytes, then its UTF-8.
    package mutating func append(_ text: String) {
        append(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes without their length.
    package mutating func append(raw content: [UInt8]) {
        bytes.append(contentsOf: content)
    }
}
