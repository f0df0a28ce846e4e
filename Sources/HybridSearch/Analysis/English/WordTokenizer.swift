// SPDX-License-Identifier: Apache-2.0

/// Cuts text into lower-case words of at least two characters.
///
/// A word is a run of Unicode scalars that are letters, numbers or the underscore, after lower-casing: the pattern `\w\w+`
/// that the Python tools of the field use. Marks end a word, as they do there.
struct WordTokenizer: Sendable {
    /// Calls `receive` with each word of a text, in order.
    ///
    /// A word of ASCII in lower case is lent as it stands in the text; any other is written into a buffer, one for all
    /// words.
    ///
    /// - Complexity: O(scalars of the text).
    func forEachToken(in text: String, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        let bytes = text.utf8.span
        let forms = Self.wordForms
        var word = PendingWord()
        var offset = 0
        while offset < bytes.count {
            let start = offset
            var differences: UInt8 = 0
            while offset < bytes.count {
                let byte = bytes[offset]
                let form = forms[Int(byte)]
                guard form != 0 else { break }
                differences |= form ^ byte
                offset += 1
            }
            if offset < bytes.count, bytes[offset] >= 0x80 {
                offset = finishWord(in: bytes, from: start, word: &word, receive)
            } else if offset - start >= 2 {
                let run = bytes.extracting(start..<offset)
                if differences == 0 {
                    receive(run, TokenPlace(position: word.position, start: start, end: offset))
                    word.position += 1
                } else {
                    for place in run.indices { word.append(forms[Int(run[place])], from: start + place, to: offset) }
                    word.flush(receive)
                }
            } else {
                offset = max(offset, start + 1)
            }
        }
    }

    /// Reads on from the beginning of a run that holds characters outside of ASCII, up to where the run ends.
    ///
    /// - Returns: The offset behind the run.
    private func finishWord(
        in bytes: Span<UInt8>, from start: Int, word: inout PendingWord, _ receive: (Span<UInt8>, TokenPlace) -> Void
    ) -> Int {
        let letters = Self.lettersOfEurope
        var offset = start
        while offset < bytes.count {
            let (scalar, end) = bytes.scalar(at: offset)
            if scalar.isASCII {
                let form = Self.wordForms[Int(scalar.value)]
                guard form != 0 else { break }
                word.append(form, from: offset, to: end)
            } else if scalar.value < Self.firstUntabulated {
                if let lowered = letters[Int(scalar.value - 0x80)] {
                    word.append(lowered, from: offset, to: end)
                } else if scalar == "İ" {
                    // Its lower case is an i and a mark, which ends the word.
                    word.append("i", from: offset, to: end)
                    word.flush(receive)
                } else {
                    word.flush(receive)
                }
            } else if (0x2000...0x206F).contains(scalar.value) {
                // Dashes, quotation marks and blanks.
                word.flush(receive)
            } else {
                for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
                    if Self.isWordScalar(lowered) {
                        word.append(lowered, from: offset, to: end)
                    } else {
                        word.flush(receive)
                    }
                }
            }
            offset = end
        }
        word.flush(receive)
        return offset
    }

    /// For each byte of ASCII its lower-case form if it belongs to words, otherwise 0, as for every byte above ASCII.
    private static let wordForms: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        default: 0
        }
    }

    /// The first scalar that ``lettersOfEurope`` does not hold.
    private static let firstUntabulated: UInt32 = 0x600

    /// For each scalar from U+0080 on its lower case if it belongs to words, otherwise `nil`.
    private static let lettersOfEurope: [Unicode.Scalar?] = (0x80..<firstUntabulated).map { value in
        guard let scalar = Unicode.Scalar(value) else { return nil }
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars
        guard lowered.count == 1, let letter = lowered.first, isWordScalar(letter) else { return nil }
        return letter
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default:
            scalar == "_"
        }
    }
}

/// The word that is being written, and the place that it will have.
private struct PendingWord {
    /// The position of the next word.
    var position: UInt32 = 0

    private var start = 0
    private var end = 0
    private var bytes: [UInt8] = []
    private var scalarCount = 0

    /// Appends a byte of ASCII that stands for what lies between two offsets of the text.
    mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
        begin(at: start, to: end)
        bytes.append(byte)
    }

    /// Appends a scalar that stands for what lies between two offsets of the text.
    mutating func append(_ scalar: Unicode.Scalar, from start: Int, to end: Int) {
        begin(at: start, to: end)
        bytes.append(scalar)
    }

    private mutating func begin(at start: Int, to end: Int) {
        if scalarCount == 0 { self.start = start }
        self.end = end
        scalarCount += 1
    }

    /// Hands the word over where it has two characters, and makes room for the next one.
    mutating func flush(_ receive: (Span<UInt8>, TokenPlace) -> Void) {
        if scalarCount >= 2 {
            receive(bytes.span, TokenPlace(position: position, start: start, end: end))
            position += 1
        }
        bytes.removeAll(keepingCapacity: true)
        scalarCount = 0
    }
}
