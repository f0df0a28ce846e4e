// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import FoundationEssentials
internal import GRDB
public import PipelineProtocols

extension SQLiteBackend {
    /// The objects in the same file.
    public var blobs: SQLiteBlobStore { SQLiteBlobStore(backend: self) }
}

/// Keeps objects in the file of a ``SQLiteBackend``.
///
/// An object is one value and is held in memory while it is read or written, so this is for documents of some megabytes;
/// SQLite's own limit is 1 GB.
public struct SQLiteBlobStore: BlobStore {
    let backend: SQLiteBackend

    /// Stores an object; see ``BlobStore/put(_:_:if:)``.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - body: Its bytes, piece by piece.
    ///   - condition: What must be so for the object to be stored.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``; with the code `unavailable` for an error of the body.
    public func put(
        _ key: BlobKey, _ body: some AsyncSequence<[UInt8], any Error> & Sendable, if condition: PutCondition
    ) async throws(PipelineError) -> PutOutcome {
        var bytes = Data()
        do {
            for try await piece in body { bytes += piece }
        } catch {
            throw PipelineError(
                .unavailable, "the body of \(key) ended with an error; nothing was stored", cause: error)
        }
        let complete = bytes
        return try await backend.write { database in
            if condition == .absent, let present = try Self.info(key, in: database) { return .refused(present) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO blob (key, bytes) VALUES (?, ?)", arguments: [key.rawValue, complete])
            return .stored(BlobInfo(key: key, size: complete.count))
        }
    }

    /// Reads an object; see ``BlobStore/get(_:range:)``.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - range: Which bytes; `nil` for all.
    /// - Returns: The bytes, or `nil` where there is no object.
    /// - Throws: ``PipelineError``.
    public func get(_ key: BlobKey, range: Range<Int>?) async throws(PipelineError) -> BlobBody? {
        let bytes = try await backend.read { database in
            let start = max(range?.lowerBound ?? 0, 0)
            let count = range.map { max($0.upperBound - start, 0) } ?? Int(Int32.max)
            let row = try Row.fetchOne(
                database, sql: "SELECT substr(bytes, ?, ?) FROM blob WHERE key = ?",
                arguments: [start + 1, count, key.rawValue])
            // A part of no bytes is NULL, and so is the empty object.
            return row.map { ($0[0] as Data?) ?? Data() }
        }
        guard let bytes else { return nil }
        return AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array(bytes))
            continuation.finish()
        }
    }

    /// Describes an object; see ``BlobStore/info(_:)``.
    ///
    /// - Parameter key: The object's key.
    /// - Returns: Its description, or `nil` where there is none.
    /// - Throws: ``PipelineError``.
    public func info(_ key: BlobKey) async throws(PipelineError) -> BlobInfo? {
        try await backend.read { try Self.info(key, in: $0) }
    }

    /// Removes an object; see ``BlobStore/delete(_:)``.
    ///
    /// - Parameter key: The object's key.
    /// - Throws: ``PipelineError``.
    public func delete(_ key: BlobKey) async throws(PipelineError) {
        try await backend.write { try $0.execute(sql: "DELETE FROM blob WHERE key = ?", arguments: [key.rawValue]) }
    }

    /// Lists objects; see ``BlobStore/list(prefix:after:limit:)``.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with.
    ///   - key: The key to start after.
    ///   - limit: The most objects wanted.
    /// - Returns: Objects in the order of their keys.
    /// - Throws: ``PipelineError``.
    public func list(prefix: String, after key: BlobKey?, limit: Int) async throws(PipelineError) -> [BlobInfo] {
        try await backend.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT key, length(bytes) AS size FROM blob
                    WHERE key >= ? AND substr(CAST(key AS BLOB), 1, ?) = CAST(? AS BLOB) AND key > ? ORDER BY key LIMIT ?
                    """, arguments: [prefix, prefix.utf8.count, prefix, key?.rawValue ?? "", limit]
            ).map { BlobInfo(key: BlobKey($0["key"] as String), size: $0["size"]) }
        }
    }

    private static func info(_ key: BlobKey, in database: Database) throws -> BlobInfo? {
        try Int.fetchOne(database, sql: "SELECT length(bytes) FROM blob WHERE key = ?", arguments: [key.rawValue])
            .map { BlobInfo(key: key, size: $0) }
    }
}
#endif
