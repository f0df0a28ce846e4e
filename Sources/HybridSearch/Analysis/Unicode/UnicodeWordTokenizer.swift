// SPDX-License-Identifier: Apache-2.0

/// Finds the words of a text of any language, by the rules of Unicode Standard Annex #29.
///
/// A word is a run of letters, numbers, marks and connectors; an apostrophe or a full stop between letters and a comma or
/// a full stop between digits do not end it. What has neither letter nor number is no word. Characters of scripts without
/// spaces come as runs of their own, for there the rules know no words.
///
/// These are rules WB3 to WB13b, without those for emoji and flags. They differ from the annex in two more ways: colons join
/// nothing, as in the tailoring of CLDR, and numbers such as `²` belong to words. A word longer than ``longestWord`` is
/// data rather than a word, and comes in pieces.
public struct UnicodeWordTokenizer: Hashable, Sendable {
    /// What a run of characters is.
    public enum Run: Hashable, Sendable {
        /// A word of a script that separates words.
        case word
        /// Characters of a script that does not, as Chinese, Japanese, Korean and Thai.
        case unspaced
    }

    /// The length at which a word is cut, in bytes; the last character may go beyond it.
    public static let longestWord = 1_024

    /// Creates the tokeniser.
    public init() {}

    /// Finds the words and runs of a text, in order.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - receive: Called with the bytes of each word or run, as a range of offsets, and with what it is.
    /// - Complexity: O(bytes of the text).
    public func forEachWord(in text: Span<UInt8>, _ receive: (Range<Int>, Run) -> Void) {
        let table = WordBreakClass.table
        var offset = 0
        while offset < text.count {
            let (first, end) = WordBreakClass.read(text, at: offset, table)
            switch first {
            case .letter, .hebrewLetter, .numeric, .connector:
                var word = WordScan(first, start: offset, end: end)
                word.extend(in: text, table)
                if word.hasContent { receive(offset..<word.end, .word) }
                offset = word.end
            case .unspaced:
                let runEnd = Self.endOfRun(in: text, from: end, table)
                receive(offset..<runEnd, .unspaced)
                offset = runEnd
            default:
                offset = end
            }
        }
    }

    /// Where a run of characters without spaces ends that goes on at an offset.
    static func endOfRun(in text: Span<UInt8>, from start: Int, _ table: [WordBreakClass]) -> Int {
        var runEnd = start
        while runEnd < text.count {
            let (next, end) = WordBreakClass.read(text, at: runEnd, table)
            guard next == .unspaced || next == .extend else { break }
            runEnd = end
        }
        return runEnd
    }
}

/// A word on the way to its end.
private struct WordScan {
    /// Where the word ends as far as it was read.
    private(set) var end: Int

    /// Whether it has a letter or a number.
    private(set) var hasContent: Bool

    /// Where it is cut if it is not over.
    private let limit: Int

    /// The class of its last character, marks aside.
    private var last: WordBreakClass

    init(_ first: WordBreakClass, start: Int, end: Int) {
        self.limit = start + UnicodeWordTokenizer.longestWord
        self.last = first
        self.end = end
        self.hasContent = first != .connector
    }

    /// Reads up to where the word ends.
    mutating func extend(in text: Span<UInt8>, _ table: [WordBreakClass]) {
        while end < min(text.count, limit) {
            let (next, behind) = WordBreakClass.read(text, at: end, table)
            switch next {
            case .letter, .hebrewLetter, .numeric:
                hasContent = true
                last = next
                end = behind
            case .connector:
                last = next
                end = behind
            case .extend:
                end = behind
            case .midLetter, .midNumber, .midEither, .singleQuote, .doubleQuote:
                guard join(next, endingAt: behind, in: text, table) else { return }
            case .other, .unspaced:
                return
            }
        }
    }

    /// Goes beyond a character that joins, if it joins what stands on both sides of it.
    private mutating func join(
        _ joint: WordBreakClass, endingAt jointEnd: Int, in text: Span<UInt8>, _ table: [WordBreakClass]
    ) -> Bool {
        var place = jointEnd
        while place < text.count {
            let (next, behind) = WordBreakClass.read(text, at: place, table)
            if next == .extend {
                place = behind
            } else if joins(joint, next) {
                last = next
                end = behind
                return true
            } else {
                break
            }
        }
        // An apostrophe that ends a word of Hebrew is a letter of it (WB7a).
        if last == .hebrewLetter, joint == .singleQuote { end = jointEnd }
        return false
    }

    /// Rules WB6, WB7, WB7b, WB7c, WB11 and WB12.
    private func joins(_ joint: WordBreakClass, _ next: WordBreakClass) -> Bool {
        let isBetweenLetters =
            (last == .letter || last == .hebrewLetter) && (next == .letter || next == .hebrewLetter)
        let isBetweenNumbers = last == .numeric && next == .numeric
        return switch joint {
        case .midLetter: isBetweenLetters
        case .midNumber: isBetweenNumbers
        case .midEither, .singleQuote: isBetweenLetters || isBetweenNumbers
        case .doubleQuote: last == .hebrewLetter && next == .hebrewLetter
        default: false
        }
    }
}
