// SPDX-License-Identifier: Apache-2.0

/// Tokens that are found in a text as they stand, before anything else happens to it: `[CLS]`, `[SEP]` and their like.
struct AddedTokens: Sendable {
    private let tokens: [(bytes: [UInt8], token: Int32)]
    private let begins: [Bool]

    /// Takes the tokens' texts; empty ones are left out.
    init(_ tokens: [(text: String, token: Int32)]) {
        // Of several at one place the longest counts.
        self.tokens = tokens.map { (Array($0.text.utf8), $0.token) }.filter { !$0.0.isEmpty }
            .sorted { $0.0.count > $1.0.count }
        var begins = [Bool](repeating: false, count: 256)
        for token in self.tokens { begins[Int(token.bytes[0])] = true }
        self.begins = begins
    }

    /// The longest token that stands at a place of a text, and where it ends, or `nil` where there is none.
    ///
    /// - Complexity: O(1) at a byte that no token begins with.
    func token(in text: String, at place: String.Index) -> (token: Int32, end: String.Index)? {
        let bytes = text.utf8
        guard begins[Int(bytes[place])] else { return nil }
        for (token, number) in tokens where bytes[place...].starts(with: token) {
            return (number, bytes.index(place, offsetBy: token.count))
        }
        return nil
    }
}
