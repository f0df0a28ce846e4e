// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import Synchronization

/// What goes wrong between a caller and a backend, as probabilities for each call.
public struct FaultPlan: Hashable, Sendable {
    /// The call is lost before the backend sees it, and answers ``PipelineError/Code/ambiguous``.
    public var lostRequest = 0.0
    /// The call is applied and its answer is lost: it answers ``PipelineError/Code/ambiguous`` ("fail after commit").
    public var lostAnswer = 0.0
    /// The call is applied twice, the second time after others; the caller sees the first answer.
    public var duplication = 0.0
    /// The call waits while others overtake it.
    public var delay = 0.0
    /// There is no room: it answers ``PipelineError/Code/storageFull`` and changes nothing.
    public var fullDisk = 0.0

    /// A plan by which nothing goes wrong.
    public init() {}
}

/// A backend that is reached over a bad network.
///
/// Workers that are right survive it: they repeat by id what was ambiguous, and the laws see to the rest.
public final class FaultyBackend<Base: PipelineBackend & QueueAdministration>: Sendable {
    /// The backend behind the network.
    public let base: Base
    private let state: Mutex<FaultSource>

    /// Puts a backend behind a bad network.
    ///
    /// - Parameters:
    ///   - base: The backend.
    ///   - plan: What goes wrong.
    ///   - seed: What the faults depend on.
    public init(_ base: Base, plan: FaultPlan, seed: UInt64) {
        self.base = base
        self.state = Mutex(FaultSource(plan: plan, generator: SeededGenerator(seed: seed)))
    }

    /// Changes what goes wrong from now on.
    ///
    /// - Parameter plan: What goes wrong.
    public func setPlan(_ plan: FaultPlan) { state.withLock { $0.plan = plan } }

    /// Makes a call as the network would have it.
    func call<Result: Sendable>(
        isRead: Bool = false, _ body: @escaping @Sendable () async throws(PipelineError) -> Result
    ) async throws(PipelineError) -> Result {
        let fate = state.withLock { $0.draw() }
        for _ in 0..<fate.delay { await Task.yield() }
        if fate.isLost { throw PipelineError(.ambiguous, "the request was lost") }
        if fate.isDiskFull, !isRead { throw PipelineError(.storageFull, "there is no room") }
        let result = try await body()
        if fate.isDoubled, !isRead {
            await Task.yield()
            _ = try? await body()
        }
        if fate.isAnswerLost { throw PipelineError(.ambiguous, "the answer was lost") }
        return result
    }
}

/// Draws what happens to calls.
private struct FaultSource {
    var plan: FaultPlan
    var generator: SeededGenerator

    /// What happens to one call.
    struct Fate {
        var delay: Int
        var isLost: Bool
        var isDiskFull: Bool
        var isDoubled: Bool
        var isAnswerLost: Bool
    }

    mutating func draw() -> Fate {
        Fate(
            delay: generator.chance(plan.delay) ? 1 + generator.index(20) : 0,
            isLost: generator.chance(plan.lostRequest), isDiskFull: generator.chance(plan.fullDisk),
            isDoubled: generator.chance(plan.duplication), isAnswerLost: generator.chance(plan.lostAnswer))
    }
}
