// SPDX-License-Identifier: Apache-2.0

/// A term of a text and where it stands.
public struct PlacedTerm: Hashable, Sendable {
    /// The term.
    public var term: String

    /// Where it stands.
    public var place: TokenPlace

    /// Creates a placed term.
    ///
    /// - Parameters:
    ///   - term: The term.
    ///   - place: Where it stands.
    public init(_ term: String, at place: TokenPlace) {
        self.term = term
        self.place = place
    }
}

extension TextAnalyzer {
    /// The terms of a text with their places, in order, as a phrase asks for them.
    ///
    /// A dropped token leaves a gap in the positions.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is, where that makes a difference.
    /// - Returns: One term for each token that is not dropped.
    public func placedTerms(in text: String, for use: TextUse) -> [PlacedTerm] {
        var terms: [PlacedTerm] = []
        forEachToken(in: text, for: use) { token, place in
            if let term = term(for: String(copyingToken: token)) { terms.append(PlacedTerm(term, at: place)) }
        }
        return terms
    }

    /// How the terms begin that a query asks for by the beginning of a word.
    ///
    /// - Parameter text: The beginning of a word; of several words the last counts.
    /// - Returns: The beginning of the terms, or `nil` for a text without a token.
    public func termPrefix(of text: String) -> String? {
        var last: String?
        forEachToken(in: text, for: .query) { token, _ in last = String(copyingToken: token) }
        return last.map { termPrefix(for: $0) }
    }
}
