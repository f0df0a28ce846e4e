// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a status store to the laws S1 to S8.
///
/// ```swift
/// let kit = StatusStoreKit { context in try await MyStore(name: context.storage) }
/// #expect(await kit.run(seed: 7).isConforming)
/// ```
///
/// A run makes random appends, reads, walks along the feed and retention, and compares each answer with what the laws
/// allow; then writers race while readers follow.
public struct StatusStoreKit<Store: StatusStore>: Sendable {
    let restarts: Bool
    let make: @Sendable (AdapterContext) async throws -> Store

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - restarts: Whether to open the same storage again in the middle of a run; for durable stores.
    ///   - make: Makes the adapter; see ``AdapterContext`` for what it must obey.
    public init(restarts: Bool = false, make: @escaping @Sendable (AdapterContext) async throws -> Store) {
        self.restarts = restarts
        self.make = make
    }

    /// Runs the kit.
    ///
    /// - Parameters:
    ///   - seed: What the calls depend on.
    ///   - operations: How many random calls to make, besides the races.
    /// - Returns: What was found.
    public func run(seed: UInt64, operations: Int = 200) async -> ConformanceReport {
        var generator = SeededGenerator(seed: seed)
        let commands = StatusCommand.random(count: operations, restarts: restarts, using: &generator)
        let run = CommandRun<StatusCommand> { commands in
            do throws(Violation) {
                var session = try await StatusSession(kit: self, seed: seed)
                try await session.run(commands)
                return nil
            } catch {
                return error
            }
        }
        var violation = await run.violation(of: commands)
        if violation == nil { violation = await raceViolation(seed: seed) }
        return ConformanceReport(
            kit: "StatusStoreKit", seed: seed, operations: operations, violations: violation.map { [$0] } ?? [])
    }
}
