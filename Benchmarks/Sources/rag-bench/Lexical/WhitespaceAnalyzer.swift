// SPDX-License-Identifier: Apache-2.0
import HybridSearch

/// Takes words as they are, separated by blanks, so that every system indexes the same terms.
struct WhitespaceAnalyzer: TextAnalyzer {
    var identity: String { "whitespace/1" }

    func forEachToken(in text: String, _ receive: (String) -> Void) {
        for word in text.split(separator: " ") { receive(String(word)) }
    }

    func term(for token: String) -> String? { token }
}
