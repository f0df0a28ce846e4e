// SPDX-License-Identifier: Apache-2.0

/// The tokens of a text: where each stands, whether a sentence begins with it, and which term of a query it matches.
struct PassageTokens {
    /// A token.
    struct Token {
        var start: Int
        var end: Int
        /// The place of its term among ``PassageTokens/weights``, or `nil` where no term matches.
        var term: Int?
        /// Whether a sentence begins with it.
        var beginsSentence = false
    }

    /// The tokens, by where they start.
    private(set) var tokens: [Token] = []

    /// What each matched term is worth, in fixed point, so that sums do not depend on their order.
    private(set) var weights: [Int] = []

    /// Cuts a text and looks its terms up.
    init(_ text: String, analyzer: any TextAnalyzer, weights: [String: Float]) {
        // Each distinct token is looked up once; the inner `nil` stands for one that matches no term.
        var termsOfTokens: [String: Int?] = [:]
        var placesOfTerms: [String: Int] = [:]
        var worth: [Int] = []
        func match(_ token: String) -> Int? {
            if let known = termsOfTokens[token] { return known }
            var place: Int?
            if let term = analyzer.term(for: token), let weight = weights[term], weight > 0, weight.isFinite {
                place = placesOfTerms[term]
                if place == nil {
                    place = worth.count
                    placesOfTerms[term] = worth.count
                    worth.append(Int(min(weight, 1e6) * 1e6))
                }
            }
            termsOfTokens.updateValue(place, forKey: token)
            return place
        }
        var found: [Token] = []
        analyzer.forEachToken(in: text, for: .document) { token, place in
            found.append(Token(start: place.start, end: place.end, term: match(String(copyingToken: token))))
        }
        if !zip(found, found.dropFirst()).allSatisfy({ $0.start <= $1.start }) { found.sort { $0.start < $1.start } }
        tokens = found
        self.weights = worth
        markSentences(in: text)
    }

    /// Marks every token before which a sentence ends.
    private mutating func markSentences(in text: String) {
        let bytes = text.utf8.span
        var end = 0
        for place in tokens.indices {
            let start = tokens[place].start
            tokens[place].beginsSentence = place == 0 || start >= end && SentenceEnd.isBetween(end, start, in: bytes)
            end = max(end, tokens[place].end)
        }
    }

    /// The matched words within a range, those that touch or overlap as one.
    func matchedRanges(within range: Range<Int>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for token in tokens
        where token.term != nil && range.lowerBound <= token.start && token.end <= range.upperBound {
            if let last = ranges.last, token.start <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, token.end)
            } else {
                ranges.append(token.start..<token.end)
            }
        }
        return ranges
    }
}
