// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import RetrievalEvaluation

extension Run {
    /// The share of another run's best documents that are among this one's, the mean over the queries of the other: what an
    /// approximation keeps of an exact search, whatever the judgements.
    ///
    /// - Parameters:
    ///   - exact: The other run.
    ///   - depth: How many documents count as the best.
    /// - Returns: A share of 0...1; 1 where the other run found nothing.
    func recall(of exact: Run, at depth: Int) -> Double {
        let shares = exact.rankings.map { query, ranking in
            let best = Set(ranking.prefix(depth).map(\.id))
            let found = best.intersection((rankings[query] ?? []).prefix(depth).map(\.id))
            return best.isEmpty ? 1 : Double(found.count) / Double(best.count)
        }
        return shares.isEmpty ? 1 : shares.reduce(0, +) / Double(shares.count)
    }
}
#endif
