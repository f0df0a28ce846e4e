// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing
import _VectorMath

struct StagedWorkTests {
    /// Which parts have run, as stage and part, in the order of their ends.
    private final class Record: Sendable {
        private let parts = Mutex<[[Int]]>([])

        /// How many parts began before those of the stages before had ended.
        let early = Atomic(0)

        var all: [[Int]] { parts.withLock(\.self) }

        func add(_ part: Int, _ stage: Int) { parts.withLock { $0.append([stage, part]) } }

        func count(before stage: Int) -> Int { parts.withLock { $0.count { $0[0] < stage } } }
    }

    private static func parts(stages: Int, parts: Int) -> [[Int]] {
        (0..<stages).flatMap { stage in (0..<parts).map { [stage, $0] } }
    }

    @Test("one thread does every part, stage by stage")
    func alone() {
        let record = Record()
        StagedWork(stageCount: 3, partCount: 2).run(record.add)
        #expect(record.all == Self.parts(stages: 3, parts: 2))
    }

    @Test("on several threads every part is done once, after every part of the stages before", arguments: [2, 3, 8])
    func severalThreads(threads: Int) async {
        let record = Record()
        let work = StagedWork(stageCount: 200, partCount: 3)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    work.run { part, stage in
                        if record.count(before: stage) != 3 * stage { record.early.add(1, ordering: .relaxed) }
                        record.add(part, stage)
                    }
                }
            }
        }
        #expect(record.early.load(ordering: .relaxed) == 0)
        #expect(record.all.sorted { $0.lexicographicallyPrecedes($1) } == Self.parts(stages: 200, parts: 3))
    }

    @Test("a task that is cancelled claims nothing more")
    func cancellation() async {
        let record = Record()
        let work = StagedWork(stageCount: 1_000, partCount: 2)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    work.run { part, stage in
                        record.add(part, stage)
                        if stage == 5 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
                    }
                }
            }
        }
        #expect(record.all.sorted { $0.lexicographicallyPrecedes($1) } == Self.parts(stages: 6, parts: 2))
    }
}
