// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// The best rows of a search by words, whose scores are whole numbers.
///
/// It orders as ``TopK`` does: a higher score comes first, and of equal scores the smaller row. A score and a row make one
/// number of 64 bits, so that one comparison decides. Rows are gathered until there are twice as many as wanted; then the
/// worse half is dropped by selection (Hoare 1961, doi:10.1145/366622.366647), which costs less than a heap.
struct BestMatches {
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

    /// Raises ``threshold`` to a score that at least ``capacity`` rows of the collection reach.
    mutating func raiseThreshold(to score: Int32) { threshold = max(threshold, score) }

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
            // The pivot is the median of three, put at the end.
            let middle = (low + high) / 2
            if keys[low] < keys[middle] { keys.swapAt(low, middle) }
            if keys[high] < keys[middle] { keys.swapAt(high, middle) }
            if keys[low] < keys[high] { keys.swapAt(low, high) }
            let pivot = keys[high]
            // No branch depends on a key, as none could be foreseen: every key moves, the higher ones move the border too.
            var border = low
            for index in low..<high {
                let key = keys[index]
                keys[index] = keys[border]
                keys[border] = key
                border += key > pivot ? 1 : 0
            }
            keys.swapAt(border, high)
            if wanted == border { return }
            if wanted < border { high = border - 1 } else { low = border + 1 }
        }
    }

    /// The rows, best first.
    ///
    /// - Parameter scale: What a score was multiplied by.
    /// - Returns: The rows with their scores.
    consuming func sorted(scale: Double) -> [ScoredHit<Int>] {
        prune()
        sortDescending()
        return keys.map { key in
            ScoredHit(
                id: Int(~UInt32(truncatingIfNeeded: key)), score: Float(Double(key >> 32) / scale))
        }
    }

    /// Sorts the keys, the highest first: many of them byte by byte, from the lowest byte, without comparisons.
    private mutating func sortDescending() {
        guard keys.count > 96 else {
            keys.sort(by: >)
            return
        }
        let differing = keys.reduce(0) { $0 | ($1 ^ keys[0]) }
        var sorted = keys
        for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xFF != 0 {
            // The places of the keys of each byte begin behind those of all higher bytes.
            var places = [Int](repeating: 0, count: 257)
            for key in keys { places[Int(~key >> shift & 0xFF) + 1] += 1 }
            for digit in 1..<256 { places[digit] += places[digit - 1] }
            for key in keys {
                let digit = Int(~key >> shift & 0xFF)
                sorted[places[digit]] = key
                places[digit] += 1
            }
            swap(&keys, &sorted)
        }
    }
}
