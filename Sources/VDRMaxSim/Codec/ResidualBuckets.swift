// SPDX-License-Identifier: Apache-2.0

/// The buckets of residuals: where they part, and what each stands for.
struct ResidualBuckets: Hashable {
    /// The values that part the buckets, ascending; a value equal to a cut-off belongs to the bucket below it.
    var cutoffs: [Float]

    /// What each bucket stands for, ascending.
    var weights: [Float]

    /// Takes both from quantiles, as ColBERTv2 does: buckets of equal counts, and of each the middle value.
    ///
    /// - Parameters:
    ///   - sorted: Residuals, ascending, at least one.
    ///   - bits: 2^bits buckets.
    init(quantilesOf sorted: [Float], bits: Int) {
        let buckets = 1 << bits
        func quantile(_ share: Double) -> Float {
            sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
        }
        cutoffs = (1..<buckets).map { quantile(Double($0) / Double(buckets)) }
        weights = (0..<buckets).map { quantile((Double($0) + 0.5) / Double(buckets)) }
    }

    /// Moves buckets until the squared error stops falling: every cut-off to the middle between two weights, every weight to
    /// the mean of its bucket (Lloyd 1982, doi:10.1109/TIT.1982.1056489; Max 1960, doi:10.1109/TIT.1960.1057548).
    ///
    /// Buckets of equal counts spend most of their number where residuals are small; with four bits that doubles the error.
    ///
    /// - Parameter sorted: Residuals, ascending.
    /// - Complexity: O(values + rounds · buckets · log values).
    mutating func refine(on sorted: [Float]) {
        var sums = [0.0]
        sums.reserveCapacity(sorted.count + 1)
        for value in sorted { sums.append(sums[sums.count - 1] + Double(value)) }
        for _ in 0..<Self.refinementRounds {
            setCutoffsBetweenWeights()
            let bounds = [0] + cutoffs.map { Self.countOfValues(notAbove: $0, in: sorted) } + [sorted.count]
            let before = weights
            for bucket in weights.indices where bounds[bucket] < bounds[bucket + 1] {
                let count = bounds[bucket + 1] - bounds[bucket]
                weights[bucket] = Float((sums[bounds[bucket + 1]] - sums[bounds[bucket]]) / Double(count))
            }
            if weights == before { return }
        }
        setCutoffsBetweenWeights()
    }

    /// The mean squared error of values that are replaced by their weights.
    func squaredError(of values: [Float]) -> Double {
        values.reduce(0.0) { sum, value in
            let bucket = cutoffs.count { value > $0 }
            return sum + Double((value - weights[bucket]) * (value - weights[bucket]))
        } / Double(values.count)
    }

    /// Rounds the weights to whole multiples of a step, at most 127 of them apart, so that kernels can sum bytes.
    ///
    /// - Returns: The weights in steps, and the step; the cut-offs move between the rounded weights.
    mutating func roundWeights() -> (codes: [Int8], step: Float) {
        let lowest = min(weights[0], 0)
        let highest = max(weights[weights.count - 1], 0)
        // Both ends are rounded, hence one step less than 127.
        let step = (highest - lowest) / 126
        guard step > 0 else {
            weights = weights.map { _ in 0 }
            return (weights.map { _ in 0 }, 0)
        }
        let codes = weights.map { Int8(max(-127, min(($0 / step).rounded(), 127))) }
        weights = codes.map { Float($0) * step }
        setCutoffsBetweenWeights()
        return (codes, step)
    }

    private mutating func setCutoffsBetweenWeights() {
        cutoffs = (1..<weights.count).map { (weights[$0 - 1] + weights[$0]) / 2 }
    }

    private static let refinementRounds = 100

    private static func countOfValues(notAbove bound: Float, in sorted: [Float]) -> Int {
        var range = 0..<sorted.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = sorted[middle] <= bound ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
