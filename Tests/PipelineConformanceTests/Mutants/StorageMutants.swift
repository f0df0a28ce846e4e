// SPDX-License-Identifier: Apache-2.0
import PipelineInMemory
import PipelineProtocols
import RAGCore
import Synchronization

/// A blob store with one fault.
struct FaultyBlobs: BlobStore {
    enum Fault {
        case publishesParts
        case checksThenPuts
        case shiftsRanges
        case listsAtRandom
        case keepsDeleted
    }

    let fault: Fault
    let base = InMemoryBlobStore()

    func put(
        _ key: BlobKey, _ body: some AsyncSequence<[UInt8], any Error> & Sendable, if condition: PutCondition
    ) async throws(PipelineError) -> PutOutcome {
        switch fault {
        case .publishesParts where condition == .always: return try await putInParts(key, body)
        case .checksThenPuts where condition == .absent:
            if let present = try await base.info(key) { return .refused(present) }
            await Task.yield()
            return try await base.put(key, body, if: .always)
        default: return try await base.put(key, body, if: condition)
        }
    }

    private func putInParts(
        _ key: BlobKey, _ body: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws(PipelineError) -> PutOutcome {
        var bytes: [UInt8] = []
        do {
            for try await piece in body {
                bytes += piece
                _ = try await base.put(key, Self.stream(bytes), if: .always)
                await Task.yield()
            }
        } catch {
            throw PipelineError(.unavailable, "the body failed", cause: error)
        }
        return try await base.put(key, Self.stream(bytes), if: .always)
    }

    private static func stream(_ bytes: [UInt8]) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
    }

    func get(_ key: BlobKey, range: Range<Int>?) async throws(PipelineError) -> BlobBody? {
        let shift = fault == .shiftsRanges ? 1 : 0
        return try await base.get(key, range: range.map { $0.lowerBound..<$0.upperBound + shift })
    }

    func info(_ key: BlobKey) async throws(PipelineError) -> BlobInfo? { try await base.info(key) }

    func delete(_ key: BlobKey) async throws(PipelineError) {
        if fault != .keepsDeleted { try await base.delete(key) }
    }

    func list(prefix: String, after key: BlobKey?, limit: Int) async throws(PipelineError) -> [BlobInfo] {
        let page = try await base.list(prefix: prefix, after: key, limit: limit)
        return fault == .listsAtRandom ? page.reversed() : page
    }
}

/// Writes a record whatever its version is.
struct IgnoresVersions: ForwardingBackend {
    let base: InMemoryBackend
    func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        let version = try await base.document(write.document)?.version ?? 0
        switch write {
        case .upsert(let record, _): return try await base.write(.upsert(record, expecting: version))
        case .publish(let id, let generation, _):
            return try await base.write(.publish(id, generation: generation, expecting: version))
        }
    }
}

/// Publishes any generation, also an older one.
final class PublishesBackwards: ForwardingBackend {
    let base: InMemoryBackend
    init(base: InMemoryBackend) { self.base = base }
    func write(_ write: DocumentWrite) async throws(PipelineError) -> DocumentWriteOutcome {
        let outcome = try await base.write(write)
        guard case .publish(_, let generation, let expecting) = write, case .conflict(var record?) = outcome,
            expecting == record.version
        else { return outcome }
        record.generation = generation
        record.version += 1
        return .written(record)
    }
}

/// Finds other tenants' documents by their content.
struct CrossesTenants: ForwardingBackend {
    let base: InMemoryBackend
    func document(
        withContent digest: String, of tenant: TenantID
    ) async throws(PipelineError) -> DocumentID? {
        if let own = try await base.document(withContent: digest, of: tenant) { return own }
        let other: TenantID = tenant == "tenant0" ? "tenant1" : "tenant0"
        return try await base.document(withContent: digest, of: other)
    }
}

/// Rings for some listeners only.
final class LosesRings: Notifier {
    private let base = InMemoryNotifier()
    private let count = Mutex(0)
    func ring(_ topics: Set<Topic>) async {
        let isLost = count.withLock { count in
            count += 1
            return count != 2
        }
        if !isLost { await base.ring(topics) }
    }
    func rings(of topics: Set<Topic>) async -> AsyncStream<Topic> { await base.rings(of: topics) }
}

/// Rings for everyone, whatever they listen for.
final class RingsForAll: Notifier {
    private let base = InMemoryNotifier()
    func ring(_ topics: Set<Topic>) async { await base.ring(topics.union([.queue("a"), .feed("a"), .feed("b")])) }
    func rings(of topics: Set<Topic>) async -> AsyncStream<Topic> {
        await base.rings(of: topics.union([.feed("a")]))
    }
}
