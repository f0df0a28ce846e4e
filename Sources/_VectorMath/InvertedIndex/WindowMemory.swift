// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _RAGKernels

/// The memory of a ``ScoreWindow``; its sums are zero while nobody uses it.
@safe
struct WindowMemory: Sendable {
    /// The most rows of a window.
    let capacity: Int

    nonisolated(unsafe) let sums: UnsafeMutablePointer<Int32>
    nonisolated(unsafe) let touched: UnsafeMutablePointer<UInt8>
    nonisolated(unsafe) let places: UnsafeMutablePointer<UInt32>
    nonisolated(unsafe) let scores: UnsafeMutablePointer<Int32>

    init(capacity: Int) {
        self.capacity = capacity
        let chunkRows = Int(RAG_CHUNK_ROWS)
        let chunks = (capacity + chunkRows - 1) / chunkRows
        let room = chunks * chunkRows + 16
        unsafe sums = .allocate(capacity: room)
        unsafe sums.initialize(repeating: 0, count: room)
        unsafe touched = .allocate(capacity: chunks)
        unsafe touched.initialize(repeating: 0, count: chunks)
        unsafe places = .allocate(capacity: room)
        unsafe scores = .allocate(capacity: room)
    }

    func deallocate() {
        unsafe sums.deallocate()
        unsafe touched.deallocate()
        unsafe places.deallocate()
        unsafe scores.deallocate()
    }
}

/// Keeps the memory of windows between searches, whose first touch costs more than a short query.
///
/// It keeps as much as was ever used at once.
package final class WindowMemoryPool: Sendable {
    private let idle = Mutex<[WindowMemory]>([])

    package init() {}

    deinit {
        for memory in idle.withLock({ $0 }) { memory.deallocate() }
    }

    func take(capacity: Int) -> WindowMemory {
        let known = idle.withLock { idle -> WindowMemory? in
            guard let index = idle.lastIndex(where: { $0.capacity >= capacity }) else { return nil }
            return idle.remove(at: index)
        }
        return known ?? WindowMemory(capacity: capacity)
    }

    func give(_ memory: WindowMemory) {
        idle.withLock { $0.append(memory) }
    }
}
