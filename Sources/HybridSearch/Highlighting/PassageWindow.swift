// SPDX-License-Identifier: Apache-2.0

/// The tokens that a passage must hold: the stretch of matches that is worth most.
struct PassageWindow {
    /// The first and the last of the tokens, or `nil` where none matches.
    private(set) var tokens: ClosedRange<Int>?

    /// Finds the best stretch that a passage can hold.
    ///
    /// A term counts once. Of stretches of equal worth the first wins, and of those that begin at the same match the
    /// shortest.
    ///
    /// - Parameters:
    ///   - candidates: The tokens of a text.
    ///   - maximumLength: The longest passage, in bytes.
    /// - Complexity: O(tokens).
    init(best candidates: PassageTokens, maximumLength: Int) {
        let tokens = candidates.tokens
        let matched = tokens.indices.filter { tokens[$0].term != nil }
        var counts = [Int](repeating: 0, count: candidates.weights.count)
        var worth = 0
        var best = 0
        var first = 0
        for last in matched.indices {
            let token = tokens[matched[last]]
            guard let term = token.term else { continue }
            counts[term] += 1
            if counts[term] == 1 { worth += candidates.weights[term] }
            // The first match goes where the passage would be too long, or where its term comes again.
            while first < last, let firstTerm = tokens[matched[first]].term,
                token.end - tokens[matched[first]].start > maximumLength || counts[firstTerm] > 1
            {
                counts[firstTerm] -= 1
                if counts[firstTerm] == 0 { worth -= candidates.weights[firstTerm] }
                first += 1
            }
            if worth > best {
                best = worth
                self.tokens = matched[first]...matched[last]
            }
        }
    }
}
