// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _RAGKernels

/// The memory of a ``WindowSearch``; its sums are zero while nobody uses it.
@safe
struct WindowMemory: Sendable {
    /// The most rows of a window.
    let width: Int

    /// The bytes for the terms of a query.
    let termBytes: Int

    nonisolated(unsafe) let window: rag_window_memory
    nonisolated(unsafe) let terms: UnsafeMutableRawPointer

    init(width: Int, termBytes: Int) {
        self.width = width
        self.termBytes = termBytes
        let chunkRows = Int(RAG_CHUNK_ROWS)
        let chunks = (width + chunkRows - 1) / chunkRows
        let room = chunks * chunkRows + 16
        let sums = UnsafeMutablePointer<Int32>.allocate(capacity: room)
        unsafe sums.initialize(repeating: 0, count: room)
        let touched = UnsafeMutablePointer<UInt8>.allocate(capacity: chunks)
        unsafe touched.initialize(repeating: 0, count: chunks)
        unsafe window = rag_window_memory(
            sums: sums, touched: touched, places: .allocate(capacity: room), scores: .allocate(capacity: room))
        unsafe terms = .allocate(byteCount: termBytes, alignment: 64)
    }

    func deallocate() {
        unsafe window.sums.deallocate()
        unsafe window.touched.deallocate()
        unsafe window.places.deallocate()
        unsafe window.scores.deallocate()
        unsafe terms.deallocate()
    }
}

/// Keeps the memory of searches between them, whose first touch costs more than a short query.
///
/// It keeps as much as was ever used at once.
package final class WindowMemoryPool: Sendable {
    private let idle = Mutex<[WindowMemory]>([])

    package init() {}

    deinit {
        for memory in idle.withLock({ $0 }) { memory.deallocate() }
    }

    func take(width: Int, termBytes: Int) -> WindowMemory {
        let known = idle.withLock { $0.popLast() }
        if let known {
            if known.width >= width, known.termBytes >= termBytes { return known }
            known.deallocate()
        }
        var room = 1 << 16
        while room < termBytes { room *= 2 }
        return WindowMemory(width: max(width, known?.width ?? 0), termBytes: max(room, known?.termBytes ?? 0))
    }

    func give(_ memory: WindowMemory) {
        idle.withLock { $0.append(memory) }
    }
}
