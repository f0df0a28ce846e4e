// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _RAGKernels

/// Work in stages, each of several parts, that whichever threads are there do together.
///
/// Parts are claimed in order, those of a stage before those of the next. A thread that claimed a part waits for the end of the
/// stages before it, which other threads have claimed and so are working on: it waits for a few microseconds, and therefore
/// without giving its processor up. Any number of threads may call ``run(_:)``, at any time; one alone does everything, so
/// that nobody depends on a thread that never starts.
package final class StagedWork: Sendable {
    private let partCount: Int
    private let total: Int
    private let claimed = Atomic<Int>(0)
    private let ended = Atomic<Int>(0)

    /// Prepares work.
    ///
    /// - Parameters:
    ///   - stageCount: The number of stages.
    ///   - partCount: The number of parts of each, at least 1.
    package init(stageCount: Int, partCount: Int) {
        precondition(stageCount >= 0 && partCount >= 1, "\(stageCount) stages of \(partCount) parts")
        self.partCount = partCount
        total = stageCount * partCount
    }

    /// Claims parts and does them until none is left, or the task is cancelled.
    ///
    /// All parts have ended once every call has returned, unless the task was cancelled.
    ///
    /// - Parameter body: Does one part of a stage; it sees what all parts of the stages before it wrote.
    package func run(_ body: (_ part: Int, _ stage: Int) -> Void) {
        while !Task.isCancelled {
            let place = claimed.add(1, ordering: .relaxed).oldValue
            guard place < total else { return }
            let (stage, part) = place.quotientAndRemainder(dividingBy: partCount)
            var round = 0
            while ended.load(ordering: .acquiring) < stage * partCount {
                rag_wait_round(round)
                round += 1
            }
            body(part, stage)
            ended.add(1, ordering: .acquiringAndReleasing)
        }
    }
}
