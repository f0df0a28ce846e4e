// SPDX-License-Identifier: Apache-2.0

extension TextEncoder {
    /// The tokens that the model reads of a text: those of the role's prefix and of the text, between the two special ones.
    ///
    /// Where ``longTexts`` cuts a text, the tokens beyond ``maximumTokenCount`` are missing and
    /// ``TokenizedText/isTruncated`` says so. Offsets point into the text; those of the prefix are empty, at its beginning.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - role: What it is for.
    /// - Returns: The tokens of the vectors that `embedTokens` returns of a text that is not read in windows.
    /// - Complexity: O(bytes read).
    public func tokens(of text: String, as role: TextRole = .passage) -> TokenizedText {
        EncoderBatch.tokenize(text, prefix: prefixes[role] ?? "", self)
    }
}
