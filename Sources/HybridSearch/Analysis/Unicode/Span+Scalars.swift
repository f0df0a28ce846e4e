// SPDX-License-Identifier: Apache-2.0

/// Reading scalars out of UTF-8 that is known to be valid, as that of a string is.
extension Span<UInt8> {
    /// The scalar whose first byte stands at an offset, and the offset behind it.
    ///
    /// - Parameter offset: Where a scalar begins.
    /// - Returns: The scalar and the offset of the next one; U+FFFD and the next byte for bytes that are no UTF-8.
    func scalar(at offset: Int) -> (scalar: Unicode.Scalar, end: Int) {
        let first = UInt32(self[offset])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard offset + length <= count else { return ("\u{FFFD}", offset + 1) }
        var value = length == 1 ? first : first & (0x7F >> UInt32(length))
        for place in offset + 1..<offset + length { value = value << 6 | UInt32(self[place] & 0x3F) }
        guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", offset + 1) }
        return (scalar, offset + length)
    }
}

extension [UInt8] {
    /// Appends the UTF-8 of a scalar.
    mutating func append(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case ..<0x80:
            append(UInt8(value))
        case ..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case ..<0x1_0000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }
}
