// SPDX-License-Identifier: Apache-2.0

/// A text as one vector and as a vector for each token: what dense search and late interaction need of it.
public struct TextVectors: Hashable, Sendable {
    /// The vector of the whole text, pooled over all its tokens.
    public var pooled: [Float]

    /// The vector of each token.
    public var tokens: TokenVectors
}
