// SPDX-License-Identifier: Apache-2.0

/// A text as one vector for each of its tokens.
public struct TokenVectors: Hashable, Sendable {
    /// The number of dimensions of a vector.
    public internal(set) var dimension: Int

    /// The vectors, one after the other.
    public internal(set) var values: [Float] = []

    /// The number of each token in the vocabulary.
    public internal(set) var tokens: [Int32] = []

    /// The bytes of the text, in UTF-8, that each token stands for; empty for the special tokens at both ends.
    public internal(set) var offsets: [Range<Int>] = []

    /// The number of tokens.
    public var count: Int { tokens.count }

    init(dimension: Int) { self.dimension = dimension }

    mutating func append(_ rows: [Float], tokens: ArraySlice<Int32>, offsets: ArraySlice<Range<Int>>) {
        values += rows
        self.tokens += tokens
        self.offsets += offsets
    }

    /// The vectors of some tokens alone.
    ///
    /// - Parameter isIncluded: Whether a token counts; given its number and the bytes of the text that it stands for.
    /// - Returns: Their vectors, tokens and offsets.
    /// - Complexity: O(values).
    public func filtered(_ isIncluded: (Int32, Range<Int>) -> Bool) -> TokenVectors {
        var result = TokenVectors(dimension: dimension)
        for place in tokens.indices where isIncluded(tokens[place], offsets[place]) {
            result.values += values[place * dimension..<(place + 1) * dimension]
            result.tokens.append(tokens[place])
            result.offsets.append(offsets[place])
        }
        return result
    }
}
