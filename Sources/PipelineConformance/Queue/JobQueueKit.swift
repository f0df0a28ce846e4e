// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a queue to the laws Q1 to Q12.
///
/// ```swift
/// let kit = JobQueueKit { context in try await MyQueue(name: context.storage, clock: context.clock) }
/// let report = await kit.run(seed: 42)
/// #expect(report.isConforming, "\(report)")
/// ```
///
/// A run makes random calls in the role of several clients and compares each answer with what the laws allow, then lets
/// clients race. A violation comes with the shortest run found that shows it.
public struct JobQueueKit<Queue: QueueAdministration>: Sendable {
    let restarts: Bool
    let make: @Sendable (AdapterContext) async throws -> Queue

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - restarts: Whether to open the same storage again in the middle of a run; for durable queues.
    ///   - make: Makes the adapter; see ``AdapterContext`` for what it must obey.
    public init(restarts: Bool = false, make: @escaping @Sendable (AdapterContext) async throws -> Queue) {
        self.restarts = restarts
        self.make = make
    }

    /// Runs the kit.
    ///
    /// - Parameters:
    ///   - seed: What the calls depend on.
    ///   - operations: How many random calls to make, besides the races.
    /// - Returns: What was found; the first violation of the random calls and of each race.
    public func run(seed: UInt64, operations: Int = 150) async -> ConformanceReport {
        var generator = SeededGenerator(seed: seed)
        let commands = QueueCommand.random(count: operations, limit: 1 << 18, restarts: restarts, using: &generator)
        let run = CommandRun<QueueCommand> { commands in
            do throws(Violation) {
                var session = try await QueueSession(kit: self, seed: seed)
                try await session.run(commands)
                return nil
            } catch {
                return error
            }
        }
        var violations: [Violation] = []
        if let violation = await run.violation(of: commands) {
            violations.append(violation)
        } else if let violation = await raceViolation(seed: seed) {
            violations.append(violation)
        }
        return ConformanceReport(
            kit: "JobQueueKit", seed: seed, operations: operations, violations: violations)
    }
}
