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

    /// What it adds to the score.
    public var score: Float
}
