// SPDX-License-Identifier: Apache-2.0

/// What a text is analysed for.
///
/// An analyser may produce more tokens for a document than for a query. Text without spaces between words is the reason:
/// documents hold single characters and pairs of them, queries look for pairs and take a single character only where it
/// stands alone.
public enum TextUse: Hashable, Sendable {
    /// The text is indexed, and every way to look for it has to find it.
    case document
    /// The text says what to look for.
    case query
}
