// SPDX-License-Identifier: Apache-2.0
import Foundation
import SegmentStoreTestSupport
import Synchronization
import TestSupport
import Testing
import _SegmentStore

struct StoreConcurrencyTests {
    /// What the readers and the writer tell each other.
    private final class Board: Sendable {
        private let state = Mutex((isDone: false, problems: [String](), reads: 0))

        var isDone: Bool { state.withLock(\.isDone) }

        func finish() { state.withLock { $0.isDone = true } }

        func record(problem: String) { state.withLock { $0.problems.append(problem) } }

        func countRead() { state.withLock { $0.reads += 1 } }

        var result: (problems: [String], reads: Int) { state.withLock { ($0.problems, $0.reads) } }
    }

    private static let steps = 60

    @Test("four readers see whole commits only, in order, while a writer commits and merges", arguments: [true, false])
    func readingWhileWriting(onDisk: Bool) throws {
        let folder = try TemporaryFolder()
        let place: any StoreFolder = onDisk ? DiskFolder(path: folder.path("store")) : MemoryFolder()
        var history = SampleHistory()
        var states: [[UInt64]] = [[]]
        for _ in 0..<Self.steps {
            _ = history.advance()
            states.append(history.documents)
        }
        let expected = states
        let board = Board()
        let writer = try StoreWriter(place)
        let threads = DispatchGroup()
        for reader in 0..<4 {
            threads.enter()
            Thread.detachNewThread {
                defer { threads.leave() }
                do { try Self.read(place, expected, board, opensAnew: reader % 2 == 0) } catch {
                    board.record(problem: "\(error)")
                }
            }
        }
        do {
            var history = SampleHistory()
            for _ in 0..<Self.steps {
                _ = try history.commitNext(to: writer)
                try SampleHistory.merge(writer)
            }
        } catch {
            board.record(problem: "\(error)")
        }
        board.finish()
        threads.wait()
        let result = board.result
        #expect(result.problems == [])
        #expect(result.reads >= 4)
        #expect(try writer.snapshot.sampleDocuments() == expected[Self.steps])
    }

    private static func read(
        _ place: any StoreFolder, _ expected: [[UInt64]], _ board: Board, opensAnew: Bool
    ) throws {
        var snapshot = try StoreSnapshot(opening: place)
        repeat {
            let next = opensAnew ? try StoreSnapshot(opening: place) : try snapshot.refreshed()
            if next.generation < snapshot.generation { board.record(problem: "a reader went back in time") }
            if try next.sampleDocuments() != expected[next.sampleStep] {
                board.record(problem: "step \(next.sampleStep) is not whole")
            }
            // The older one must have stayed as it was.
            if try snapshot.sampleDocuments() != expected[snapshot.sampleStep] {
                board.record(problem: "an older snapshot of step \(snapshot.sampleStep) has changed")
            }
            snapshot = next
            board.countRead()
        } while !board.isDone
    }
}
