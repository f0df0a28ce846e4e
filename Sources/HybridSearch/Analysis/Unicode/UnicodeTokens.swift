// SPDX-License-Identifier: Apache-2.0

/// Cuts text of any language into folded tokens: words, and of scripts without spaces single characters and pairs.
///
/// A document holds every character of such a script and every pair of neighbours; a query holds the pairs, and a character
/// only where it stands alone. So a query of two characters finds exactly the documents that have them side by side.
struct UnicodeTokens: Hashable, Sendable {
    /// Finds words.
    let tokenizer = UnicodeWordTokenizer()

    /// Makes characters equal that a search should not tell apart.
    let folding: CharacterFolding

    /// Calls `receive` with each token and its place.
    ///
    /// A word of ASCII in lower case is lent as it stands in the text.
    ///
    /// - Complexity: O(bytes of the text).
    func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        let bytes = text.utf8.span
        var position: UInt32 = 0
        var folded = FoldedText()
        tokenizer.forEachWord(in: bytes) { range, run in
            switch run {
            case .word:
                let word = bytes.extracting(range)
                let place = TokenPlace(position: position, start: range.lowerBound, end: range.upperBound)
                if Self.isFolded(word) {
                    receive(word, place)
                    position += 1
                } else {
                    folded.removeAll()
                    folding.fold(word, into: &folded)
                    guard !folded.bytes.isEmpty else { return }
                    receive(folded.bytes.span, place)
                    position += 1
                }
            case .unspaced:
                var pairs = CharacterPairs(folding: folding, use: use, position: position)
                pairs.forEachToken(in: bytes, range, &folded, receive)
                position = pairs.position
            }
        }
    }

    /// Whether every byte is ASCII and no capital letter.
    static func isFolded(_ word: Span<UInt8>) -> Bool {
        for offset in word.indices {
            let byte = word[offset]
            if byte >= 0x80 || byte &- UInt8(ascii: "A") < 26 { return false }
        }
        return true
    }
}
