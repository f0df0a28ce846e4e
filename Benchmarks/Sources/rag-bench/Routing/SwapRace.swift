// SPDX-License-Identifier: Apache-2.0
import Foundation
import Measurement
import RoutingPolicy
import Synchronization

/// Readers that decide as fast as they can, each on a thread of its own, while a writer may swap policies.
///
/// The time of a reader is its processor time, so that it says what the reader waits and retries, and not how many processors
/// the machine has.
struct SwapRace {
    /// The processor time of a decision in ns, for each reader.
    let nanoseconds: [Double]

    /// How often the policy changed meanwhile.
    let swapCount: Int

    /// Runs the race.
    ///
    /// - Parameters:
    ///   - work: The contexts and policies.
    ///   - readers: The number of reading threads.
    ///   - isSwapping: Whether a writer swaps two policies about a thousand times a second.
    /// - Throws: An error of the file system, or one of the engine.
    init(_ work: RoutingWork, readers: Int, isSwapping: Bool) throws {
        let decisions = 2_000_000
        let now = work.instant
        let store = try PolicyStore(work.document(listsOf: 50, coverage: 20), at: now)
        let first = store.current.digest
        let second = try store.update(to: work.document(listsOf: 50, coverage: 30), at: now).digest
        let results = Mutex<[Double]>([])
        let remaining = DispatchGroup()
        for _ in 0..<readers {
            // Each reader has a context of its own, as each request has.
            let context = work.requests[0].context
            remaining.enter()
            Thread.detachNewThread {
                var reader = store.makeReader()
                var randomised = 0
                let seconds = ThreadClock.measure {
                    for _ in 0..<decisions { randomised &+= reader.decide(context, at: now).isRandomised ? 1 : 0 }
                }
                precondition(randomised == decisions, "the worst path ends in the rollout")
                results.withLock { $0.append(seconds / Double(decisions) * 1e9) }
                remaining.leave()
            }
        }
        var swapCount = 0
        if isSwapping {
            while remaining.wait(timeout: .now() + .milliseconds(1)) == .timedOut {
                try store.rollBack(to: swapCount.isMultiple(of: 2) ? first : second, at: now)
                swapCount += 1
            }
        }
        remaining.wait()
        self.swapCount = swapCount
        nanoseconds = results.withLock { $0 }
    }
}
