// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import RAGCore

/// Holds a search backend to the laws X1 to X4.
public struct SearchBackendKit<Backend: SearchBackend>: Sendable {
    private let make: @Sendable (AdapterContext) async throws -> Backend

    /// Prepares the kit.
    ///
    /// - Parameter make: Makes the adapter, for vectors of 8 dimensions.
    public init(make: @escaping @Sendable (AdapterContext) async throws -> Backend) { self.make = make }

    /// Runs the kit: random writes and removals, and after each a search that must find what a list would.
    ///
    /// - Parameters:
    ///   - seed: What the entries depend on.
    ///   - operations: How many writes and removals to make.
    /// - Returns: What was found; the first violation.
    public func run(seed: UInt64, operations: Int = 100) async -> ConformanceReport {
        var violations: [Violation] = []
        do {
            let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("search", seed: seed))
            try await compare(try await make(context), seed: seed, operations: operations)
        } catch let violation as Violation {
            violations.append(violation)
        } catch {
            violations.append(Violation(.g1, "a call failed: \(error)"))
        }
        return ConformanceReport(kit: "SearchBackendKit", seed: seed, operations: operations, violations: violations)
    }

    private struct Key: Hashable {
        var chunk: ChunkID
        var generation: Int
    }

    private func compare(_ backend: Backend, seed: UInt64, operations: Int) async throws {
        var generator = SeededGenerator(seed: seed)
        var entries: [Key: [Float]] = [:]
        for _ in 0..<operations {
            let document = DocumentID("doc\(generator.index(3))")
            let generation = 1 + generator.index(3)
            var law = Law.x3
            if generator.chance(0.8) {
                let entry = SearchEntry(
                    chunk: ChunkID(document: document, ordinal: generator.index(4)), generation: generation,
                    vector: (0..<8).map { _ in Float.random(in: -1...1, using: &generator) })
                let key = Key(chunk: entry.chunk, generation: generation)
                law = entries[key] == nil ? .x4 : .x1
                entries[key] = entry.vector
                try await backend.write([entry])
            } else {
                entries = entries.filter { $0.key.chunk.document != document || $0.key.generation >= generation }
                try await backend.remove(document, generationsBelow: generation)
            }
            try await check(backend, entries, law, using: &generator)
        }
    }

    /// Searches for everything in one generation of each document; a missing or wrong hit breaks the given law, one of
    /// another generation law X2.
    private func check(
        _ backend: Backend, _ entries: [Key: [Float]], _ law: Law, using generator: inout SeededGenerator
    ) async throws {
        let query = (0..<8).map { _ in Float.random(in: -1...1, using: &generator) }
        var visible: [DocumentID: Int] = [:]
        for number in 0..<3 where generator.chance(0.9) { visible[DocumentID("doc\(number)")] = 1 + generator.index(3) }
        let hits = try await backend.search(near: query, visible: visible, limit: 100)
        let seen = entries.filter { visible[$0.key.chunk.document] == $0.key.generation }
        let expected = Dictionary(
            uniqueKeysWithValues: seen.map { ($0.key.chunk, zip($0.value, query).map(*).reduce(0, +)) })
        guard Set(hits.map(\.id)).isSubset(of: expected.keys) else {
            let known = Set(entries.keys.map(\.chunk))
            let isRemoved = hits.contains { !known.contains($0.id) }
            throw Violation(
                isRemoved ? .x3 : .x2, "a search found \(hits.map(\.id)), visible are \(expected.keys.sorted())")
        }
        guard hits.count == expected.count, zip(hits, hits.dropFirst()).allSatisfy({ $0.score >= $1.score }),
            hits.allSatisfy({ hit in expected[hit.id].map { abs($0 - hit.score) < 0.01 } ?? false })
        else { throw Violation(law, "a search found \(hits), expected \(expected)") }
    }
}
