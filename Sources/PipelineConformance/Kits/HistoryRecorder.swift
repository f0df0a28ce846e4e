// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import Synchronization

/// Records when calls began and ended, for checks that need to know which calls overlapped.
final class HistoryRecorder<Operation: Sendable>: Sendable {
    private let state = Mutex(State())

    private struct State {
        var time = 0
        var calls: [RecordedCall<Operation>] = []
    }

    /// The calls that ended.
    var calls: [RecordedCall<Operation>] { state.withLock { $0.calls } }

    /// Notes that a call begins.
    func begin() -> Int {
        state.withLock { state in
            state.time += 1
            return state.time
        }
    }

    /// Notes that a call ended.
    func end(_ start: Int, _ operation: Operation) {
        state.withLock { state in
            state.time += 1
            state.calls.append(RecordedCall(start: start, end: state.time, operation: operation))
        }
    }
}

/// A call, and when it was under way.
struct RecordedCall<Operation: Sendable>: Sendable {
    var start: Int
    var end: Int
    var operation: Operation
}

/// A compare-and-set of a document's sequence: what was expected, what was found, and whether it applied.
struct CompareAndSet: Sendable {
    var document: DocumentID
    var expecting: Int
    var found: Int
    var isApplied: Bool
}

extension HistoryRecorder<CompareAndSet> {
    /// Whether some order of the calls to a document explains their answers and respects which ended before which
    /// began (Wing and Gong 1993, "Testing and Verifying Concurrent Objects", doi:10.1006/jpdc.1993.1015).
    ///
    /// - Complexity: O(n²) here and not exponential: a register that counts up orders the calls almost completely.
    func isLinearizable(for document: DocumentID) -> Bool {
        var rest = calls.filter { $0.operation.document == document }
        var value = 1
        while !rest.isEmpty {
            // Only a call that began before every other one ended can be next.
            let firstEnd = rest.map(\.end).min() ?? 0
            let candidates = rest.indices.filter { rest[$0].start <= firstEnd }
            // A call that changes nothing may go as soon as it can; it never stands in another's way.
            if let idle = candidates.first(where: { !rest[$0].operation.isApplied && rest[$0].operation.found == value }
            ) {
                rest.remove(at: idle)
            } else if let step = candidates.first(where: {
                rest[$0].operation.isApplied && rest[$0].operation.expecting == value
            }) {
                rest.remove(at: step)
                value += 1
            } else {
                return false
            }
        }
        return true
    }
}
