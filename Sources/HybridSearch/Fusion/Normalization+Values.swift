// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension Normalization {
    /// The values of a leg's hits on the common scale.
    struct Values {
        /// One value for each hit, in the order of the ranking.
        var found: [Double]
        /// The value of what the leg did not find, if it has one.
        var absent: Double?
    }

    /// Brings the hits of a leg to the common scale.
    ///
    /// - Parameters:
    ///   - scores: The leg's scores, best first.
    ///   - leg: The leg.
    ///   - weight: The leg's weight, which some formulas hold.
    ///   - candidateCount: How many hits all legs have together.
    /// - Returns: The values.
    /// - Complexity: O(scores).
    func values(_ scores: [Double], leg: Leg, weight: Double, candidateCount: Int) -> Values {
        guard let first = scores.first else { return Values(found: [], absent: absent(0, candidateCount)) }
        let count = Double(scores.count)
        var least = first
        var greatest = first
        for score in scores {
            least = min(least, score)
            greatest = max(greatest, score)
        }
        let found: [Double]
        switch rule {
        case .identity: found = scores
        case .minMax(let flat, let zero):
            found = Self.minMax(scores, least, greatest, flat: flat, zero: zero)
        case .bounded(let bounds):
            found = Self.bounded(scores, bounds[leg] ?? ScoreBounds(), least, greatest)
        case .maximum: found = scores.map { $0 / max(greatest, Self.smallest) }
        case .sum:
            let total = max(scores.reduce(0, +) - least * count, Self.smallest)
            found = scores.map { ($0 - least) / total }
        case .euclidean:
            let norm = scores.reduce(0) { $0 + $1 * $1 }.squareRoot()
            found = norm < 1e-6 ? scores : scores.map { $0 / norm }
        case .standard(let floor): found = Self.standard(scores, least: floor)
        case .distribution: found = Self.distribution(scores)
        case .arctangent: found = scores.map { 2 / .pi * inverseTangent($0) }
        case .rank: found = scores.indices.map { 1 - Double($0) / count }
        case .borda: found = scores.indices.map { 1 - Double($0) / Double(candidateCount) }
        case .reciprocalRank(let k, let scale): found = scores.indices.map { scale / (k + Double($0 + 1)) }
        case .reciprocalPosition(let k):
            found = scores.indices.map { weight > 0 ? 1 / (Double($0 + 1) / weight + k - 1) : 0 }
        case .inverseSquareRank: found = scores.indices.map { 1 / Double(($0 + 1) * ($0 + 1)) }
        }
        return Values(found: found, absent: absent(scores.count, candidateCount))
    }

    /// What is divided by at least, so that equal scores do not divide by zero.
    private static let smallest = 1e-9

    private func absent(_ count: Int, _ candidateCount: Int) -> Double? {
        guard rule == .borda else { return nil }
        return 0.5 - Double(count - 1) / Double(2 * candidateCount)
    }

    private static func minMax(
        _ scores: [Double], _ least: Double, _ greatest: Double, flat: FlatScores, zero: Double
    ) -> [Double] {
        let range = greatest - least
        switch flat {
        case .constant(let value):
            guard range > 0 else { return scores.map { _ in value } }
        case .unchanged:
            guard range >= 1e-6 else { return scores.map { _ in least } }
        }
        return scores.map { $0 == least ? zero : ($0 - least) / range }
    }

    private static func bounded(
        _ scores: [Double], _ bounds: ScoreBounds, _ least: Double, _ greatest: Double
    ) -> [Double] {
        let lower = bounds.lower ?? least
        let upper = bounds.upper ?? greatest
        guard upper > lower else { return scores.map { $0 >= upper ? 1 : 0 } }
        return scores.map { (min(max($0, lower), upper) - lower) / (upper - lower) }
    }

    private static func standard(_ scores: [Double], least: Double?) -> [Double] {
        let mean = scores.reduce(0, +) / Double(scores.count)
        let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
        guard let least else { return scores.map { ($0 - mean) / max(variance.squareRoot(), smallest) } }
        guard variance > 0 else { return scores.map { _ in 1 } }
        return scores.map { $0 > mean ? ($0 - mean) / variance.squareRoot() : least }
    }

    private static func distribution(_ scores: [Double]) -> [Double] {
        let mean = scores.reduce(0, +) / Double(scores.count)
        let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard scores.count > 1, squares > 0 else { return scores.map { _ in 0.5 } }
        let deviation = (squares / Double(scores.count - 1)).squareRoot()
        return scores.map { ($0 - (mean - 3 * deviation)) / (6 * deviation) }
    }
}
