// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import HybridSearchTestSupport
import RAGCore
import Synchronization
import TestSupport
import Testing

struct IndexConcurrencyTests {
    /// What the readers and the writer tell each other.
    private final class Board: Sendable {
        private let isFinished = Atomic(false)
        private let readCount = Atomic(0)
        private let problems: Mutex<[String]> = Mutex([])

        var isDone: Bool { isFinished.load(ordering: .acquiring) }

        var reads: Int { readCount.load(ordering: .acquiring) }

        var allProblems: [String] { problems.withLock { $0 } }

        func finish() { isFinished.store(true, ordering: .releasing) }

        func countRead() { readCount.add(1, ordering: .acquiringAndReleasing) }

        func record(_ problem: String) { problems.withLock { $0.append(problem) } }
    }

    /// An index at one step.
    private struct State: Sendable {
        var history: IndexHistory
        var answers: [[ChunkID: Double]]
    }

    private static let steps = 30

    private func states() throws -> [State] {
        var history = IndexHistory()
        var states = [State(history: history, answers: [])]
        for _ in 0..<Self.steps {
            _ = history.advance()
            states.append(State(history: history, answers: try history.expectedAnswers()))
        }
        return states
    }

    @Test("four readers search whole commits only, in order, while a writer commits and merges")
    func searchingWhileWriting() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        let states = try states()
        let board = Board()
        var writer = try IndexWriter(at: path)
        var history = IndexHistory()
        try history.commitNext(to: &writer)
        let threads = DispatchGroup()
        for reader in 0..<4 {
            threads.enter()
            Thread.detachNewThread {
                defer { threads.leave() }
                do { try Self.read(path, states, board, opensAnew: reader % 2 == 0) } catch {
                    board.record("\(error)")
                }
            }
        }
        do {
            while history.step < Self.steps {
                try history.commitNext(to: &writer)
                try history.merge(&writer)
            }
        } catch {
            board.record("\(error)")
        }
        board.finish()
        threads.wait()
        #expect(board.allProblems == [])
        #expect(board.reads >= 4)
        let last = try IndexSnapshot(openingAt: path)
        #expect(try IndexHistory.answers(of: last) == states[Self.steps].answers)
    }

    private static func read(_ path: String, _ states: [State], _ board: Board, opensAnew: Bool) throws {
        var snapshot = try IndexSnapshot(openingAt: path)
        var step = 0
        repeat {
            let next = opensAnew ? try IndexSnapshot(openingAt: path) : try snapshot.refreshed()
            let nextStep = try IndexHistory.step(of: next)
            if nextStep < step { board.record("a reader went back in time") }
            if try IndexHistory.answers(of: next) != states[nextStep].answers {
                board.record("what step \(nextStep) finds is not whole")
            }
            // The older one must have stayed as it was.
            let olderStep = try IndexHistory.step(of: snapshot)
            if try !states[olderStep].history.isWhole(in: snapshot) {
                board.record("an older snapshot of step \(olderStep) has changed")
            }
            (snapshot, step) = (next, nextStep)
            board.countRead()
        } while !board.isDone
    }
}
