// SPDX-License-Identifier: Apache-2.0

/// Scores the candidates of a fusion one after the other, in the same memory.
struct CandidateScorer {
    /// What a leg that found a candidate gave it.
    struct Found {
        var leg: Int
        var rank: Int
        var value: Double
        var contribution: Double
    }

    private let combination: Combination
    private let legs: [Normalization.Values]
    private let weights: [Double]
    private let totalWeight: Double
    private var parts: [Combination.Part] = []
    /// For each part its leg, and its rank or 0.
    private var places: [(leg: Int, rank: Int)] = []

    init(_ combination: Combination, _ legs: [Normalization.Values], weights: [Double]) {
        self.combination = combination
        self.legs = legs
        self.weights = weights
        totalWeight = weights.reduce(0, +)
    }

    /// The fused score of a candidate.
    ///
    /// - Parameter ranks: Its rank in each leg; 0 where the leg did not find it.
    /// - Returns: The score.
    mutating func score(_ ranks: ArraySlice<Int32>) -> Double {
        parts.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for (leg, rank) in ranks.enumerated() {
            guard let value = rank > 0 ? legs[leg].found[Int(rank) - 1] : legs[leg].absent else { continue }
            parts.append(Combination.Part(value: value, weight: weights[leg]))
            places.append((leg, Int(rank)))
        }
        return combination.score(&parts, totalWeight: totalWeight)
    }

    /// The fused scores of all candidates, the same as one by one.
    ///
    /// - Parameter ranks: For each candidate its rank in each leg; 0 where the leg did not find it.
    /// - Returns: The scores.
    /// - Complexity: O(ranks), where the combination asks for no order among the legs.
    mutating func scores(of ranks: [Int32]) -> [Double] {
        guard !legs.isEmpty else { return [] }
        if combination == .sum, legs.allSatisfy({ $0.absent == nil }) { return sums(of: ranks) }
        return stride(from: 0, to: ranks.count, by: legs.count).map { score(ranks[$0..<$0 + legs.count]) }
    }

    /// The scores where each leg adds its weighted value, and nothing for what it did not find.
    private func sums(of ranks: [Int32]) -> [Double] {
        var scores = [Double](repeating: 0, count: ranks.count / legs.count)
        for (leg, values) in legs.enumerated() {
            let weight = weights[leg]
            for candidate in scores.indices {
                let rank = Int(ranks[candidate * legs.count + leg])
                if rank > 0 { scores[candidate] += values.found[rank - 1] * weight }
            }
        }
        return scores
    }

    /// What the legs that found the candidate scored last gave it.
    var found: [Found] {
        zip(parts, places).compactMap { part, place in
            guard place.rank > 0 else { return nil }
            return Found(leg: place.leg, rank: place.rank, value: part.value, contribution: part.contribution)
        }
    }
}
