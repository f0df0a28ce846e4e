// SPDX-License-Identifier: Apache-2.0
import HybridSearch

/// Takes words as they are, separated by blanks, so that every system indexes the same terms.
struct WhitespaceAnalyzer: TextAnalyzer {
    var identity: String { "whitespace/1" }

    func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        let bytes = text.utf8.span
        var position: UInt32 = 0
        var start = 0
        for offset in 0...bytes.count where offset == bytes.count || bytes[offset] == UInt8(ascii: " ") {
            if start < offset {
                receive(
                    bytes.extracting(start..<offset), TokenPlace(position: position, start: start, end: offset))
                position += 1
            }
            start = offset + 1
        }
    }

    func term(for token: String) -> String? { token }
}
