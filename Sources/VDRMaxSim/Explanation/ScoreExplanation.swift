// SPDX-License-Identifier: Apache-2.0

/// What a MaxSim score is made of: which row of the document answered each row of the query, and how much that counted.
public struct ScoreExplanation: Hashable, Sendable, Encodable {
    /// One contribution for each row of the query, in order.
    public let contributions: [Contribution]

    /// The sum of the contributions' scores, which is the score of the document.
    public let score: Float

    /// The contribution of one row of the query.
    public struct Contribution: Hashable, Sendable, Encodable {
        /// The row of the query, the row of the document that answers it best, and their dot product.
        public let match: RowMatch

        /// How much of the score this is, of 0...1.
        ///
        /// The dot product as a share of the sum of all that are above zero. One that is not above zero has the share 0.
        /// So the shares sum to 1, unless no dot product is above zero.
        public let share: Float
    }

    /// Explains a score from its matches.
    ///
    /// - Parameter matches: The best match of each row of the query, in order.
    public init(matches: [RowMatch]) {
        let gain = matches.reduce(0.0) { $0 + Double(max(0, $1.score)) }
        self.score = matches.reduce(0) { $0 + $1.score }
        self.contributions = matches.map { match in
            Contribution(match: match, share: gain > 0 ? Float(Double(max(0, match.score)) / gain) : 0)
        }
    }

    /// The contributions, the greatest first; equal ones in the order of the query.
    ///
    /// - Complexity: O(n log n) for n rows of the query.
    public var strongestFirst: [Contribution] {
        contributions.sorted { $0.match.score > $1.match.score }
    }
}

extension MaxSim {
    /// Explains the score of a document.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - document: The document's rows, of the same dimension.
    /// - Returns: The best row, its score and its share for each row of the query.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · document rows · dimension).
    public static func explain(
        _ query: MultiVector, _ document: MultiVector
    ) throws(MaxSimError) -> ScoreExplanation {
        ScoreExplanation(matches: try bestRows(query, document))
    }
}
