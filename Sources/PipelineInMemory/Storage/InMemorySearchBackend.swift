// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
public import RAGCore
internal import Synchronization

/// Finds the nearest chunks by comparing with all of them.
public final class InMemorySearchBackend: SearchBackend {
    private let entries = Mutex<[Key: [Float]]>([:])

    private struct Key: Hashable {
        var chunk: ChunkID
        var generation: Int
    }

    /// Creates an empty index.
    public init() {}

    /// Writes entries; see ``SearchBackend/write(_:)``.
    ///
    /// - Parameter entries: The entries.
    /// - Throws: Never, though the seam allows it.
    public func write(_ entries: [SearchEntry]) async throws(PipelineError) {
        self.entries.withLock { stored in
            for entry in entries { stored[Key(chunk: entry.chunk, generation: entry.generation)] = entry.vector }
        }
    }

    /// Removes entries of old generations; see ``SearchBackend/remove(_:generationsBelow:)``.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - generation: Entries of lower generations are removed.
    /// - Throws: Never, though the seam allows it.
    public func remove(_ document: DocumentID, generationsBelow generation: Int) async throws(PipelineError) {
        entries.withLock { stored in
            stored = stored.filter { $0.key.chunk.document != document || $0.key.generation >= generation }
        }
    }

    /// Finds the nearest entries; see ``SearchBackend/search(near:visible:limit:)``.
    ///
    /// - Parameters:
    ///   - vector: What to be near to.
    ///   - visible: The generation to see of each document.
    ///   - limit: The most hits wanted.
    /// - Returns: Hits by falling dot product; of equal ones the smaller chunk first.
    /// - Complexity: O(n) for n entries.
    /// - Throws: Never, though the seam allows it.
    public func search(
        near vector: [Float], visible: [DocumentID: Int], limit: Int
    ) async throws(PipelineError) -> [ScoredHit<ChunkID>] {
        let seen = entries.withLock { stored in stored.filter { visible[$0.key.chunk.document] == $0.key.generation } }
            .sorted { $0.key.chunk < $1.key.chunk }
        var top = TopK(capacity: max(limit, 0))
        for (row, entry) in seen.enumerated() {
            top.insert(row: row, score: zip(entry.value, vector).reduce(0) { $0 + $1.0 * $1.1 })
        }
        return top.sorted().map { hit in hit.mapID { seen[$0].key.chunk } }
    }
}
