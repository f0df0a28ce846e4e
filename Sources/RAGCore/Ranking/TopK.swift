// SPDX-License-Identifier: Apache-2.0

/// Keeps the best `capacity` rows of a stream of scored rows, in memory that does not grow with the stream.
///
/// The order is total, so that every engine and every plan gives the same ranking: a higher score comes first, and of
/// equal scores the smaller row. A score that is not a number never enters.
///
/// It is a binary heap with the worst kept row at its root (Williams, Algorithm 232, doi:10.1145/512274.3734138).
public struct TopK: Sendable {
    /// The most rows that are kept.
    public let capacity: Int

    /// The kept rows; the worst is first, each parent worse than its children.
    private var heap: [ScoredHit<Int>]

    /// Creates an empty collector.
    ///
    /// - Parameter capacity: The most rows to keep; 0 keeps none.
    /// - Precondition: `capacity` is not negative.
    public init(capacity: Int) {
        precondition(capacity >= 0, "TopK keeps 0 or more rows, not \(capacity)")
        self.capacity = capacity
        self.heap = []
        heap.reserveCapacity(min(capacity, 1024))
    }

    /// The number of rows kept so far.
    public var count: Int { heap.count }

    /// The score that a row must beat (or equal, with a smaller row) to enter; minus infinity until the collector is full.
    ///
    /// - Complexity: O(1).
    public var threshold: Float {
        guard heap.count == capacity, let worst = heap.first else {
            return capacity == 0 ? .infinity : -.infinity
        }
        return worst.score
    }

    /// Offers one row.
    ///
    /// - Parameters:
    ///   - row: The row's number.
    ///   - score: The row's score; one that is not a number is ignored.
    /// - Complexity: O(1) for a row that does not enter, O(log capacity) otherwise.
    public mutating func insert(row: Int, score: Float) {
        guard !score.isNaN else { return }
        let candidate = ScoredHit(id: row, score: score)
        if heap.count < capacity {
            heap.append(candidate)
            siftUp(from: heap.count - 1)
        } else if let worst = heap.first, Self.isBetter(candidate, than: worst) {
            heap[0] = candidate
            siftDown(from: 0)
        }
    }

    /// Takes over every row of another collector.
    ///
    /// - Parameter other: A collector of other rows, such as those of another thread.
    public mutating func merge(_ other: TopK) {
        for hit in other.heap { insert(row: hit.id, score: hit.score) }
    }

    /// The kept rows, best first.
    ///
    /// - Complexity: O(n log n) for n kept rows.
    public func sorted() -> [ScoredHit<Int>] {
        heap.sorted(by: Self.isBetter)
    }

    private static func isBetter(_ left: ScoredHit<Int>, than right: ScoredHit<Int>) -> Bool {
        left.score != right.score ? left.score > right.score : left.id < right.id
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.isBetter(heap[parent], than: heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var worst = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count {
                if Self.isBetter(heap[worst], than: heap[child]) { worst = child }
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
