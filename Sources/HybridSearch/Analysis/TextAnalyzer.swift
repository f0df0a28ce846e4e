// SPDX-License-Identifier: Apache-2.0

/// Turns text into the terms that are indexed and searched.
///
/// An analyser works in two steps, so that an index can remember the outcome of the second for every distinct token: it
/// cuts text into normalised tokens, and it maps a token to its term or drops it. The same analyser must be used for
/// documents and for queries; an index stores ``identity`` and refuses another one.
///
/// Laws: both steps depend on nothing but their input, and equal analysers have equal identities.
public protocol TextAnalyzer: Sendable {
    /// Names the analyser and everything that its output depends on, such as `english/1`.
    var identity: String { get }

    /// Cuts text into tokens, in order.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - receive: Called with each token.
    func forEachToken(in text: String, _ receive: (String) -> Void)

    /// The term of a token.
    ///
    /// - Parameter token: One that ``forEachToken(in:_:)`` produced.
    /// - Returns: The term to index, or `nil` to drop the token, as for a stop word.
    func term(for token: String) -> String?
}

extension TextAnalyzer {
    /// The terms of a text, in order and with repetitions.
    ///
    /// - Parameter text: Any text.
    /// - Returns: One term for each token that is not dropped.
    public func terms(in text: String) -> [String] {
        var terms: [String] = []
        forEachToken(in: text) { token in
            if let term = term(for: token) { terms.append(term) }
        }
        return terms
    }
}
