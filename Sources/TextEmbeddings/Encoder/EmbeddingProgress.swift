// SPDX-License-Identifier: Apache-2.0

/// How far an embedding of texts has come.
public struct EmbeddingProgress: Hashable, Sendable {
    /// The tokens whose states have been computed.
    public var tokens: Int

    /// The tokens of all texts.
    public var totalTokens: Int

    /// The share that is done, of 0...1.
    public var fraction: Double { totalTokens == 0 ? 1 : Double(tokens) / Double(totalTokens) }
}
