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

    /// What the legs that found the candidate scored last gave it.
    var found: [Found] {
        zip(parts, places).compactMap { part, place in
            guard place.rank > 0 else { return nil }
            return Found(leg: place.leg, rank: place.rank, value: part.value, contribution: part.contribution)
        }
    }
}
