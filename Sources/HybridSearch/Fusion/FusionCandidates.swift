// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// What any leg of a fusion found, each once, with its ranks.
struct FusionCandidates<ID: Hashable & Comparable & Sendable> {
    /// What was found, in the order in which the rankings name it.
    private(set) var ids: [ID] = []

    /// For each candidate its rank in each ranking, counted from 1; 0 where a leg did not find it.
    private(set) var ranks: [Int32] = []

    private let legCount: Int

    /// Joins rankings.
    ///
    /// - Complexity: O(hits).
    init(_ rankings: [Ranking<ID>]) {
        legCount = rankings.count
        let hitCount = rankings.reduce(0) { $0 + $1.hits.count }
        var places: [ID: Int] = [:]
        places.reserveCapacity(hitCount)
        ids.reserveCapacity(hitCount)
        ranks.reserveCapacity(hitCount * legCount)
        for (leg, ranking) in rankings.enumerated() {
            for (index, hit) in ranking.hits.enumerated() {
                // What the first leg finds is new.
                let place = leg == 0 ? ids.count : places[hit.id] ?? ids.count
                if place == ids.count {
                    ids.append(hit.id)
                    ranks.append(contentsOf: repeatElement(0, count: legCount))
                    if leg < legCount - 1 { places[hit.id] = place }
                }
                ranks[place * legCount + leg] = Int32(index + 1)
            }
        }
    }

    /// The number of candidates.
    var count: Int { ids.count }

    /// The ranks of a candidate.
    func ranks(of candidate: Int) -> ArraySlice<Int32> {
        ranks[candidate * legCount..<(candidate + 1) * legCount]
    }

    /// The candidates of the greatest scores.
    ///
    /// The scores alone say which they are, but for equal ones; so the identifiers of few are compared.
    ///
    /// - Parameters:
    ///   - limit: The most candidates to return.
    ///   - scores: The score of each candidate.
    /// - Returns: The candidates, best first; of equal scores the smaller identifier comes first.
    /// - Complexity: O(n log n) for n candidates.
    func best(_ limit: Int, by scores: [Double]) -> [Int] {
        guard limit > 0, count > 0 else { return [] }
        let bar = limit < count ? scores.sorted(by: >)[limit - 1] : -.infinity
        let chosen = scores.indices.filter { !(scores[$0] < bar) }.sorted { left, right in
            scores[left] != scores[right] ? scores[left] > scores[right] : ids[left] < ids[right]
        }
        return Array(chosen.prefix(limit))
    }
}
