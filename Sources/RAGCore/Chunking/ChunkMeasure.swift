// SPDX-License-Identifier: Apache-2.0

/// The unit in which the size and the overlap of chunks are counted.
///
/// A text is seen as a row of *units* that are not torn, each with its size, and a stretch of text measures the sum of
/// its units. That makes sizes additive: what two neighbouring stretches measure, their union measures too.
public enum ChunkMeasure: Sendable {
    /// Characters as a reader counts them: extended grapheme clusters, white space included, each of size 1.
    ///
    /// "é" is one whether it is written with one code point or two, and so is a family emoji of seven code points.
    case characters

    /// Words and marks, each of the size that a counter says; without a counter each has size 1.
    ///
    /// The units are
    /// - a run of at most 32 letters, digits and underscores; a longer run is several units, so that a page of
    ///   base64 does not count as one word;
    /// - one Character of a script that writes no spaces between words: Han, Hiragana, Katakana, Thai, Lao, Khmer,
    ///   Myanmar;
    /// - any other Character that is not white space, such as a punctuation mark or an emoji.
    ///
    /// White space has size 0 and belongs to the unit before it, at the start of a text to the first unit.
    ///
    /// Give the tokeniser of the embedding model as the counter and the sizes are the model's own. WordPiece
    /// tokenisers split at the same places, so there the sum is exact; for others it is close, and a maximum somewhat
    /// below the model's limit is wise. A word that alone measures more than the maximum of a chunk is torn
    /// into its Characters, which are then counted one by one.
    ///
    /// - Parameter countedBy: The number of tokens in one word or mark; a negative number counts as 0. It is called once
    ///   for a unit, again for each Character of a torn one, and must be deterministic for chunking to be so.
    case tokens(countedBy: @Sendable (Substring) -> Int = { _ in 1 })
}
