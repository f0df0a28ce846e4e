// SPDX-License-Identifier: Apache-2.0

/// What one term of a query adds to the BM25 score of one document.
public struct TermContribution: Hashable, Sendable, Codable {
    /// The term as it is indexed, after stemming.
    public var term: String

    /// How often the query names it.
    public var queryFrequency: Int

    /// The documents of the collection that hold it.
    public var documentFrequency: Int

    /// How often this document holds it.
    public var termFrequency: Int

    /// The terms of this document, with repetitions.
    public var documentLength: Int

    /// How rare it is: `ln(1 + (N − n + 0.5) / (n + 0.5))`.
    public var inverseDocumentFrequency: Float

    /// How strongly the query asks for it.
    public var boost: Float

    /// What the frequency is divided by, besides itself: `k1 · (1 − b + b · l / averageLength)`.
    public var lengthNorm: Float

    /// What it adds to the score: `boost · idf · tf / (tf + lengthNorm)`.
    public var score: Float
}
