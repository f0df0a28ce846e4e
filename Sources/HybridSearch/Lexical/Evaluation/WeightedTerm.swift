// SPDX-License-Identifier: Apache-2.0

/// A distinct term of a query with its weight over a whole collection.
struct WeightedTerm: Sendable {
    /// The term as it is indexed.
    var text: String

    /// How often the query names it.
    var queryFrequency: Int

    /// The documents that hold it, without deleted ones.
    var documentFrequency: Int

    /// Its inverse document frequency times how often, and how strongly, the query asks for it.
    var weight: Float
}
