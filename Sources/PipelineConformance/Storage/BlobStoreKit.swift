// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a blob store to the laws O1 to O5.
public struct BlobStoreKit<Store: BlobStore>: Sendable {
    private let make: @Sendable (AdapterContext) async throws -> Store

    /// Prepares the kit.
    ///
    /// - Parameter make: Makes the adapter.
    public init(make: @escaping @Sendable (AdapterContext) async throws -> Store) { self.make = make }

    /// Runs the kit.
    ///
    /// - Parameter seed: What the contents depend on.
    /// - Returns: What was found; the first violation.
    public func run(seed: UInt64) async -> ConformanceReport {
        var violations: [Violation] = []
        do {
            let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("blob", seed: seed))
            let store = try await make(context)
            var generator = SeededGenerator(seed: seed)
            try await readBack(store, using: &generator)
            try await failedPut(store)
            try await racingPuts(store)
            try await racingReaders(store)
            try await listing(store)
        } catch let violation as Violation {
            violations.append(violation)
        } catch {
            violations.append(Violation(.g1, "a call failed: \(error)"))
        }
        return ConformanceReport(kit: "BlobStoreKit", seed: seed, operations: 5, violations: violations)
    }

    private func readBack(_ store: Store, using generator: inout SeededGenerator) async throws {
        for size in [0, 1, 1_000, 300_000] {
            let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let key = BlobKey("read/\(size)")
            let outcome = try await store.put(key, Self.body(bytes), if: .always)
            guard outcome == .stored(BlobInfo(key: key, size: size)), try await store.info(key)?.size == size else {
                throw Violation(.o1, "\(size) bytes were stored as \(outcome)")
            }
            guard try await Self.read(store, key) == bytes else {
                throw Violation(.o1, "\(size) bytes read differently")
            }
            for range in [0..<size, size / 3..<size / 2, size / 2..<size + 10] {
                let expected = Array(bytes[range.clamped(to: 0..<size)])
                guard try await Self.read(store, key, range) == expected else {
                    throw Violation(.o1, "bytes \(range) of \(size) read differently")
                }
            }
        }
        guard try await store.get("absent", range: nil) == nil, try await store.info("absent") == nil else {
            throw Violation(.o1, "an object that was never put is there")
        }
        try await store.delete("absent")
        try await store.delete("read/1")
        guard try await store.info("read/1") == nil else { throw Violation(.o1, "a deleted object is there") }
    }

    private func failedPut(_ store: Store) async throws {
        _ = try await store.put("kept", Self.body([1, 2, 3]), if: .always)
        let broken = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([9, 9])
            continuation.finish(throwing: PipelineError(.unavailable, "the uploader went away"))
        }
        let outcome = try? await store.put("kept", broken, if: .always)
        guard outcome == nil, try await Self.read(store, "kept") == [1, 2, 3] else {
            throw Violation(.o4, "a put whose body failed changed the object")
        }
    }

    private func racingPuts(_ store: Store) async throws {
        let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
            for client in 0..<8 {
                group.addTask {
                    let outcome = try await store.put("raced", Self.body([UInt8(client)]), if: .absent)
                    if case .stored = outcome { return true } else { return false }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        guard stored == 1 else { throw Violation(.o3, "of 8 racing puts that require absence \(stored) succeeded") }
    }

    private func racingReaders(_ store: Store) async throws {
        _ = try await store.put("torn", Self.body([UInt8](repeating: 0, count: 4_000)), if: .always)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for version in 1...20 as ClosedRange<UInt8> {
                    _ = try await store.put("torn", Self.body([UInt8](repeating: version, count: 4_000)), if: .always)
                }
            }
            group.addTask {
                for _ in 0..<60 {
                    let bytes = try await Self.read(store, "torn") ?? []
                    guard bytes.count == 4_000, Set(bytes).count == 1 else {
                        throw Violation(
                            .o2, "a reader saw parts of \(Set(bytes).count) versions in \(bytes.count) bytes")
                    }
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
    }

    private func listing(_ store: Store) async throws {
        let names = ["list/a", "list/a/b", "list/a0", "list/B", "list/é", "list/z", "lisu"]
        for name in names { _ = try await store.put(BlobKey(name), Self.body([0]), if: .always) }
        var found: [String] = []
        while true {
            let page = try await store.list(prefix: "list/", after: found.last.map { BlobKey($0) }, limit: 2)
            found += page.map(\.key.rawValue)
            guard page.count == 2, found.count < 20 else { break }
        }
        let expected = names.filter { $0.hasPrefix("list/") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard found == expected else { throw Violation(.o5, "the listing is \(found), not \(expected)") }
    }

    private static func body(_ bytes: [UInt8]) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: 1_000) {
                continuation.yield(Array(bytes[start..<min(start + 1_000, bytes.count)]))
            }
            continuation.finish()
        }
    }

    private static func read(_ store: Store, _ key: BlobKey, _ range: Range<Int>? = nil) async throws -> [UInt8]? {
        guard let body = try await store.get(key, range: range) else { return nil }
        var bytes: [UInt8] = []
        for try await piece in body { bytes += piece }
        return bytes
    }
}
