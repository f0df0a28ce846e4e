// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// Holds a backend to the laws B1 to B3; run the kits of its queue and its stores as well.
///
/// Each scenario commits something that must be refused, or repeats something, and compares all that readers can see
/// before and after.
public struct BackendKit<Backend: PipelineBackend & QueueAdministration>: Sendable {
    private let make: @Sendable (AdapterContext) async throws -> Backend

    /// Prepares the kit.
    ///
    /// - Parameter make: Makes the adapter; see ``AdapterContext`` for what it must obey.
    public init(make: @escaping @Sendable (AdapterContext) async throws -> Backend) { self.make = make }

    /// Runs the kit.
    ///
    /// - Parameter seed: What the names and the order of the scenarios depend on.
    /// - Returns: What was found: at most one violation for each scenario.
    public func run(seed: UInt64) async -> ConformanceReport {
        var generator = SeededGenerator(seed: seed)
        var violations: [Violation] = []
        let scenarios = BackendScenario.allCases.shuffled(using: &generator)
        for scenario in scenarios {
            if let violation = await violation(of: scenario, seed: seed) { violations.append(violation) }
        }
        return ConformanceReport(
            kit: "BackendKit", seed: seed, operations: scenarios.count, violations: violations)
    }

    private func violation(of scenario: BackendScenario, seed: UInt64) async -> Violation? {
        let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("backend", seed: seed))
        do {
            let session = BackendSession(backend: try await make(context), clock: context.clock)
            try await session.run(scenario)
            return nil
        } catch let violation as Violation {
            return Violation(violation.law, violation.message, history: ["scenario \(scenario)"])
        } catch {
            return Violation(.g1, "a call failed: \(error)", history: ["scenario \(scenario)"])
        }
    }
}

/// Something to try with a backend.
enum BackendScenario: CaseIterable {
    case appliesAll
    case repeatsNothing
    case refusesLapsedLease
    case refusesStolenLease
    case refusesUnheldLease
    case refusesIllegalChange
    case refusesConflict
    case refusesDocumentConflict
    case refusesLargePayload
    case retriesRejected
    case chainsKey
    case racingCommits
    case racingReaders
}
