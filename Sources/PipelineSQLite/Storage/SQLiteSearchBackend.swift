// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import FoundationEssentials
internal import GRDB
public import PipelineProtocols
public import RAGCore

extension SQLiteBackend {
    /// The embedded chunks in the same file.
    public var search: SQLiteSearchBackend { SQLiteSearchBackend(backend: self) }
}

/// Keeps embedded chunks in the file of a ``SQLiteBackend``, and finds the nearest by comparing with all that are visible.
///
/// It is exact and small, for thousands of chunks. For more, write to an index of `HybridSearch`.
public struct SQLiteSearchBackend: SearchBackend {
    let backend: SQLiteBackend

    /// Writes entries; see ``SearchBackend/write(_:)``.
    ///
    /// - Parameter entries: The entries.
    /// - Throws: ``PipelineError``.
    public func write(_ entries: [SearchEntry]) async throws(PipelineError) {
        try await backend.write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO embedding (document, generation, ordinal, vector) VALUES (?, ?, ?, ?)")
            for entry in entries {
                try statement.execute(arguments: [
                    entry.chunk.document.rawValue, entry.generation, entry.chunk.ordinal, Self.data(of: entry.vector),
                ])
            }
        }
    }

    /// Removes entries of old generations; see ``SearchBackend/remove(_:generationsBelow:)``.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - generation: Entries of lower generations are removed.
    /// - Throws: ``PipelineError``.
    public func remove(_ document: DocumentID, generationsBelow generation: Int) async throws(PipelineError) {
        try await backend.write { database in
            try database.execute(
                sql: "DELETE FROM embedding WHERE document = ? AND generation < ?",
                arguments: [document.rawValue, generation])
        }
    }

    /// Finds the nearest entries; see ``SearchBackend/search(near:visible:limit:)``.
    ///
    /// - Parameters:
    ///   - vector: What to be near to.
    ///   - visible: The generation to see of each document.
    ///   - limit: The most hits wanted.
    /// - Returns: Hits by falling dot product; of equal ones the smaller chunk first.
    /// - Throws: ``PipelineError``.
    /// - Complexity: O(n) for n visible entries.
    public func search(
        near vector: [Float], visible: [DocumentID: Int], limit: Int
    ) async throws(PipelineError) -> [ScoredHit<ChunkID>] {
        try await backend.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT ordinal, vector FROM embedding WHERE document = ? AND generation = ? ORDER BY ordinal")
            var chunks: [ChunkID] = []
            var top = TopK(capacity: max(limit, 0))
            for (document, generation) in visible.sorted(by: { $0.key < $1.key }) {
                let rows = try Row.fetchCursor(statement, arguments: [document.rawValue, generation])
                while let row = try rows.next() {
                    let stored: Data = row["vector"]
                    let score = zip(Self.vector(of: stored), vector).reduce(0) { $0 + $1.0 * $1.1 }
                    top.insert(row: chunks.count, score: score)
                    chunks.append(ChunkID(document: document, ordinal: row["ordinal"]))
                }
            }
            return top.sorted().map { hit in hit.mapID { chunks[$0] } }
        }
    }

    /// The numbers as four bytes each, the least significant first.
    private static func data(of vector: [Float]) -> Data {
        Data(vector.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) } })
    }

    private static func vector(of data: Data) -> [Float] {
        let bytes = Array(data)
        return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32($1 * 8) })
        }
    }
}
#endif
