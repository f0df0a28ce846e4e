// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// Chooses hits that are relevant and not alike: each next one weighs its relevance against its likeness to those before.
///
/// The next hit is the one with the greatest `lambda · relevance − (1 − lambda) · likeness`, where the likeness is the
/// greatest cosine with an embedding that was chosen already (Carbonell and Goldstein 1998, doi:10.1145/290941.291025).
/// Relevance is first mapped to 0...1 over the hits to choose from: a fused score of 0.03 and a BM25 score of 30 would else
/// need different values of `lambda`.
public struct MaximalMarginalRelevance: Hashable, Sendable {
    /// How much relevance counts, of 0...1: 1 leaves the ranking as it is, 0 looks at likeness alone.
    public let lambda: Double

    /// Creates a choice.
    ///
    /// - Parameter lambda: How much relevance counts, of 0...1.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for another number.
    public init(lambda: Double = 0.5) throws(HybridSearchError) {
        guard (0...1).contains(lambda) else {
            throw HybridSearchError(
                .invalidParameter, "maximal marginal relevance with lambda \(lambda); give a number of 0...1")
        }
        self.lambda = lambda
    }

    /// Chooses among ranked candidates.
    ///
    /// - Parameters:
    ///   - limit: The most candidates to choose.
    ///   - relevance: The score of each candidate, best first.
    ///   - embeddings: The embedding of each candidate; the cosine with one that is all zeros is 0.
    /// - Returns: The places of the chosen ones in the order of their choice; of equals the one that ranks higher.
    /// - Complexity: O(`limit` · candidates · dimension).
    func choose(_ limit: Int, relevance: [Double], embeddings: [[Float]]) -> [Int] {
        precondition(relevance.count == embeddings.count, "every candidate has a score and an embedding")
        let least = relevance.min() ?? 0
        let range = (relevance.max() ?? 0) - least
        let scaled = relevance.map { range > 0 ? ($0 - least) / range : 1 }
        let directions = embeddings.map(Self.direction)
        var likeness = [Double](repeating: 0, count: relevance.count)
        var rest = Array(relevance.indices)
        var chosen: [Int] = []
        while chosen.count < limit, !rest.isEmpty {
            var best = 0
            var bestValue = -Double.infinity
            for (place, candidate) in rest.enumerated() {
                let value = lambda * scaled[candidate] - (1 - lambda) * likeness[candidate]
                if value > bestValue { (best, bestValue) = (place, value) }
            }
            let next = rest.remove(at: best)
            for candidate in rest {
                let cosine = Self.product(directions[candidate], directions[next])
                likeness[candidate] = chosen.isEmpty ? cosine : max(likeness[candidate], cosine)
            }
            chosen.append(next)
        }
        return chosen
    }

    private static func direction(_ vector: [Float]) -> [Float] {
        let length = product(vector, vector).squareRoot()
        return length > 0 ? vector.map { Float(Double($0) / length) } : vector
    }

    private static func product(_ left: [Float], _ right: [Float]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += Double(left[index]) * Double(right[index]) }
        return sum
    }
}
