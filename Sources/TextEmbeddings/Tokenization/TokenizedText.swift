// SPDX-License-Identifier: Apache-2.0

/// A text as the numbers that a model reads, and where in the text each of them comes from.
public struct TokenizedText: Hashable, Sendable {
    /// The number of each token in the vocabulary, the special tokens at both ends included.
    public internal(set) var tokens: [Int32] = []

    /// The bytes of the text, in UTF-8, that each token stands for; empty for the special tokens at both ends.
    ///
    /// A range begins and ends between scalars. It leaves out what the normaliser removed at its edges, such as a combining
    /// mark behind the last letter.
    public internal(set) var offsets: [Range<Int>] = []

    /// Whether the text had more tokens than were asked for.
    public internal(set) var isTruncated = false

    /// The number of tokens.
    public var count: Int { tokens.count }

    init() {}

    mutating func append(_ token: Int32, _ range: Range<Int>) {
        tokens.append(token)
        offsets.append(range)
    }
}
