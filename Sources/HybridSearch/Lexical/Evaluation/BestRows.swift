// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// The best rows of a search with scores in whole numbers.
///
/// It orders as ``TopK`` does: a higher score comes first, and of equal scores the smaller row. A score and a row make one
/// number of 64 bits, so that one comparison decides. Rows are gathered until there are twice as many as wanted; then the
/// worse half is dropped by selection (Hoare 1961, doi:10.1145/366622.366647), which costs less than a heap.
struct BestRows {
    /// The most rows that are kept.
    let capacity: Int

    /// The score that a row must reach to be of interest, at least 1.
    private(set) var threshold: Int32 = 1

    private var keys: [UInt64] = []
    private let limit: Int

    init(capacity: Int) {
        self.capacity = capacity
        limit = capacity + max(capacity, 16)
        keys.reserveCapacity(min(limit, 1 << 12))
    }

    /// Offers a row.
    ///
    /// - Complexity: O(1), amortised.
    mutating func insert(row: Int, score: Int32) {
        guard score >= threshold, capacity > 0 else { return }
        keys.append(UInt64(UInt32(bitPattern: score)) << 32 | UInt64(~UInt32(truncatingIfNeeded: row)))
        if keys.count == limit { prune() }
    }

    /// Raises ``threshold`` where enough rows were gathered since it last was.
    mutating func raiseThreshold() {
        if keys.count >= capacity + (threshold > 1 ? capacity / 8 : 0) { prune() }
    }

    /// Drops what cannot be among the best any more, so that ``threshold`` is as high as it can be.
    private mutating func prune() {
        guard keys.count >= capacity, capacity > 0 else { return }
        selectBest()
        keys.removeLast(keys.count - capacity)
        threshold = Int32(truncatingIfNeeded: keys[capacity - 1] >> 32)
    }

    /// Moves the best keys to the front, the worst of them to the last place of the front.
    private mutating func selectBest() {
        let wanted = capacity - 1
        var keys = keys.mutableSpan
        var low = 0
        var high = keys.count - 1
        while low < high {
            let pivot = keys[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while keys[left] > pivot { left += 1 }
                while keys[right] < pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right { high = right } else if wanted >= left { low = left } else { return }
        }
    }

    /// The rows, best first.
    ///
    /// - Parameter scale: What a score was multiplied by.
    /// - Returns: The rows with their scores.
    consuming func sorted(scale: Double) -> [ScoredHit<Int>] {
        prune()
        keys.sort()
        return keys.reversed().map { key in
            ScoredHit(
                id: Int(~UInt32(truncatingIfNeeded: key)), score: Float(Double(key >> 32) / scale))
        }
    }
}
