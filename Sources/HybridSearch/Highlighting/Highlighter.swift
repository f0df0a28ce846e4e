// SPDX-License-Identifier: Apache-2.0

/// Finds the passage of a text that shows best why it was found.
///
/// The best passage is the one that holds most of the query, each term counted once with its weight; of equals it is the
/// first. It begins and ends with a sentence where one begins or ends near enough, and with a word otherwise.
public struct Highlighter: Sendable {
    /// Turns the text into the terms of the index.
    public let analyzer: any TextAnalyzer

    /// The longest passage, in bytes of UTF-8; only a single matched word may be longer.
    public let maximumLength: Int

    /// Creates a highlighter.
    ///
    /// - Parameters:
    ///   - analyzer: The analyser of the index.
    ///   - maximumLength: The longest passage, in bytes of UTF-8; at least 1.
    public init(analyzer: any TextAnalyzer, maximumLength: Int = 240) {
        precondition(maximumLength > 0, "a passage has at least one byte, not \(maximumLength)")
        self.analyzer = analyzer
        self.maximumLength = maximumLength
    }

    /// The best passage of a text.
    ///
    /// - Parameters:
    ///   - text: The text of a document, as it was indexed.
    ///   - weights: The terms of the query with what each is worth, as its inverse document frequency; those that are not
    ///     finite and positive count nothing.
    /// - Returns: The best passage, or the beginning of the text where it holds none of the terms.
    /// - Complexity: O(length of the text).
    public func passage(in text: String, matching weights: [String: Float]) -> HighlightedPassage {
        let tokens = PassageTokens(text, analyzer: analyzer, weights: weights)
        let window = PassageWindow(best: tokens, maximumLength: maximumLength)
        let range = PassageEdges(tokens: tokens, maximumLength: maximumLength).range(around: window, in: text)
        let matches = tokens.matchedRanges(within: range)
        let bytes = text.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let end = bytes.index(start, offsetBy: range.count)
        return HighlightedPassage(
            text: String(text[start..<end]), range: range, matches: matches,
            isContinued: text[..<start].contains { !$0.isWhitespace },
            continues: text[end...].contains { !$0.isWhitespace })
    }

    /// The best passage of a text, where every term is worth the same.
    ///
    /// - Parameters:
    ///   - text: The text of a document, as it was indexed.
    ///   - terms: The terms of the query.
    /// - Returns: The best passage, or the beginning of the text where it holds none of the terms.
    /// - Complexity: O(length of the text).
    public func passage(in text: String, matching terms: some Sequence<String>) -> HighlightedPassage {
        passage(in: text, matching: Dictionary(terms.map { ($0, 1) }) { first, _ in first })
    }
}
