// SPDX-License-Identifier: Apache-2.0

/// Tokens that are found in a text as they stand, before anything else happens to it: `[CLS]`, `[SEP]` and their like.
struct AddedTokens: Sendable {
    /// A part of a text: one of the tokens, or what stands between them.
    struct Part {
        var text: Substring
        var token: Int32?
    }

    private let tokens: [(bytes: [UInt8], token: Int32)]
    private let firstBytes: Set<UInt8>

    /// Takes the tokens' texts; empty ones are left out.
    init(_ tokens: [(text: String, token: Int32)]) {
        // Of several at one place the longest counts.
        self.tokens = tokens.map { (Array($0.text.utf8), $0.token) }.filter { !$0.0.isEmpty }
            .sorted { $0.0.count > $1.0.count }
        self.firstBytes = Set(self.tokens.compactMap(\.bytes.first))
    }

    /// The parts of a text, in order, one after the other.
    ///
    /// - Complexity: O(bytes), at the speed of a scan for bytes that no token begins with; lazy.
    func parts(of text: String) -> some Sequence<Part> {
        sequence(state: (rest: text[...], found: Part?.none)) { state in
            if let token = state.found {
                state.found = nil
                return token
            }
            guard !state.rest.isEmpty else { return nil }
            let rest = state.rest
            guard let (range, token) = firstToken(in: rest) else {
                state.rest = rest[rest.endIndex...]
                return Part(text: rest, token: nil)
            }
            state.rest = rest[range.upperBound...]
            let part = Part(text: rest[range], token: token)
            guard range.lowerBound > rest.startIndex else { return part }
            state.found = part
            return Part(text: rest[..<range.lowerBound], token: nil)
        }
    }

    private func firstToken(in text: Substring) -> (Range<Substring.Index>, Int32)? {
        var bytes = text.utf8
        while let start = bytes.firstIndex(where: firstBytes.contains) {
            bytes = bytes[start...]
            for (token, number) in tokens where bytes.starts(with: token) {
                return (start..<bytes.index(start, offsetBy: token.count), number)
            }
            bytes = bytes.dropFirst()
        }
        return nil
    }
}
