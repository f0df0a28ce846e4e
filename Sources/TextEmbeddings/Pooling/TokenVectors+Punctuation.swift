// SPDX-License-Identifier: Apache-2.0

extension TokenVectors {
    /// The vectors without those of punctuation, which late interaction does not store of documents (Khattab and Zaharia 2020,
    /// arXiv 2004.12832, section 3.2).
    ///
    /// The special tokens at both ends stay: they stand for the whole text. Queries keep all their tokens.
    ///
    /// - Parameter text: The text that the vectors are of.
    /// - Returns: The vectors of the special tokens, and of tokens that are more than the 32 punctuation marks of ASCII.
    /// - Complexity: O(values + length of the text).
    public func droppingPunctuation(of text: String) -> TokenVectors {
        let kept = TokenizedText(tokens: tokens, offsets: offsets).placesWithoutPunctuation(of: text)
        guard kept.count < count else { return self }
        var result = TokenVectors(dimension: dimension)
        result.values.reserveCapacity(kept.count * dimension)
        for place in kept {
            result.append(
                Array(values[place * dimension..<(place + 1) * dimension]), tokens: tokens[place...place],
                offsets: offsets[place...place])
        }
        return result
    }
}

extension TokenizedText {
    /// The places of the tokens that ``TokenVectors/droppingPunctuation(of:)`` keeps.
    ///
    /// - Parameter text: The text that was split.
    /// - Returns: Places in ``tokens``, ascending.
    public func placesWithoutPunctuation(of text: String) -> [Int] {
        let bytes = Array(text.utf8)
        return tokens.indices.filter { offsets[$0].isEmpty || !bytes[offsets[$0]].allSatisfy(\.isPunctuation) }
    }

    init(tokens: [Int32], offsets: [Range<Int>]) {
        self.tokens = tokens
        self.offsets = offsets
    }
}

extension UInt8 {
    /// Whether it is one of the 32 punctuation marks of ASCII.
    fileprivate var isPunctuation: Bool {
        (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
            || (0x7B...0x7E).contains(self)
    }
}
