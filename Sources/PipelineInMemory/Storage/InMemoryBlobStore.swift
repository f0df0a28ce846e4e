// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import Synchronization

/// Keeps objects in the memory of one process.
public final class InMemoryBlobStore: BlobStore {
    private let objects = Mutex<[BlobKey: [UInt8]]>([:])

    /// Creates an empty store.
    public init() {}

    /// Stores an object; see ``BlobStore/put(_:_:if:)``.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - body: Its bytes, piece by piece.
    ///   - condition: What must be so for the object to be stored.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError`` with the code `unavailable` for an error of the body.
    public func put(
        _ key: BlobKey, _ body: some AsyncSequence<[UInt8], any Error> & Sendable, if condition: PutCondition
    ) async throws(PipelineError) -> PutOutcome {
        var bytes: [UInt8] = []
        do {
            for try await piece in body { bytes += piece }
        } catch {
            throw PipelineError(
                .unavailable, "the body of \(key) ended with an error; nothing was stored", cause: error)
        }
        let complete = bytes
        return objects.withLock { objects in
            if condition == .absent, let present = objects[key] {
                return .refused(BlobInfo(key: key, size: present.count))
            }
            objects[key] = complete
            return .stored(BlobInfo(key: key, size: complete.count))
        }
    }

    /// Reads an object; see ``BlobStore/get(_:range:)``.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - range: Which bytes; `nil` for all.
    /// - Returns: The bytes, or `nil` where there is no object.
    /// - Throws: Never, though the seam allows it.
    public func get(_ key: BlobKey, range: Range<Int>?) async throws(PipelineError) -> BlobBody? {
        guard let bytes = objects.withLock({ $0[key] }) else { return nil }
        let wanted = range.map { $0.clamped(to: bytes.indices) } ?? bytes.indices
        return AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array(bytes[wanted]))
            continuation.finish()
        }
    }

    /// Describes an object; see ``BlobStore/info(_:)``.
    ///
    /// - Parameter key: The object's key.
    /// - Returns: Its description, or `nil` where there is none.
    /// - Throws: Never, though the seam allows it.
    public func info(_ key: BlobKey) async throws(PipelineError) -> BlobInfo? {
        objects.withLock { $0[key].map { BlobInfo(key: key, size: $0.count) } }
    }

    /// Removes an object; see ``BlobStore/delete(_:)``.
    ///
    /// - Parameter key: The object's key.
    /// - Throws: Never, though the seam allows it.
    public func delete(_ key: BlobKey) async throws(PipelineError) {
        objects.withLock { $0[key] = nil }
    }

    /// Lists objects; see ``BlobStore/list(prefix:after:limit:)``.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with.
    ///   - key: The key to start after.
    ///   - limit: The most objects wanted.
    /// - Returns: Objects in the order of their keys.
    /// - Complexity: O(n log n) for n objects.
    /// - Throws: Never, though the seam allows it.
    public func list(prefix: String, after key: BlobKey?, limit: Int) async throws(PipelineError) -> [BlobInfo] {
        objects.withLock { objects in
            let found = objects.filter { entry in
                entry.key.rawValue.utf8.starts(with: prefix.utf8)
                    && (key.map { $0.rawValue.utf8.lexicographicallyPrecedes(entry.key.rawValue.utf8) } ?? true)
            }
            return found.sorted { $0.key.rawValue.utf8.lexicographicallyPrecedes($1.key.rawValue.utf8) }
                .prefix(max(limit, 0)).map { BlobInfo(key: $0.key, size: $0.value.count) }
        }
    }
}
