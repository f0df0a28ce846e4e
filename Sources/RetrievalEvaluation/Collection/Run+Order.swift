// SPDX-License-Identifier: Apache-2.0
public import RAGCore

extension Run {
    /// Which order of its hits is the ranking that is scored.
    ///
    /// The two differ where scores tie, and where a system orders by something other than its score.
    public enum Order: Hashable, Sendable {
        /// The order that the system gave; it is what its users see.
        case asRanked
        /// By score, descending; of equal scores the document whose identifier is greater in UTF-8 byte order.
        ///
        /// trec_eval scores this order, whatever ranks a run file states. A score that is not a number comes last. Ties
        /// are those of `Float`: two scores that differ only beyond its 24 bits are equal here, while a trec_eval that
        /// keeps scores in double precision tells them apart.
        case trec
    }

    /// The ranking of one query in a given order.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - order: Which order to give.
    /// - Returns: The hits, the best first, or `nil` where the system did not answer the query.
    /// - Complexity: O(1) as ranked, O(n log n) by score for n hits.
    public func ranking(for query: QueryID, order: Order = .asRanked) -> [ScoredHit<DocumentID>]? {
        switch order {
        case .asRanked: rankings[query]
        case .trec: rankings[query]?.sorted(by: Self.precedesByScore)
        }
    }

    private static func precedesByScore(_ left: ScoredHit<DocumentID>, _ right: ScoredHit<DocumentID>) -> Bool {
        if left.score.isNaN != right.score.isNaN { return right.score.isNaN }
        if left.score > right.score { return true }
        if left.score < right.score { return false }
        return right.id.rawValue.utf8.lexicographicallyPrecedes(left.id.rawValue.utf8)
    }
}
