// SPDX-License-Identifier: Apache-2.0

/// Splits texts into the word pieces of a BERT model, exactly as the model's reference tokenizer does.
///
/// A word is split greedily, the longest piece first (Wu et al. 2016, arXiv 1609.08144, section 4.1; Devlin et al. 2018, arXiv
/// 1810.04805). Tokens come with the bytes of the text that they stand for, so that what a model says about a token can be shown
/// in the text.
public struct WordPieceTokenizer: Sendable {
    /// What happens to a text before it is split into words.
    public let normalization: BertNormalization

    /// The longest word that is split, in scalars; a longer one is unknown as a whole.
    public let maximumWordLength: Int

    /// The number of tokens that the vocabulary can name.
    public var tokenLimit: Int { vocabulary.tokenLimit }

    /// The token in front of a text, `[CLS]`.
    public let startToken: Int32

    /// The token behind a text, `[SEP]`.
    public let endToken: Int32

    /// The token for words that have no pieces, `[UNK]`.
    public let unknownToken: Int32

    let vocabulary: Vocabulary
    let addedTokens: AddedTokens

    init(
        vocabulary: Vocabulary, normalization: BertNormalization, addedTokens: [(text: String, token: Int32)],
        startToken: Int32, endToken: Int32, unknownToken: Int32, maximumWordLength: Int
    ) {
        self.vocabulary = vocabulary
        self.normalization = normalization
        self.addedTokens = AddedTokens(addedTokens)
        self.startToken = startToken
        self.endToken = endToken
        self.unknownToken = unknownToken
        self.maximumWordLength = maximumWordLength
    }

    /// Splits a text.
    ///
    /// A text without words, an empty one too, gives the two special tokens alone. What stands in the text literally as a special
    /// token, such as `[SEP]`, becomes that token, as in the reference.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - maximumCount: The most tokens, the two special ones included; at least 2. Reading ends there.
    /// - Returns: The tokens and where they come from.
    /// - Complexity: O(bytes read), but O(bytes²) for the pieces of a single word of at most ``maximumWordLength`` scalars.
    public func tokenize(_ text: String, maximumCount: Int = .max) -> TokenizedText {
        precondition(maximumCount >= 2, "room for \(maximumCount) tokens; two special ones have to fit")
        var result = TokenizedText()
        result.append(startToken, 0..<0)
        var reader = WordReader(
            text, normalization: normalization, addedTokens: addedTokens, maximumWordLength: maximumWordLength)
        while result.count < maximumCount, let part = reader.next() {
            switch part {
            case .word(let word): appendPieces(of: word, to: &result)
            case .token(let token, let range): result.append(token, range)
            }
        }
        if result.count >= maximumCount {
            // The start, room for the end, and one token too many to know that there is one.
            result.isTruncated = true
            result.tokens.removeLast(result.count - (maximumCount - 1))
            result.offsets.removeLast(result.offsets.count - (maximumCount - 1))
        }
        let end = result.offsets[result.count - 1].upperBound
        result.append(endToken, end..<end)
        return result
    }

    private func appendPieces(of word: Word, to result: inout TokenizedText) {
        guard word.scalarCount <= maximumWordLength else { return result.append(unknownToken, word.source) }
        let before = result.count
        var place = 0
        while place < word.bytes.count {
            guard let piece = vocabulary.longestPiece(of: word.bytes, from: place) else {
                result.tokens.removeLast(result.count - before)
                result.offsets.removeLast(result.offsets.count - before)
                return result.append(unknownToken, word.source)
            }
            result.append(
                piece.token, word.sources[place].lowerBound..<word.sources[piece.end - 1].upperBound)
            place = piece.end
        }
    }
}
