// SPDX-License-Identifier: Apache-2.0

/// Turns text into the terms that are indexed and searched.
///
/// An analyser works in two steps, so that an index can remember the outcome of the second for every distinct token: it
/// cuts text into normalised tokens, and it maps a token to its term or drops it. Tokens are bytes that are lent for the
/// time of a call, so that text which needs no change is indexed without a copy. The same analyser must be used for
/// documents and for queries; an index stores ``identity`` and refuses another one.
///
/// Laws:
/// 1. Both steps depend on nothing but their input, and equal analysers have equal identities.
/// 2. A token is valid UTF-8 and not empty, and its place lies within the text, on boundaries of scalars.
/// 3. Positions begin at 0 and never fall; offsets of tokens may overlap where several share a position.
/// 4. A text that is a query finds itself as a document: every token of a query is among those of the same document.
public protocol TextAnalyzer: Sendable {
    /// Names the analyser and everything that its output depends on, such as `english/1`.
    ///
    /// What stands before the slash is the name that ``TextAnalyzers`` looks up; the rest is its version.
    var identity: String { get }

    /// Cuts text into tokens, in order.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is, where that makes a difference.
    ///   - receive: Called with each token's normalised UTF-8, which is valid during the call, and with its place.
    func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void)

    /// The term of a token.
    ///
    /// - Parameter token: One that ``forEachToken(in:for:_:)`` produced.
    /// - Returns: The term to index, or `nil` to drop the token, as for a stop word.
    func term(for token: String) -> String?

    /// How the terms begin that come of words with a given beginning.
    ///
    /// - Parameter token: The beginning of a word, normalised as a token.
    /// - Returns: The beginning of the terms; by default the token itself.
    func termPrefix(for token: String) -> String
}

extension TextAnalyzer {
    /// The token itself.
    ///
    /// - Parameter token: The beginning of a word, normalised as a token.
    /// - Returns: The same.
    public func termPrefix(for token: String) -> String { token }

    /// The terms of a text, in order and with repetitions.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - use: What the text is, where that makes a difference.
    /// - Returns: One term for each token that is not dropped.
    public func terms(in text: String, for use: TextUse = .document) -> [String] {
        var terms: [String] = []
        forEachToken(in: text, for: use) { token, _ in
            if let term = term(for: String(copyingToken: token)) { terms.append(term) }
        }
        return terms
    }
}
