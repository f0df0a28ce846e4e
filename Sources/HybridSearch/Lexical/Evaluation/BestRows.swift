// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// The best rows of a search with scores in whole numbers.
///
/// It orders as ``TopK`` does: a higher score comes first, and of equal scores the smaller row. A score and a row make one
/// number of 64 bits, so that one comparison decides.
struct BestRows {
    /// The most rows that are kept.
    let capacity: Int

    /// A binary heap with the worst row at its root.
    private var heap: [UInt64] = []

    init(capacity: Int) {
        self.capacity = capacity
        heap.reserveCapacity(min(capacity, 1 << 12))
    }

    /// The score that a row must reach to be of interest, at least 1.
    var threshold: Int32 {
        heap.count < capacity ? 1 : heap.first.map { Int32(truncatingIfNeeded: $0 >> 32) } ?? .max
    }

    /// Offers a row.
    ///
    /// - Complexity: O(1) for a row that does not enter, O(log capacity) otherwise.
    mutating func insert(row: Int, score: Int32) {
        let key = UInt64(UInt32(bitPattern: score)) << 32 | UInt64(~UInt32(truncatingIfNeeded: row))
        if heap.count < capacity {
            heap.append(key)
            siftUp()
        } else if let worst = heap.first, key > worst {
            siftDown(key)
        }
    }

    /// The rows, best first.
    ///
    /// - Parameter scale: What a score was multiplied by.
    func sorted(scale: Double) -> [ScoredHit<Int>] {
        heap.sorted(by: >).map { key in
            ScoredHit(
                id: Int(~UInt32(truncatingIfNeeded: key)), score: Float(Double(key >> 32) / scale))
        }
    }

    private mutating func siftUp() {
        var child = heap.count - 1
        let key = heap[child]
        while child > 0, heap[(child - 1) / 2] > key {
            heap[child] = heap[(child - 1) / 2]
            child = (child - 1) / 2
        }
        heap[child] = key
    }

    private mutating func siftDown(_ key: UInt64) {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < key else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = key
    }
}
