// SPDX-License-Identifier: Apache-2.0
@testable import HybridSearch

/// The tokens of a text with what tests look at.
struct AnalyzedText {
    var tokens: [(text: String, place: TokenPlace)] = []

    init(_ text: String, by analyzer: any TextAnalyzer, for use: TextUse = .document) {
        analyzer.forEachToken(in: text, for: use) { tokens.append((String(copyingToken: $0), $1)) }
    }

    /// The tokens' texts.
    var texts: [String] { tokens.map(\.text) }

    /// The tokens with their positions, as `word@3`.
    var positions: [String] { tokens.map { "\($0.text)@\($0.place.position)" } }

    /// What stands in a text where each token does.
    func sources(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return tokens.map { String(decoding: bytes[$0.place.start..<$0.place.end], as: UTF8.self) }
    }
}
