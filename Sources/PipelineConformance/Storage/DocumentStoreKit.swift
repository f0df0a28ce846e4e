// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import RAGCore

/// Holds a document store to the laws D1 to D4.
public struct DocumentStoreKit<Store: DocumentStore>: Sendable {
    private let make: @Sendable (AdapterContext) async throws -> Store

    /// Prepares the kit.
    ///
    /// - Parameter make: Makes the adapter.
    public init(make: @escaping @Sendable (AdapterContext) async throws -> Store) { self.make = make }

    /// Runs the kit.
    ///
    /// - Parameters:
    ///   - seed: What the writes depend on.
    ///   - operations: How many random writes to make, besides the races.
    /// - Returns: What was found; the first violation.
    public func run(seed: UInt64, operations: Int = 200) async -> ConformanceReport {
        var violations: [Violation] = []
        do {
            let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("document", seed: seed))
            let store = try await make(context)
            try await writeAtRandom(store, seed: seed, operations: operations)
            try await race(store)
        } catch let violation as Violation {
            violations.append(violation)
        } catch {
            violations.append(Violation(.g1, "a call failed: \(error)"))
        }
        return ConformanceReport(kit: "DocumentStoreKit", seed: seed, operations: operations, violations: violations)
    }

    private func writeAtRandom(_ store: Store, seed: UInt64, operations: Int) async throws {
        var generator = SeededGenerator(seed: seed)
        var records: [DocumentID: DocumentRecord] = [:]
        for _ in 0..<operations {
            let write = Self.write(records, using: &generator)
            let expected = write.applied(to: records[write.document])
            let outcome = try await store.write(write)
            guard outcome == expected else {
                var law = Law.d1
                if case .publish(_, let generation, _) = write, let current = records[write.document],
                    generation <= current.generation
                {
                    law = .d3
                }
                throw Violation(law, "\(write) answered \(outcome), not \(expected)")
            }
            if case .written(let record) = expected { records[record.id] = record }
            guard try await store.document(write.document) == records[write.document] else {
                throw Violation(.d2, "\(write.document) does not read back as written")
            }
            let (digest, tenant) = ("digest\(generator.index(3))", TenantID("tenant\(generator.index(2))"))
            let found = try await store.document(withContent: digest, of: tenant)
            let holders = records.values.filter { $0.contentDigest == digest && $0.tenant == tenant }.map(\.id)
            guard found == holders.min() else {
                throw Violation(.d4, "\(digest) of \(tenant) found \(found?.rawValue ?? "nothing"), among \(holders)")
            }
        }
    }

    private static func write(
        _ records: [DocumentID: DocumentRecord], using generator: inout SeededGenerator
    ) -> DocumentWrite {
        let id = DocumentID("doc\(generator.index(4))")
        let version = records[id]?.version ?? 0
        let expecting = generator.chance(0.2) ? max(0, version - 1 + generator.index(3)) : version
        if generator.chance(0.4) {
            let generation = max(0, (records[id]?.generation ?? 0) + [-1, 0, 1, 1, 2][generator.index(5)])
            return .publish(id, generation: generation, expecting: expecting)
        }
        let record = DocumentRecord(
            id: id, tenant: TenantID("tenant\(generator.index(2))"), contentDigest: "digest\(generator.index(3))",
            generation: 99, version: 77, metadata: ["year": .integer(generator.index(5))])
        return .upsert(record, expecting: expecting)
    }

    private func race(_ store: Store) async throws {
        let written = try await withThrowingTaskGroup(of: Bool.self) { group in
            for client in 0..<8 {
                group.addTask {
                    let record = DocumentRecord(id: "raced", tenant: "", contentDigest: "\(client)")
                    if case .written = try await store.write(.upsert(record, expecting: 0)) { return true }
                    return false
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        guard written == 1 else {
            throw Violation(.d1, "of 8 racing writes that expect one version \(written) applied")
        }
    }
}
