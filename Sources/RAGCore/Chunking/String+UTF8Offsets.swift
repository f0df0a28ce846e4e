// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text at a range of UTF-8 offsets.
    ///
    /// - Complexity: O(1) where the text is stored as contiguous UTF-8.
    subscript(utf8 range: Range<Int>) -> Substring {
        let lower = utf8.index(startIndex, offsetBy: range.lowerBound)
        let upper = utf8.index(lower, offsetBy: range.count)
        return self[lower..<upper]
    }
}

extension Span<UInt8> {
    /// The code point that begins at an offset of valid UTF-8.
    func unicodeScalar(at offset: Int) -> Unicode.Scalar {
        let lead = self[offset]
        let (leadBits, length): (UInt8, Int) =
            switch lead {
            case ..<0x80: (lead, 1)
            case ..<0xE0: (lead & 0x1F, 2)
            case ..<0xF0: (lead & 0x0F, 3)
            default: (lead & 0x07, 4)
            }
        var value = UInt32(leadBits)
        for index in offset + 1..<offset + length { value = value << 6 | UInt32(self[index] & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
