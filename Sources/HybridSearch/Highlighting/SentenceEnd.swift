// SPDX-License-Identifier: Apache-2.0

/// Where sentences end, as far as punctuation tells.
enum SentenceEnd {
    /// Whether a sentence ends between two words: with a mark and a blank behind it, with a mark of a script that needs no
    /// blank, or with an empty line.
    ///
    /// - Parameters:
    ///   - start: Where the first word ends.
    ///   - end: Where the second begins.
    ///   - text: The text, in UTF-8.
    /// - Returns: `true` where one ends.
    static func isBetween(_ start: Int, _ end: Int, in text: Span<UInt8>) -> Bool {
        var isMarked = false
        var lines = 0
        var place = start
        while place < end {
            let (scalar, next) = text.scalar(at: place)
            switch scalar {
            case "。", "！", "？", "।", "։", "؟": return true
            case ".", "!", "?", "…": isMarked = true
            case "\n":
                lines += 1
                if isMarked || lines > 1 { return true }
            case " ", "\t", "\r", "\u{A0}": if isMarked { return true }
            default: break
            }
            place = next
        }
        return false
    }

    /// Where the punctuation ends that belongs to the word before it: everything up to the next blank.
    ///
    /// - Parameters:
    ///   - start: Where the word ends.
    ///   - limit: How far to look.
    ///   - text: The text, in UTF-8.
    /// - Returns: The offset behind the punctuation.
    static func endOfPunctuation(from start: Int, upTo limit: Int, in text: Span<UInt8>) -> Int {
        var place = start
        while place < limit {
            let (scalar, next) = text.scalar(at: place)
            guard !scalar.properties.isWhitespace, next <= limit else { break }
            place = next
        }
        return place
    }
}
