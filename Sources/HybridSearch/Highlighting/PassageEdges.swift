// SPDX-License-Identifier: Apache-2.0

/// Where a passage begins and ends around the tokens that it must hold.
struct PassageEdges {
    private let tokens: [PassageTokens.Token]
    private let maximumLength: Int

    init(tokens: PassageTokens, maximumLength: Int) {
        self.tokens = tokens.tokens
        self.maximumLength = maximumLength
    }

    /// The bytes of the passage.
    ///
    /// It begins with the sentence of the first token where that fits, or else with context in equal parts; it ends with
    /// the last sentence that fits where that fills half of it, or else with a word.
    ///
    /// - Complexity: O(tokens of the passage).
    func range(around window: PassageWindow, in text: String) -> Range<Int> {
        guard let firstToken = tokens.first else { return 0..<0 }
        let core = window.tokens ?? 0...0
        let coreEnd = tokens[core].map(\.end).max() ?? firstToken.end
        let start = tokens[firstPlace(before: core.lowerBound, coreEnd: coreEnd)].start
        return start..<end(from: start, core: core, coreEnd: coreEnd, in: text)
    }

    /// The token with which the passage begins.
    private func firstPlace(before place: Int, coreEnd: Int) -> Int {
        let slack = maximumLength - (coreEnd - tokens[place].start)
        let earliest = tokens[place].start - slack
        var context = place
        var candidate = place
        while !tokens[candidate].beginsSentence, candidate > 0, tokens[candidate - 1].start >= earliest {
            candidate -= 1
            if tokens[candidate].start >= tokens[place].start - slack / 2 { context = candidate }
        }
        return tokens[candidate].beginsSentence ? candidate : context
    }

    private func end(from start: Int, core: ClosedRange<Int>, coreEnd: Int, in text: String) -> Int {
        let bytes = text.utf8.span
        let limit = max(coreEnd, start + maximumLength)
        var wordEnd = coreEnd
        var sentenceEnd: Int?
        var place = core.upperBound + 1
        while place < tokens.count, tokens[place].start < limit {
            if tokens[place].beginsSentence {
                sentenceEnd = SentenceEnd.endOfPunctuation(from: wordEnd, upTo: tokens[place].start, in: bytes)
            }
            // A group of words may be too long where its first words are not.
            if tokens[place].end <= limit { wordEnd = max(wordEnd, tokens[place].end) }
            place += 1
        }
        if place == tokens.count {
            return SentenceEnd.endOfPunctuation(from: wordEnd, upTo: min(limit, bytes.count), in: bytes)
        }
        if let sentenceEnd, sentenceEnd - start >= maximumLength / 2 { return sentenceEnd }
        return wordEnd
    }
}
