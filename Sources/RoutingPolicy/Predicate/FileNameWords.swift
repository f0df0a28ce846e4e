// SPDX-License-Identifier: Apache-2.0

/// The words of a file name, found without making any text.
///
/// The folder and the extension do not count. A word is a run of letters or a run of digits; a small letter before a
/// capital one ends a word, and so does the last of several capitals before a small letter: `PDFTaxForm-2024.pdf` has the
/// words `pdf`, `tax`, `form` and `2024`, and `information.pdf` has only one. Bytes outside ASCII are letters.
struct FileNameWords {
    /// Which bytes of the name are neither folder nor extension.
    let stem: Range<Int>

    init(_ name: borrowing Span<UInt8>) {
        var start = 0
        var end = name.count
        for offset in name.indices where name[offset] == UInt8(ascii: "/") || name[offset] == UInt8(ascii: "\\") {
            start = offset + 1
        }
        for offset in start..<name.count where offset > start && name[offset] == UInt8(ascii: ".") { end = offset }
        stem = start..<end
    }

    /// The next word at or after an offset.
    ///
    /// - Parameters:
    ///   - offset: Where to start.
    ///   - name: The name.
    /// - Returns: The bytes of the word, or `nil` after the last.
    func next(from offset: Int, in name: borrowing Span<UInt8>) -> Range<Int>? {
        var start = offset
        while start < stem.upperBound, Kind(name[start]) == .separator { start += 1 }
        guard start < stem.upperBound else { return nil }
        var end = start + 1
        while end < stem.upperBound, !isBoundary(at: end, in: name) { end += 1 }
        return start..<end
    }

    /// Where the extension of a name starts, after its last dot; `nil` for none.
    static func startOfExtension(_ name: borrowing Span<UInt8>) -> Int? {
        var start = name.count
        while start > 0, name[start &- 1] != UInt8(ascii: ".") {
            if name[start &- 1] == UInt8(ascii: "/") { return nil }
            start &-= 1
        }
        return start > 0 ? start : nil
    }

    /// Whether a text is one word in lower case, as the words to look for must be.
    static func isSingleWord(_ text: String) -> Bool {
        let bytes = text.utf8.span
        let words = FileNameWords(bytes)
        guard let word = words.next(from: 0, in: bytes) else { return false }
        return word == 0..<bytes.count && text.utf8.allSatisfy { $0.asciiFolded == $0 }
    }

    private func isBoundary(at offset: Int, in name: borrowing Span<UInt8>) -> Bool {
        let previous = Kind(name[offset - 1])
        switch (previous, Kind(name[offset])) {
        case (_, .separator): return true
        case (.small, .capital): return true
        case (.digit, .digit), (.small, .small), (.capital, .small): return false
        case (.digit, _), (_, .digit): return true
        case (.capital, .capital):
            return offset + 1 < stem.upperBound && Kind(name[offset + 1]) == .small
        case (.separator, _): return true
        }
    }

    private enum Kind {
        case separator
        case small
        case capital
        case digit

        init(_ byte: UInt8) {
            switch byte {
            case 97...122, 128...255: self = .small
            case 65...90: self = .capital
            case 48...57: self = .digit
            default: self = .separator
            }
        }
    }
}
