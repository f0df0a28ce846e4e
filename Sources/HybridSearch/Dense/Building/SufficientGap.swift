// SPDX-License-Identifier: Apache-2.0

/// The gap that is enough for a recall, found from a sample of queries.
///
/// Other queries than those of the sample will ask. The recall of the sample's queries has a standard error, which is large, as
/// the neighbours of one query are found together or missed together. So a gap is enough where the sample's mean recall,
/// less one standard error, is what was asked for.
struct SufficientGap {
    /// For each query the gaps within which its neighbours lie, ascending.
    private let needed: [[Float]]

    /// The gaps of all queries, ascending.
    private let candidates: [Float]

    /// Prepares a sample.
    ///
    /// - Parameter needed: For each query the gap within which each of its neighbours lies.
    /// - Complexity: O(neighbours · log neighbours).
    init(_ needed: [[Float]]) {
        self.needed = needed.filter { !$0.isEmpty }.map { $0.sorted() }
        candidates = needed.joined().sorted()
    }

    /// The least gap that is enough, by bisection; that of the farthest neighbour where none is.
    ///
    /// - Parameter recall: The recall to reach.
    /// - Returns: The gap, 0 without any neighbours.
    /// - Complexity: O(queries · log² neighbours).
    func gap(recall: Double) -> Float {
        guard let farthest = candidates.last else { return 0 }
        let place = Self.firstIndex(of: candidates.count) { assuredRecall(within: candidates[$0]) >= recall }
        return place < candidates.count ? candidates[place] : farthest
    }

    /// The mean recall of the sample within a gap, less its standard error.
    private func assuredRecall(within gap: Float) -> Double {
        let recalls = needed.map { gaps in
            Double(Self.firstIndex(of: gaps.count) { gaps[$0] > gap }) / Double(gaps.count)
        }
        let count = Double(recalls.count)
        let mean = recalls.reduce(0, +) / count
        let variance = recalls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
        return mean - (variance / count).squareRoot()
    }

    /// The first index for which a condition holds that holds for all behind it.
    private static func firstIndex(of count: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
