// SPDX-License-Identifier: Apache-2.0

/// Cuts text into lower-case words of at least two characters.
///
/// A word is a run of Unicode scalars that are letters, numbers or the underscore, after lower-casing: the pattern `\w\w+`
/// that the Python tools of the field use. Marks end a word, as they do there.
struct WordTokenizer: Sendable {
    /// Calls `receive` with each word of a text, in order.
    ///
    /// - Complexity: O(scalars of the text).
    func forEachToken(in text: String, _ receive: (String) -> Void) {
        var word: [UInt8] = []
        var scalarCount = 0
        func flush() {
            if scalarCount >= 2 { receive(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
            scalarCount = 0
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let lowered = Self.asciiWordBytes[Int(scalar.value)]
                if lowered == 0 {
                    flush()
                } else {
                    word.append(lowered)
                    scalarCount += 1
                }
            } else {
                for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
                    if Self.isWordScalar(lowered) {
                        word.append(contentsOf: UTF8.encode(lowered) ?? UTF8.encodedReplacementCharacter)
                        scalarCount += 1
                    } else {
                        flush()
                    }
                }
            }
        }
        flush()
    }

    /// For each ASCII byte its lower-case form if it belongs to words, otherwise 0.
    private static let asciiWordBytes: [UInt8] = (UInt8(0)..<128).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        default: 0
        }
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
